#!/usr/bin/env bash
# Builds the packages and uses each as its users do: without Node, installed, updated and removed, in HiveOS's own way, under Wine. The
# parts run side by side, as most of what they do is waiting. --prepared: prepare.sh has run. By name only some of the parts:
#
#   packaging/test/test.sh [--prepared] [executable] [deb] [hive] [npm] [windows] [installer]
set -euo pipefail
cd "$(dirname "$0")/../.."
if [[ ${1-} == --prepared ]]; then shift; else packaging/test/prepare.sh; fi
parts=("$@")
if ((${#parts[@]} == 0)); then parts=(windows installer deb executable hive npm); fi

(cd dist/packages && sha256sum --quiet -c SHA256SUMS)
outputs=$(mktemp -d)
declare -A part_of
at_end() {
  for part in "${!part_of[@]}"; do kill "$part"; done
  rm -rf "$outputs"
}
trap at_end EXIT
trap 'exit 130' INT TERM
for part in "${parts[@]}"; do
  setsid bash "packaging/test/parts/$part.sh" > "$outputs/$part" 2>&1 < /dev/null &
  part_of[$!]=$part
done
failed=()
while ((${#part_of[@]} > 0)); do
  code=0
  wait -n -p ended "${!part_of[@]}" || code=$?
  part=${part_of[$ended]}
  unset "part_of[$ended]"
  # What it has left behind.
  kill -- "-$ended" 2> /dev/null || true
  printf '\n%s, %s s\n' "$part" "$SECONDS"
  cat "$outputs/$part"
  if ((code != 0)); then failed+=("$part"); fi
done
WINEPREFIX=$PWD/dist/tested/wine WINEDEBUG=-all wineserver -k || true
if ((${#failed[@]} > 0)); then
  printf '\nFAILED parts of the packages'"'"' test: %s\n' "${failed[*]}"
  for part in "${failed[@]}"; do grep -H --label="$part" '^FAIL' < "$outputs/$part" || printf '%s ended without a word of a check\n' "$part"; done
  exit 1
fi >&2
printf '\n%s checks of the packages passed\n' "$(cat "$outputs"/* | grep -c '^ok ')"
