#!/usr/bin/env bash
# Sourced by Hive's agent about every 10 s: sets khs and stats, and neither exits nor waits. khs is 0 when the tool does not run.
# While it starts, or has read no hashrate yet, nothing is said: Hive's watchdog would take a 0 for a rig that is stuck.
if ! stats=$(curl -s --max-time 3 "http://127.0.0.1:${FPGA_TEE_PORT:-9090}/hive"); then
  if pgrep -f -- "fpga-tee -o $CUSTOM_LOG_BASENAME[.]log" > /dev/null; then stats=null; else stats='{"total_khs":0}'; fi
fi
khs=$(jq -r '.total_khs // empty' <<< "$stats" 2> /dev/null)
[[ -n $khs ]] || stats=null
