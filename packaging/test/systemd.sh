# The Debian package under a real systemd: a container that boots this system, with all it changes in a folder of its own, and
# nothing of the network but its own loopback. Sourced by test.sh.
root_folder=$work/machine/root
mkdir -p "$work/machine/changed" "$work/machine/work" "$root_folder"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/machine/changed,workdir=$work/machine/work" "$root_folder"
systemd-nspawn --keep-unit --register=no --quiet --private-network --bind-ro="$packages:/packages" -D "$root_folder" \
  --boot systemd.unit=basic.target < /dev/null > "$work/machine/boot.txt" 2>&1 & machine=$!
inside() { nsenter -t "$(pgrep -P "$machine" | head -1)" -a env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
# Called at the end of everything, too.
machine_off() {
  if [[ -z ${machine-} ]]; then return; fi
  kill -RTMIN+4 "$(pgrep -P "$machine" | head -1)" 2> /dev/null || true
  for _ in $(seq 50); do kill -0 "$machine" 2> /dev/null || break; sleep 0.1; done
  kill -9 "$machine" 2> /dev/null || true
  wait "$machine" 2> /dev/null || true
  umount "$root_folder" || umount -l "$root_folder"
  machine=
}
eventually 'systemd boots' inside systemctl is-active basic.target
inside dpkg --no-triggers --force-unsafe-io -i "/packages/fpga-tee_${version}_amd64.deb" > /dev/null
rig=fpga-tee@rig
log=/var/log/fpga-tee/cards.log
# What the miner prints when nobody is left to log it.
printed=/var/log/fpga-tee/printed.txt
inside tee /etc/fpga-tee/rig.yaml > /dev/null << RIG
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
inside runuser -u miner -- env --chdir=/home/miner fpga-tee init rig --port 9092 \
  --miner "sh -c 'fpga-tee simulate -b rb4 --cards 2 | tee -ia printed.txt'" > /dev/null
inside install -D -t /run/systemd/system/fpga-tee.service.d '/run/systemd/system/fpga-tee@.service.d/test.conf'
inside systemctl daemon-reload
inside systemctl enable --quiet --now "$rig" /home/miner/rig/fpga-tee.service
cards_at() { [[ $(inside curl -sf "http://127.0.0.1:$1/metrics" | grep -c '^fpga_hashrate') == 2 ]]; }
has_cards() { cards_at 9091; }
shown() { inside systemctl show -P "$1" "${2-$rig}"; }
miners() { inside pgrep -cx tee || true; }
ramped_down() { inside grep -q 'CONFIRMED CLOCK FREQUENCY: 10 MHz' "$1"; }
eventually 'systemd starts the rig, and its metrics are answered' has_cards
eventually 'and that of init' cards_at 9092
check 'the rig is no root' test "$(inside stat -c %U "$log")" = fpga-tee
check "init's is who typed it" test "$(inside stat -c %U /home/miner/rig/sh.log)" = miner
inside systemctl stop "$rig" fpga-tee
check 'systemctl stop: the miner ramps its cards down' ramped_down "$log"
check 'and has ended' test "$(miners)" = 0
check 'that counts as success' test "$(shown ActiveState) $(shown Result) $(shown ExecMainStatus)" = 'inactive success 143'
check "and init's" test "$(shown ActiveState fpga-tee) $(shown Result fpga-tee)" = 'inactive success'
check "init's miner has ramped its cards down" ramped_down /home/miner/rig/sh.log

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
inside systemctl stop --no-block fpga-tee

inside sed -i 's/^port:.*/port: many/' /etc/fpga-tee/rig.yaml
inside systemctl restart "$rig" || true
is_failed() { [[ $(shown ActiveState) == failed ]]; }
eventually 'a mistake in the rig file' is_failed
check 'it is told in the journal and not tried for ever' test "$(shown ExecMainStatus) $(shown NRestarts)" = '2 0'
inside sed -i 's/^port:.*/port: 9091/' /etc/fpga-tee/rig.yaml
inside systemctl start "$rig"
eventually 'and mended' has_cards
inside dpkg --no-triggers -r fpga-tee > /dev/null
check 'the package is removed: its miners have ended first' test "$(miners)" = 0
machine_off
