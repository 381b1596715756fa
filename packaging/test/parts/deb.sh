# The Debian package under a real systemd: a container that boots this system, with all it changes in a folder of its own, and
# nothing of the network but its own loopback. The commands are those of docs/install.md.
. packaging/test/checks.sh
root_folder=$work/machine/root
mkdir -p "$work/machine/changed" "$work/machine/work" "$root_folder"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/machine/changed,workdir=$work/machine/work" "$root_folder"
systemd-nspawn --keep-unit --register=no --quiet --private-network --bind-ro="$packages:/packages" --bind-ro="$made:/older" \
  -D "$root_folder" --boot systemd.unit=basic.target < /dev/null > "$work/machine/boot.txt" 2>&1 & machine=$!
inside() { nsenter -t "$(pgrep -P "$machine" | head -1)" -a env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
put_away() {
  kill -RTMIN+4 "$(pgrep -P "$machine" | head -1)" 2> /dev/null
  for _ in $(seq 50); do kill -0 "$machine" 2> /dev/null || break; sleep 0.1; done
  kill -9 "$machine" 2> /dev/null
  wait "$machine" 2> /dev/null
  umount "$root_folder" || umount -l "$root_folder"
}
# typed <folder> <line>: as a user does, and says yes.
typed() {
  inside bash -c "cd '$1' && $2" <<< y > "$work/typed.txt" 2>&1 || { cat "$work/typed.txt"; fail "$2"; }
}
eventually 'systemd boots' inside systemctl is-active basic.target
# Without the waits of a real installation: for the disk, for the index of manual pages.
inside rm -f /var/lib/man-db/auto-update
inside tee /etc/dpkg/dpkg.cfg.d/test > /dev/null <<< force-unsafe-io
debian='Debian, Ubuntu and their kin'
install=$(documented install "$debian")
installed() { inside dpkg-query -W -f '${Version}' fpga-tee; }
typed /older "${install/$version/0.0.1}"
check 'an older package is installed' test "$(installed)" = 0.0.1
inside rb4-metrics --help > "$work/help.txt"
says 'the predecessor'"'"'s commands are there' '^fpga-tee: tee for FPGA miners' "$work/help.txt"
# A key that is spelt wrong is only said.
inside systemd-analyze verify /usr/lib/systemd/system/fpga-tee@rig.service 2> "$work/verify.txt" || true
check 'systemd has nothing to say of the unit' test ! -s "$work/verify.txt"
inside env MANPAGER=cat man fpga-tee > "$work/man.txt" 2> "$work/man.err"
says 'the manual page has the options' 'bitstream' "$work/man.txt"
check 'the completion is there' inside bash -n /usr/share/bash-completion/completions/fpga-tee

rig=fpga-tee@left
log=/var/log/fpga-tee/cards.log
# What the miner prints when nobody is left to log it.
printed=/var/log/fpga-tee/printed.txt
inside tee /etc/fpga-tee/left.yaml > /dev/null << RIG
host: 127.0.0.1
port: 9091
miners:
  - name: cards
    command: [sh, -c, 'fpga-tee simulate -b rb4 --cards 2 | tee -ia $printed']
RIG
# In place of 150 s.
inside install -D /dev/stdin /run/systemd/system/fpga-tee@.service.d/test.conf << UNIT
[Service]
RestartSec=1
UNIT
# Beside it what `fpga-tee init` writes, for the user who typed it.
inside useradd --create-home miner
inside runuser -u miner -- env --chdir=/home/miner fpga-tee init my-rig --port 9092 \
  --miner "sh -c 'fpga-tee simulate -b rb4 --cards 2 | tee -ia printed.txt'" > /dev/null
inside systemd-analyze verify /home/miner/my-rig/fpga-tee.service 2> "$work/verify.txt" || true
check 'systemd has nothing to say of the unit that init writes' test ! -s "$work/verify.txt"
inside install -D -t /run/systemd/system/fpga-tee.service.d '/run/systemd/system/fpga-tee@.service.d/test.conf'
inside systemctl daemon-reload
typed / "$(documented_line 'rig --check')"
says 'the rig file can be started' 'left' "$work/typed.txt"
typed / "$(documented_line 'enable --now fpga-tee@left')"
typed /home/miner "$(documented_line 'my-rig/fpga-tee.service')"
cards_at() { [[ $(inside curl -sf "http://127.0.0.1:$1/metrics" | grep -c '^fpga_hashrate') == 2 ]]; }
has_cards() { cards_at 9091; }
shown() { inside systemctl show -P "$1" "${2-$rig}"; }
miners() { inside pgrep -cx tee || true; }
ramped_down() { inside grep -q 'CONFIRMED CLOCK FREQUENCY: 10 MHz' "$1"; }
eventually 'systemd starts the rig, and its metrics are answered' has_cards
eventually 'and that of init' cards_at 9092
check 'the rig is no root' test "$(inside stat -c %U "$log")" = fpga-tee
check "init's is who typed it" test "$(inside stat -c %U /home/miner/my-rig/sh.log)" = miner
for unit in 'fpga-tee@left' 'fpga-tee'; do
  inside timeout 1 $(documented_line "journalctl -fu $unit\$") > "$work/journal.txt" || true
  says "the journal of $unit can be followed" 'fpga-tee\[[0-9]+\]:' "$work/journal.txt"
done
inside systemctl stop "$rig" fpga-tee
check 'systemctl stop: the miner ramps its cards down' ramped_down "$log"
check 'and has ended' test "$(miners)" = 0
check 'that counts as success' test "$(shown ActiveState) $(shown Result) $(shown ExecMainStatus)" = 'inactive success 143'
check "and init's" test "$(shown ActiveState fpga-tee) $(shown Result fpga-tee)" = 'inactive success'
check "init's miner has ramped its cards down" ramped_down /home/miner/my-rig/sh.log

inside truncate -s 0 "$printed" /home/miner/printed.txt
inside systemctl start "$rig" fpga-tee
eventually 'it is started again' has_cards
eventually "and init's" cards_at 9092
inside kill -9 "$(shown MainPID)" "$(shown MainPID fpga-tee)"
eventually 'the tool is killed: the miner ramps its cards down all the same' ramped_down "$printed"
eventually "and so does init's" ramped_down /home/miner/printed.txt
restarted() { [[ $(shown NRestarts "$1") == 1 ]] && cards_at "$2"; }
eventually 'systemd starts it again' restarted "$rig" 9091
eventually "and init's" restarted fpga-tee 9092
check 'there is one miner of each, not two' test "$(miners)" = 2
inside truncate -s 0 /home/miner/printed.txt
typed / "$(documented_line 'systemctl disable fpga-tee')"
check "init's is stopped for good" test "$(shown ActiveState fpga-tee) $(miners)" = 'inactive 1'
check 'and has ramped its cards down' ramped_down /home/miner/printed.txt

# The newer package, while the miner runs.
before=$(shown MainPID)
runs_new() { ! inside readlink "/proc/$(shown MainPID)/exe" | grep -q deleted; }
typed /packages "$install"
check 'the newer package is installed over it' test "$(installed)" = "$version"
check 'the miner goes on with the old program' test "$(shown MainPID) $(miners)" = "$before 1"
if runs_new; then fail 'the old program is not what runs'; fi
check 'its metrics, too' has_cards
inside sed -i 's/^port:.*/port: many/' /etc/fpga-tee/left.yaml
inside systemctl restart "$rig" || true
is_failed() { [[ $(shown ActiveState) == failed ]]; }
eventually 'a mistake in the rig file' is_failed
check 'it is told in the journal and not tried for ever' test "$(shown ExecMainStatus) $(shown NRestarts)" = '2 0'
inside sed -i 's/^port:.*/port: 9091/' /etc/fpga-tee/left.yaml
inside systemctl start "$rig"
eventually 'and mended' has_cards
check 'with the new program' runs_new

typed / "$(documented remove "$debian")"
check 'the package is removed: its miners have ended first' test "$(miners)" = 0
check 'no rig stays enabled' inside test ! -L "/etc/systemd/system/multi-user.target.wants/$rig.service"
check 'its files are gone' inside test ! -e /usr/bin/fpga-tee -a ! -e /usr/lib/systemd/system/fpga-tee@.service
check 'logs and rig files stay' inside test -s /etc/fpga-tee/left.yaml -a -s "$log"

for what in install update; do
  typed /packages "$(documented "$what" 'any Linux, x64')"
  check "any Linux, $what: the command is there" test "$(inside fpga-tee --version)" = "$version"
done
typed / "$(documented remove 'any Linux, x64')"
check 'any Linux, remove: it is gone' inside test ! -e /usr/local/bin/fpga-tee
