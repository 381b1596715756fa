#!/usr/bin/env bash
# Sourced by Hive. "Extra config arguments" of the flight sheet is the miner's whole command line.
printf '%s\n' "$CUSTOM_USER_CONFIG" > "$CUSTOM_CONFIG_FILENAME"
