#!/usr/bin/env node
// The predecessor's command: its bitstream, names of cards and metric names.
process.argv.splice(2, 0, 'rb4-metrics');
import(new URL('fpga-tee.js', import.meta.url).href);
