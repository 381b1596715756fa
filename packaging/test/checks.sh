# What each part of the packages' test says and asks by. Sourced.
set -euo pipefail
root=$PWD
packages=$root/dist/packages
made=$root/dist/tested
version=$(node -p "require('./package.json').version")
work=$(mktemp -d)
mkdir "$work/home"

# What a part has to put away itself is in its own function.
put_away() { :; }
at_end() {
  local code=$?
  set +e
  put_away
  for one in $(jobs -p); do kill "$one" 2> /dev/null; done
  rm -rf "$work"
  exit "$code"
}
trap at_end EXIT
trap "exit 143" TERM

# So that no part ends without a word.
trap 'printf "FAIL  line %s: %s\n" "$LINENO" "$BASH_COMMAND"' ERR

ok() { printf 'ok    %s\n' "$1"; }
fail() { printf 'FAIL  %s\n' "$1"; exit 1; }
# check <what> <command...>
check() { local what=$1; shift; if "$@"; then ok "$what"; else fail "$what: $*"; fi; }
# says <what> <pattern> <file>
says() { grep -qE "$2" "$3" && ok "$1" || { cat "$3"; fail "$1: no /$2/"; }; }
# eventually <what> <command...>: within 30 s
eventually() {
  local what=$1 end=$((SECONDS + 30)); shift
  while ((SECONDS < end)); do if "$@" > /dev/null 2>&1; then ok "$what"; return; fi; sleep 0.1; done
  fail "$what: $*"
}
# What a program is started by that finds nothing of Node on PATH. No function: what runs beside others is ended by its number.
bare=(env -i HOME="$work/home" PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm LANG=C.UTF-8)

# documented <table's column> <rig>: the commands in that cell of docs/install.md, a line each.
documented() {
  awk -F ' *[|] *' -v column="$1" -v rig="$2" '
    $2 == "rig" { for (i = 3; i <= NF; i++) is[i] = $i; next }
    $2 == rig { for (i = 3; i <= NF; i++) if (is[i] == column) print $i }' "$root/docs/install.md" | grep -o '`[^`]*`' | tr -d '`' ||
    fail "docs/install.md: nothing in $1 of $2"
}
# documented_line <pattern>: the first line of docs/install.md that stands by itself and has it, without what is said behind.
documented_line() { grep -m 1 -P "^    .*$1" "$root/docs/install.md" | sed 's/^    //; s/  .*//' || fail "docs/install.md: no line with $1"; }

# try_commands <what> <program...>: what a new user tries, once from where the package puts it.
try_commands() {
  local what=$1 before=$PWD; shift
  mkdir "$work/tried"
  cd "$work/tried"
  "$@" demo --port 0 < /dev/null > demo.txt 2>&1 & local demo=$!
  "$@" pool --serve --host 127.0.0.1 --port 0 http://127.0.0.1:1 0xabc < /dev/null > pool.txt 2>&1 & local pool=$!
  { "$@" help; "$@" help run; } > help.txt
  check "$what: help" grep -q '^fpga-tee run: starts the miner' help.txt
  "$@" completion bash > completion.txt
  check "$what: completion" bash -n completion.txt
  "$@" formats > formats.txt
  says "$what: formats" '^nimiq' formats.txt
  "$@" formats nimiq > nimiq.yaml
  printf 'board %d: rate 41%d MH/s, %d C, accepted %d\n' 0 2 61 1 1 4 63 1 0 2 61 2 1 5 64 3 > unknown.log
  "$@" learn --name mine unknown.log > mine.yaml
  "$@" check --format mine.yaml unknown.log > check.txt
  says "$what: learn makes a format, and check reads the log by it" 'unknown.log: mine' check.txt
  "$@" init rig --miner 'fpga-tee simulate' > init.txt 2>&1
  check "$what: init" test -s rig/rig.yaml -a -s rig/prometheus.yml
  "$@" dashboards tables > tables.txt
  check "$what: dashboards" test -s tables/farm.json -a -s tables/rules/fpga-tee.alerts.yml
  pool_says() { curl -sf "$(grep -oP 'metrics at \Khttp://[^ \r]*:\d+' pool.txt)/$1" | grep -qE "$2"; }
  eventually "$what: pool --serve" pool_says metrics '^fpga_pool_up'
  check "$what: its /health" bash -c "curl -s -o /dev/null -w '%{http_code}' $(grep -oP 'metrics at \Khttp://[^ \r]*:\d+' pool.txt)/health | grep -qE '200|503'"
  kill "$pool" 2> /dev/null || true
  wait "$demo" || { cat demo.txt; fail "$what: demo ended with $?"; }
  says "$what: demo" 'GH/s' demo.txt
  cd "$before"
}
