import type { Bitstream } from './bitstream.ts';
import { statsSample } from './sample.ts';
import { zetheron } from './zetheron.ts';

/** WhiteFire and Osprey multi-card miners: one process, all cards in a table, shares counted for all together. */
export const whitefireTable: Bitstream = {
  ...zetheron,
  name: 'whitefire-table',
  title: 'WhiteFire/Osprey multi-card miners',
  sharesOf: 'miner',
  stats: [],
  table: {
    columns: [
      { field: 'index', names: ['FPGA#', 'F#'], required: true },
      { field: 'device', names: ['DEVICE'], required: false },
      { field: 'clock', names: ['Clock', 'Clk'], required: false },
      { field: 'coreVoltage', names: ['Vcore'], required: false },
      { field: 'temperature', names: ['Temp'], required: false },
      { field: 'hashrate', names: ['Hashrate'], required: true },
      { field: 'solutionsGood', names: ['GoodSols', 'Goods'], required: false },
      { field: 'solutionsBad', names: ['BadSols', 'Bads'], required: false },
      { field: 'errorRatio', names: ['HW-Error', 'Err'], required: false },
      { field: 'dna', names: ['DNA'], required: false },
    ],
  },
  known: [...zetheron.known, '-+ Sum hashrate = %{NUMBER}'],
  samples: [
    {
      lines: [
        '| FPGA# | DEVICE     | Clock(MHz) | Vcore(V)   | Temp( ℃ ) | Hashrate(GHs)  | GoodSols | BadSols  | HW-Error(%)  | DNA                      ',
        '| 0     | VU35P      | 450        | 0.60       | 55.10     | 1.8123         | 321      | 2        | 0.62         | 40020000013AE3213511111C ',
        '| 1     | VU35P      | 450        | 0.60       | 57.60     | 1.7954         | 318      | 0        | 0.00         | 4002000001291388445025C5 ',
        '------- Sum hashrate = 3.607700',
        '\x1b[1;32maccepted: 12/12 (100.00%), (yay!!!) \x1b[0m ',
      ],
      gives: [
        statsSample({
          index: 0,
          dna: '40020000013AE3213511111C',
          device: 'VU35P',
          clock: 450e6,
          coreVoltage: 0.6,
          temperature: 55.1,
          hashrate: 1.8123e9,
          printed: { value: 1.8123, unit: 'GH/s' },
          solutions: { total: 323, bad: 2 },
          errorRatio: 0.0062,
          table: 1,
        }),
        statsSample({
          index: 1,
          dna: '4002000001291388445025C5',
          device: 'VU35P',
          clock: 450e6,
          coreVoltage: 0.6,
          temperature: 57.6,
          hashrate: 1.7954e9,
          printed: { value: 1.7954, unit: 'GH/s' },
          solutions: { total: 318, bad: 0 },
          errorRatio: 0,
          table: 1,
        }),
        { type: 'shares', shares: { total: 12, rejected: 0 } },
      ],
    },
    {
      // Ironfish: other names, another order, another unit, rows that end in a bar.
      lines: [
        '| F#    | DEVICE     | Clk(MHz)   | Hashrate(MHs)  | Temp( ℃ ) | HBM_Temp   | Vcore(V)   | Goods    | Bads     | Err(%)       | DNA | ',
        '| 0     | FK33       | 525        | 1.7767         | 50.01      | 51.00      | 0.60       | 2        | 1        | 33.33        | 4002BFCC16051DB48F6DEAFD | ',
      ],
      gives: [
        statsSample({
          index: 0,
          dna: '4002BFCC16051DB48F6DEAFD',
          device: 'FK33',
          clock: 525e6,
          coreVoltage: 0.6,
          temperature: 50.01,
          hashrate: 1776700,
          printed: { value: 1.7767, unit: 'MH/s' },
          solutions: { total: 3, bad: 1 },
          errorRatio: 0.3333,
          table: 1,
        }),
      ],
    },
  ],
};
