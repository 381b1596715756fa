# The npm tarball, in an empty folder. Sourced by test.sh.
mkdir "$work/npm"
(cd "$work/npm" && npm init -y > /dev/null && npm install --silent --no-audit --no-fund "$packages/fpga-tee-$version.tgz")
# It takes 15 seconds: meanwhile the others.
(cd "$work/npm" && timeout 100 npx fpga-tee demo --port 0 < /dev/null > demo.txt 2>&1) & npm_demo=$!
check 'dashboards and documents are in the tarball' test -s "$work/npm/node_modules/fpga-tee/dashboards/farm.json" -a -s "$work/npm/node_modules/fpga-tee/docs/run.md"
(cd "$work/npm" && npx fpga-tee init rig --miner 'sh -c true' > /dev/null && npx fpga-tee dashboards tables > /dev/null)
check 'npx fpga-tee init, dashboards' test -s "$work/npm/rig/rig.yaml" -a -s "$work/npm/tables/card.json"
npx publint > "$work/publint.txt" 2>&1 || { cat "$work/publint.txt"; fail 'publint'; }
ok 'publint has nothing to say'
# Called when the others are done.
npm_demo_ends() {
  wait "$npm_demo" || fail "npx fpga-tee demo: exit code $?"
  says 'npx fpga-tee demo, in an empty folder' 'GH/s' "$work/npm/demo.txt"
}
