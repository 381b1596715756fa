#!/usr/bin/env bash
# Started by mmpOS's agent: mmp-stats.sh <number of devices> <log>
curl -sf --max-time 3 "http://127.0.0.1:${FPGA_TEE_PORT:-9090}/mmpos"
