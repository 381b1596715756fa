# The npm tarball: by npx in an empty folder, and installed as docs/install.md says.
. packaging/test/checks.sh
mkdir "$work/npm"
cd "$work/npm"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund "$packages/fpga-tee-$version.tgz"
check 'dashboards and documents are in the tarball' test -s node_modules/fpga-tee/dashboards/farm.json -a -s node_modules/fpga-tee/docs/run.md
# It takes 15 seconds: meanwhile the others.
timeout 100 npx fpga-tee demo --port 0 < /dev/null > demo.txt 2>&1 & demo=$!
try_commands 'npm' "$work/npm/node_modules/.bin/fpga-tee"

cd "$packages"
export npm_config_prefix=$work/prefix npm_config_audit=false npm_config_fund=false
rig='any, with Node 20'
for what in install update; do
  bash -ec "$(documented "$what" "$rig")" > "$work/npm.txt" 2>&1 || { cat "$work/npm.txt"; fail "npm, $what"; }
  check "npm, $what: fpga-tee and the predecessor's commands are there" test "$("$work/prefix/bin/fpga-tee" --version)" = "$version" -a -x "$work/prefix/bin/rb4-metrics"
done
check 'npm, run: a terminal for the miner' bash -c "cd '$work' && '$work/prefix/bin/fpga-tee' run --no-metrics --plain --no-log -- sh -c 'test -t 1 && exit 3'; test \$? = 3"
bash -ec "$(documented remove "$rig")" > /dev/null
check 'npm, remove: nothing stays' test -z "$(find "$work/prefix" -name '*fpga-tee*' -o -name '*-metrics*')"
cd "$root"
npx publint > "$work/publint.txt" 2>&1 || { cat "$work/publint.txt"; fail 'publint'; }
ok 'publint has nothing to say'
wait "$demo" || fail "npx fpga-tee demo: exit code $?"
says 'npx fpga-tee demo, in an empty folder' 'GH/s' "$work/npm/demo.txt"
while read -r words; do
  check "README.md names what docs/install.md does: $words" grep -qF "$words" docs/install.md
done < <(grep '^|' README.md | grep -o "\`[^\`]*$version[^\`]*\`" | tr -d '`')
