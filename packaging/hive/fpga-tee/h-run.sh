#!/usr/bin/env bash
# Started by Hive in a screen. LD_LIBRARY_PATH=/hive/lib is for Hive's own miners.
cd "$(dirname "$0")" || exit 1
. ./h-manifest.conf
mkdir -p "$(dirname "$CUSTOM_LOG_BASENAME")"
eval "$(< "$CUSTOM_CONFIG_FILENAME")" 2>&1 |
  env -u LD_LIBRARY_PATH ./fpga-tee -o "$CUSTOM_LOG_BASENAME.log" -p "${FPGA_TEE_PORT:-9090}"
