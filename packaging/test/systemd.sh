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
inside systemctl daemon-reload
inside systemctl enable --quiet --now "$rig"
has_cards() { [[ $(inside curl -sf http://127.0.0.1:9091/metrics | grep -c '^fpga_hashrate') == 2 ]]; }
shown() { inside systemctl show -P "$1" "$rig"; }
miners() { inside pgrep -cx tee || true; }
ramped_down() { inside grep -q 'CONFIRMED CLOCK FREQUENCY: 10 MHz' "$1"; }
eventually 'systemd starts the rig, and its metrics are answered' has_cards
check 'the rig is no root' test "$(inside stat -c %U "$log")" = fpga-tee
inside systemctl stop "$rig"
check 'systemctl stop: the miner ramps its cards down' ramped_down "$log"
check 'and has ended' test "$(miners)" = 0
check 'that counts as success' test "$(shown ActiveState) $(shown Result) $(shown ExecMainStatus)" = 'inactive success 143'

inside truncate -s 0 "$printed"
inside systemctl start "$rig"
eventually 'it is started again' has_cards
inside kill -9 "$(shown MainPID)"
eventually 'the tool is killed: the miner ramps its cards down all the same' ramped_down "$printed"
restarted() { [[ $(shown NRestarts) == 1 ]] && has_cards; }
eventually 'systemd starts it again' restarted
check 'there is one miner, not two' test "$(miners)" = 1

# What `fpga-tee init` writes, for the user who typed it.
inside useradd --create-home miner
mine=/home/miner/rig
inside runuser -u miner -- env --chdir=/home/miner fpga-tee init rig --port 9092 \
  --miner "sh -c 'fpga-tee simulate -b rb4 --cards 2 | tee -ia printed.txt'" > /dev/null
inside install -D /dev/stdin /run/systemd/system/fpga-tee.service.d/test.conf << UNIT
[Service]
RestartSec=1
UNIT
inside systemctl enable --quiet --now "$mine/fpga-tee.service"
mine_has_cards() { [[ $(inside curl -sf http://127.0.0.1:9092/metrics | grep -c '^fpga_hashrate') == 2 ]]; }
mine_again() { [[ $(inside systemctl show -P NRestarts fpga-tee) == 1 ]] && mine_has_cards; }
eventually 'systemd starts the unit that init has written' mine_has_cards
check 'as who called it' test "$(inside stat -c %U "$mine/sh.log")" = miner
inside kill -9 "$(inside systemctl show -P MainPID fpga-tee)"
eventually 'killed: the miner ramps its cards down' ramped_down /home/miner/printed.txt
eventually 'and is started again' mine_again
inside systemctl stop fpga-tee
check 'stopped: the miner ramps its cards down' ramped_down "$mine/sh.log"
check 'and that is success' test "$(inside systemctl show -P Result fpga-tee)" = success

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
