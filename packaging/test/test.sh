#!/usr/bin/env bash
# Builds the packages and uses each as its users do: without Node, installed and removed, in HiveOS's own way, under Wine.
# As root, on Debian and its relatives: installs what it needs.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

needs=(makensis:nsis zip:zip unzip:unzip osslsigncode:osslsigncode strip:binutils wine:wine wine64:wine64 lintian:lintian jq:jq curl:curl man:man-db
  systemd-analyze:systemd systemd-nspawn:systemd-container
  x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64-win32)
missing=()
for need in "${needs[@]}"; do command -v "${need%%:*}" > /dev/null || missing+=("${need##*:}"); done
if ((${#missing[@]} > 0)); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

npm run --silent build
node packaging/package.mjs --fast
version=$(node -p "require('./package.json').version")
packages=$root/dist/packages
work=$(mktemp -d)
trap 'declare -F machine_off > /dev/null && machine_off; umount "$work"/*/small 2> /dev/null || true; rm -rf "$work"; dpkg -P fpga-tee > /dev/null 2>&1 || true' EXIT

passed=0
ok() { passed=$((passed + 1)); printf 'ok    %s\n' "$1"; }
fail() { printf 'FAIL  %s\n' "$1" >&2; exit 1; }
# check <what> <command...>
check() { local what=$1; shift; if "$@"; then ok "$what"; else fail "$what: $*"; fi; }
# says <what> <pattern> <file>
says() { grep -qE "$2" "$3" && ok "$1" || { cat "$3" >&2; fail "$1: no /$2/"; }; }
# eventually <what> <command...>: within 20 s
eventually() {
  local what=$1; shift
  for _ in $(seq 200); do if "$@" > /dev/null 2>&1; then ok "$what"; return; fi; sleep 0.1; done
  fail "$what: $*"
}
# Nothing of Node on PATH.
bare() { env -i HOME="$work/home" PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm LANG=C.UTF-8 "$@"; }
mkdir "$work/home"

check 'the sums are right' bash -c "cd '$packages' && sha256sum --quiet -c SHA256SUMS"

. packaging/test/npm.sh
. packaging/test/linux.sh
. packaging/test/systemd.sh
. packaging/test/hive.sh
npm_demo_ends
. packaging/test/windows.sh
echo "$passed checks of the packages passed"
