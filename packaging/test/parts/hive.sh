# What HiveOS's and mmpOS's agents do, with the folders of the archives.
. packaging/test/checks.sh
exe=$root/dist/packaging/linux/fpga-tee
archive=$(documented install HiveOS | grep gz)
check 'the archive for HiveOS is named as its folder, and behind a hyphen its version' test "$(tar -tzf "$packages/$archive" | head -1)" = "${archive%-*}/"
mkdir "$work/hive" "$work/hivelog"
tar -xzf "$packages/$archive" -C "$work/hive"
sed -i "s#/hive/miners/custom#$work/hive#; s#/var/log/miner/custom#$work/hivelog#" "$work/hive/fpga-tee/h-manifest.conf"
check 'the licences are in the archive for HiveOS' test -s "$work/hive/fpga-tee/LICENSE-node.txt" -a -s "$work/hive/fpga-tee/LICENSE.txt"
export FPGA_TEE_PORT=24572
(
  export LD_LIBRARY_PATH=/hive/lib CUSTOM_USER_CONFIG="$exe simulate -b rb4 --cards 2 --for 30s"
  . "$work/hive/fpga-tee/h-manifest.conf"
  . "$work/hive/fpga-tee/h-config.sh"
  script -qec "env -i HOME=$work/home PATH=/usr/bin:/bin LD_LIBRARY_PATH=/hive/lib FPGA_TEE_PORT=$FPGA_TEE_PORT $work/hive/fpga-tee/h-run.sh" /dev/null < /dev/null > "$work/hive.txt" 2>&1
) & hive=$!
hive_stats() { khs= stats=; . "$work/hive/fpga-tee/h-manifest.conf"; . "$work/hive/fpga-tee/h-stats.sh"; }
hive_has_two() { hive_stats; [[ $(jq '.hs | length' <<< "$stats") == 2 && ${khs%.*} -gt 1000 ]]; }
hive_says() { hive_stats; [[ "$khs $stats" == "$1" ]]; }
eventually 'HiveOS gets hashrates of two cards' hive_has_two
hive_stats
check 'HiveOS gets numbers in its terms' jq -e '.hs_units == "khs" and (.temp | length) == 2 and (.ar | length) == 2 and .uptime >= 0' <<< "$stats" > /dev/null
check 'HiveOS has the log where it looks for it' test -s "$work/hivelog/fpga-tee/fpga-tee.log"
mkdir "$work/mmpos"
tar -xzf "$packages/$(documented install mmpOS)" -C "$work/mmpos"
"$work/mmpos/fpga-tee/mmp-stats.sh" 2 /dev/null > "$work/mmpos.json"
check 'mmpOS gets both cards' jq -e '(.hash | length) == 2 and .units == "mhs" and (.air | length) == 3' "$work/mmpos.json"
pkill -INT -P "$hive" script 2> /dev/null || true
kill "$hive" 2> /dev/null || true
for one in $(pgrep -f "$work/hive/fpga-tee/fpga-tee|$exe simulate"); do kill "$one" 2> /dev/null || true; done
wait "$hive" 2> /dev/null || true
eventually 'HiveOS is told 0 when nothing runs' hive_says '0 {"total_khs":0}'
(exec -a "./fpga-tee -o $work/hivelog/fpga-tee/fpga-tee.log" sleep 20) & starting=$!
eventually 'HiveOS is told nothing while the tool starts and its port is not open' hive_says ' null'
kill "$starting"
unset FPGA_TEE_PORT
try_commands 'HiveOS' "${bare[@]}" "$work/hive/fpga-tee/fpga-tee"
rm -r "$work/tried"
try_commands 'mmpOS' "${bare[@]}" "$work/mmpos/fpga-tee/fpga-tee"
