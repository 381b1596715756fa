# The executable for Windows, under Wine.
. packaging/test/checks.sh
. packaging/test/wine.sh
put_away() { umount "$folder/small" 2> /dev/null; }
folder="$work/Miner Ordner ü"
mkdir "$folder"
(cd "$work" && unzip -q "$packages/fpga-tee-$version-windows-x64.zip")
as_wine_has_it "$work/fpga-tee-$version-windows-x64/fpga-tee.exe" > "$folder/fpga-tee.exe"
node dist/fpga-tee.js simulate -b 0xbtc --rate 0 --lines 500 > "$folder/a.log"
cd "$folder"
sed 's/$/\r/' a.log > crlf.log
printf '\xff\xfe' > utf16.log
iconv -f UTF-8 -t UTF-16LE a.log >> utf16.log
x86_64-w64-mingw32-gcc -O2 -Wall -Werror -o pipe.exe "$root/packaging/test/pipe.c"
# W <arguments>: output to out.txt, errors to err.txt; the exit code is the program's
W() { timeout 60 wine fpga-tee.exe "$@" > out.txt 2> err.txt < /dev/null; }

W --version; says 'Windows: the version' "^$version" out.txt
W check a.log; says 'Windows: check' 'a.log: 0xbtc' out.txt
W check crlf.log; says 'Windows: a log with CR-LF' 'crlf.log: 0xbtc' out.txt
W check utf16.log; says 'Windows: a log in UTF-16' 'utf16.log: 0xbtc' out.txt
W simulate -b rb4 --rate 0 --lines 30; check 'Windows: simulate' test "$(wc -l < out.txt)" = 30
timeout 60 wine cmd /c 'type a.log | fpga-tee.exe --plain --no-metrics -o piped.log > plain.txt 2> plain.err' > /dev/null 2>&1 < /dev/null
check 'Windows: the log of a pipe is byte for byte, in a folder with blanks and umlauts' cmp -s a.log piped.log
check 'Windows: so is what it passes on' cmp -s a.log plain.txt
timeout 60 wine cmd /c 'type a.log | fpga-tee.exe --plain --no-metrics --log-max-size 10k -o rotated.log > nul' > /dev/null 2>&1 < /dev/null
check 'Windows: a rotated log is whole' cmp -s a.log <(cat $(ls rotated.log.* | sort -t. -k3 -rn) rotated.log)
W -m a.log --once -b 0xbtc; check 'Windows: a log is read once' grep -q 'Hash' out.txt
timeout 60 wine pipe.exe 'fpga-tee.exe --plain --no-metrics --no-log' 'fpga-tee.exe --plain --no-metrics -o wide.log' \
  < utf16.log > plain.txt 2> plain.err
check 'Windows: UTF-16 by a pipe is byte for byte, too' cmp -s utf16.log wide.log

# A pipe that lives, with a slow writer: 20 lines a second. Behind 4,096 bytes of the log its disk is full for a while.
mkdir small
mount -t tmpfs -o size=16k none small
head -c 12288 /dev/zero > small/other
timeout 60 wine pipe.exe 'fpga-tee.exe simulate -b 0xbtc --rate 20 --for 7s' \
  'fpga-tee.exe --plain --host 127.0.0.1 -p 24575 -o small\live.log' > live.txt 2> live.err < /dev/null & live=$!
is_full() { grep -q 'small.live.log: the disk is full' live.err; }
passes() { [[ -s live.txt ]] && kill -0 "$live"; }
eventually 'Windows: the lines of a slow miner pass at once' passes
eventually 'Windows: a pipe is served' curl -sf http://127.0.0.1:24575/metrics
eventually 'Windows: a full disk is told' is_full
lines=$(wc -l < live.txt)
flows() { [[ $(wc -l < live.txt) -gt $lines ]] && kill -0 "$live"; }
eventually 'Windows: the miner goes on' flows
rm small/other
code=0; wait "$live" || code=$?
check 'Windows: room again, the log is whole' test "$code" = 0 -a "$(cmp live.txt small/live.log)" = ''
rm small/live.log
code=0
timeout 60 wine cmd /c 'type a.log | fpga-tee.exe --plain --no-metrics -o small\full.log > plain.txt 2> plain.err' > /dev/null 2>&1 < /dev/null || code=$?
check 'Windows: a disk that stays full takes nothing from the output' cmp -s a.log plain.txt
says 'Windows: what the log lacks is told' 'small.full.log: the last [0-9]+ bytes could not be written' plain.err
check 'Windows: by the exit code, too' test "$code" = 1
umount small

# Followed while it grows, is truncated and renamed; the metrics are asked for from outside.
head -20 a.log > followed.log
timeout 100 wine fpga-tee.exe -m followed.log --plain --host 127.0.0.1 -p 24573 > follow.txt 2> follow.err < /dev/null & follow=$!
solutions() { curl -sf http://127.0.0.1:24573/metrics | grep -oP '^fpga_tee_lines_total\{kind="stats"\} \K\d+'; }
more_than() { [[ $(solutions) -gt $1 ]]; }
eventually 'Windows: a followed log is served' more_than 0
before=$(solutions); sed -n 21,60p a.log >> followed.log
eventually 'Windows: what is appended is read' more_than "$before"
before=$(solutions); sed -n 61,70p a.log > followed.log
eventually 'Windows: a truncated log is read from its start' more_than "$before"
before=$(solutions); mv followed.log followed.old; sed -n 71,90p a.log > followed.log
eventually 'Windows: a renamed log is followed by the new one' more_than "$before"
curl -sf http://127.0.0.1:24573/ -H 'accept: text/html' > page.html
says 'Windows: the page' '<!doctype html>' page.html
kill "$follow" 2> /dev/null || true

# As PowerShell's > writes it, and cut within a character.
head -c 4001 utf16.log > wide-followed.log
timeout 100 wine fpga-tee.exe -m wide-followed.log --plain --host 127.0.0.1 -p 24578 > follow.txt 2> follow.err < /dev/null & follow=$!
wide_lines() { curl -sf http://127.0.0.1:24578/metrics | grep -oP '^fpga_tee_lines_total\{kind="stats"\} \K\d+'; }
wide_more_than() { [[ $(wide_lines) -gt $1 ]]; }
eventually 'Windows: a followed log in UTF-16 is read' wide_more_than 0
before=$(wide_lines); head -c 9001 utf16.log | tail -c +4002 >> wide-followed.log
eventually 'Windows: so is what is appended' wide_more_than "$before"
kill "$follow" 2> /dev/null || true

printf 'secret\r\n' > password.txt
timeout 60 wine fpga-tee.exe hash-password > hash.txt 2> hash.err < password.txt
printf 'basic_auth_users:\n  rig: %s\n' "$(tr -d '\r' < hash.txt)" > web.yml
timeout 60 wine fpga-tee.exe -m a.log --plain --host 127.0.0.1 -p 24574 --web-config web.yml > web.txt 2> web.err < /dev/null & web=$!
answers() { [[ $(curl -s -o /dev/null -w '%{http_code}' $2 http://127.0.0.1:24574/metrics) == "$1" ]]; }
eventually 'Windows: without the password nobody gets in' answers 401 ''
check 'Windows: with it somebody does' answers 200 '-u rig:secret'
kill "$web" 2> /dev/null || true

code=0; W run --no-metrics -o run.log -- cmd /c exit 3 || code=$?
check 'Windows: run finds a program in PATH, and gives its exit code' test "$code" = 3
code=0; W run --no-metrics -- no-such-miner || code=$?
check 'Windows: run says that there is none' test "$code" = 127
mkdir full.log
code=0; W check full.log || code=$?
check 'Windows: a folder is no log' test "$code" = 2


settings="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Roaming/fpga-tee"
mkdir -p "$settings"
printf 'metrics: false\nplain: true\nlog: from-the-file.log\n' > "$settings/config.yaml"
timeout 60 wine fpga-tee.exe < a.log > plain.txt 2> plain.err
check 'Windows: the configuration file in %APPDATA% says where the log is' cmp -s a.log from-the-file.log
rm "$settings/config.yaml"

cd "$work"
try_commands 'Windows' wine "$folder/fpga-tee.exe"
says 'Windows: the demo writes its log' 'FPGA2' "$WINEPREFIX"/drive_c/users/*/Temp/fpga-tee-demo-*/hashrates.log
