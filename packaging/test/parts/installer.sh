# The installer for Windows, under Wine.
. packaging/test/checks.sh
. packaging/test/wine.sh
# The installer: silent, PATH longer than NSIS's strings, and away again without a trace.
# One entry begins as the program's does.
path="C:\\users\\$(id -un)\\AppData\\Local\\Programs\\fpga-tee-tools;$(printf 'C:\\folder-number-%03d;' $(seq 150))"
path="C:\\first;$path"
set_path() { wine reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d "$1" /f > /dev/null 2>&1; }
set_path "${path}C:\\end"
path_now() { wine reg query 'HKCU\Environment' /v Path 2> /dev/null | tr -d '\r' | grep -oP 'REG_\w+\s+\K.*'; }
first=$(path_now)
program="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Local/Programs/fpga-tee"
setup=$(documented install Windows | tail -1)
# typed <line>: in a terminal that was opened just now, in the folder of the packages.
typed() {
  printf '%s\r\n' '@echo off' "$1" > "$work/typed.bat"
  (cd "$packages" && timeout 100 wine cmd /c "$(winepath -w "$work/typed.bat")") > "$work/typed.txt" 2>&1 < /dev/null ||
    { cat "$work/typed.txt"; fail "Windows: $1"; }
}
typed "$setup"
check 'Windows: the installer puts the program there' test -s "$program/fpga-tee.exe" -a -s "$program/LICENSE-node.txt"
check 'Windows: PATH has the program behind all that was there' test "$(path_now)" = "$first;C:\\users\\$(id -un)\\AppData\\Local\\Programs\\fpga-tee"
as_wine_has_it "$program/fpga-tee.exe" > "$work/fpga-tee.exe"
cp "$work/fpga-tee.exe" "$program/fpga-tee.exe"
# Wine's programs get none of a PATH as long as that.
long=$(path_now)
set_path "${long##*;}"
typed 'fpga-tee --version'
says 'Windows: a new terminal knows the command' "^$version" "$work/typed.txt"
typed 'call rb4-metrics --help'
says 'Windows: and the predecessor'"'"'s' '^fpga-tee: tee for FPGA miners' "$work/typed.txt"
set_path "$long"

# What init writes, in a folder with blanks and umlauts. Of what a miner prints into a console Wine shows nothing.
folder="$work/Miner Ordner ü"
mkdir "$folder"
cd "$folder"
timeout 60 wine "$program/fpga-tee.exe" init Rig --port 24577 --miner "$(winepath -w "$program/fpga-tee.exe") simulate -b rb4" > init.txt 2>&1 < /dev/null
timeout 60 wine "$program/fpga-tee.exe" rig --check 'Rig\rig.yaml' > check.txt 2>&1 < /dev/null
says 'Windows: the rig of init can start' 'Rig.rig.yaml is right' check.txt
timeout 60 wine cmd /c 'Rig\start-rig.bat' > rig.txt 2> rig.err < /dev/null & batch=$!
miner_is_up() { curl -sf http://127.0.0.1:24577/metrics | grep -q '^fpga_miner_up.* 1'; }
eventually 'Windows: its batch file starts the miner, and serves its metrics' miner_is_up
has_log() { [[ -s Rig/fpga-tee.log ]]; }
eventually 'Windows: the miner has a log' has_log
kill "$batch" 2> /dev/null || true
has_ended() { ! curl -s http://127.0.0.1:24577/metrics; }
eventually 'Windows: it ends' has_ended
cd "$root"
typed "$setup"
check 'Windows: an update replaces the program' cmp -s "$program/fpga-tee.exe" "$root/dist/packaging/windows/fpga-tee.exe"
check 'Windows: installed again it stands there once' test "$(path_now | grep -oE 'Programs.fpga-tee(;|$)' | wc -l)" = 1
typed "$(documented remove Windows)"
is_away() { [[ ! -e $program ]]; }
eventually 'Windows: away again, with its folder' is_away
check 'Windows: PATH is as it was' test "$(path_now)" = "$first"

unzip -q "$packages/$(documented install 'Windows, no installer' | head -1)" -d "$work/unpacked"
check 'Windows: the zip has the program where it is said to be' test -s "$work/unpacked/fpga-tee-$version-windows-x64/$(documented install 'Windows, no installer' | tail -1)"
