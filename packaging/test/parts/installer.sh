# The installer for Windows, under Wine.
. packaging/test/checks.sh
. packaging/test/wine.sh
# The installer: silent, PATH longer than NSIS's strings, and away again without a trace.
# One entry begins as the program's does.
path="C:\\users\\$(id -un)\\AppData\\Local\\Programs\\fpga-tee-tools;$(printf 'C:\\folder-number-%03d;' $(seq 150))"
path="C:\\first;$path"
wine reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d "${path}C:\\end" /f > /dev/null 2>&1
path_now() { wine reg query 'HKCU\Environment' /v Path 2> /dev/null | tr -d '\r' | grep -oP 'REG_\w+\s+\K.*'; }
first=$(path_now)
program="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Local/Programs/fpga-tee"
setup=$(documented install Windows | tail -1)
# typed <line>: in a terminal that was opened just now, in the folder of the packages.
typed() {
  printf '%s\r\n' '@echo off' "$1" > "$work/typed.bat"
  (cd "$packages" && timeout 100 wine cmd /c "$(winepath -w "$work/typed.bat")") > "$work/typed.txt" 2>&1 < /dev/null
}
typed "$setup"
check 'Windows: the installer puts the program there' test -s "$program/fpga-tee.exe" -a -s "$program/LICENSE-node.txt"
check 'Windows: PATH has the program behind all that was there' test "$(path_now)" = "$first;C:\\users\\$(id -un)\\AppData\\Local\\Programs\\fpga-tee"
as_wine_has_it "$program/fpga-tee.exe" > "$work/fpga-tee.exe"
cp "$work/fpga-tee.exe" "$program/fpga-tee.exe"
typed 'fpga-tee --version'
says 'Windows: a new terminal knows the command' "^$version" "$work/typed.txt"
typed 'call rb4-metrics --help'
says 'Windows: and the predecessor'"'"'s' '^fpga-tee: tee for FPGA miners' "$work/typed.txt"
typed "$setup"
check 'Windows: an update replaces the program' cmp -s "$program/fpga-tee.exe" "$root/dist/packaging/windows/fpga-tee.exe"
check 'Windows: installed again it stands there once' test "$(path_now | grep -oE 'Programs.fpga-tee(;|$)' | wc -l)" = 1
typed "$(documented remove Windows)"
is_away() { [[ ! -e $program ]]; }
eventually 'Windows: away again, with its folder' is_away
check 'Windows: PATH is as it was' test "$(path_now)" = "$first"

unzip -q "$packages/$(documented install 'Windows, no installer' | head -1)" -d "$work/unpacked"
check 'Windows: the zip has the program where it is said to be' test -s "$work/unpacked/fpga-tee-$version-windows-x64/$(documented install 'Windows, no installer' | tail -1)"
