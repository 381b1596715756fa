#!/usr/bin/env node
// The predecessor's command: its bitstream, names of cards and metric names.
'use strict';

process.argv.splice(2, 0, 'tokenminer-metrics');
require('./fpga-tee.js');
