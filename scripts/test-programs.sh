#!/usr/bin/env bash
# The programs that the tests drive fpga-tee with: a real Prometheus, a browser, faults of a disk, jumps of the clock, certificates, a
# rotation by others. Installs those that are missing (Debian and its relatives, as root); nothing is started.
# --installed: only what is installed for the whole system, which needs no node_modules.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
for need in curl:curl openssl:openssl perl:perl strace:strace logrotate:logrotate faketime:faketime sudo:sudo chromium:chromium; do
  command -v "${need%%:*}" >/dev/null || packages+=("${need##*:}")
done
prometheus=there
if [[ ${1-} != --installed ]]; then
  command -v prometheus >/dev/null && command -v promtool >/dev/null || prometheus=missing
fi
if ((${#packages[@]} == 0)) && [[ $prometheus == there ]]; then exit 0; fi

if ! command -v apt-get >/dev/null; then
  echo "the tests need: ${packages[*]} $([[ $prometheus == there ]] || echo prometheus promtool)" >&2
  exit 1
fi
apt-get update -qq
if ((${#packages[@]} > 0)); then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates "${packages[@]}" >/dev/null
fi
# Prometheus is only unpacked, for npm to find: installing the package would start a service.
if [[ $prometheus == missing ]]; then
  folder=node_modules/.cache/prometheus
  mkdir -p "$folder" node_modules/.bin
  (cd "$folder" && apt-get download -qq prometheus && dpkg -x prometheus_*.deb .)
  for program in prometheus promtool; do
    ln -sf "../.cache/prometheus/usr/bin/$program" "node_modules/.bin/$program"
  done
fi
