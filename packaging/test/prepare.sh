#!/usr/bin/env bash
# What the packages' test needs, in dist/packages and dist/tested: the programs, the packages, an older one, a Windows. Takes a minute, and
# disturbs nobody: .ci/run does it beside the other tests. As root, on Debian and its relatives.
set -euo pipefail
cd "$(dirname "$0")/../.."
made=$PWD/dist/tested

needs=(makensis:nsis zip:zip unzip:unzip osslsigncode:osslsigncode strip:binutils wine:wine /usr/lib/wine/wine64:wine64 lintian:lintian jq:jq
  curl:curl man:man-db systemd-analyze:systemd systemd-nspawn:systemd-container sudo:sudo
  x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64-win32)
missing=()
for need in "${needs[@]}"; do command -v "${need%%:*}" > /dev/null || missing+=("${need##*:}"); done
if ((${#missing[@]} > 0)); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

# beside <what> <command...>: beside others; what it prints is shown when it fails.
declare -A running
beside() {
  local what=$1; shift
  "$@" > "$made/$what.txt" 2>&1 & running[$what]=$!
}
# done_with <what>
done_with() {
  wait "${running[$1]}" || { cat "$made/$1.txt" >&2; echo "FAIL  $1" >&2; exit 1; }
}

windows() {
  export WINEPREFIX=$made/wine WINEDEBUG=-all WINEARCH=win64 DISPLAY= WINEDLLOVERRIDES='mscoree,mshtml='
  wine wineboot -i
  # Without it Node refuses to start.
  wine winecfg -v win10
  wineserver -w
}
# The same package with a lower version, to be updated.
older_package() {
  rm -rf "$made/older"
  cp -al dist/packaging/deb "$made/older"
  sed -i 's/^Version: .*/Version: 0.0.1/' "$made/older/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone --build "$made/older" "$made/fpga-tee_0.0.1_amd64.deb"
}

rm -rf "$made"
mkdir -p "$made"
beside windows windows
npm run --silent build
node packaging/package.mjs --fast
beside lintian lintian --fail-on error dist/packages/*.deb
older_package > /dev/null
done_with lintian
done_with windows
