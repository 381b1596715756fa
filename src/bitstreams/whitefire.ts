import type { Bitstream } from './bitstream.ts';
import { statsSample } from './sample.ts';
import { zetheron, zetheronStats } from './zetheron.ts';

/** The siblings of the Nimiq miner (TON "Gram" and others): the same lines without the queue length. */
export const whitefire: Bitstream = {
  ...zetheron,
  name: 'whitefire',
  title: 'WhiteFire single-card miners (TON "Gram")',
  siblings: ['nimiq'],
  sharesOf: 'card',
  stats: [zetheronStats],
  table: null,
  samples: [
    {
      lines: [
        '[40020000013AE3213511111C] Hash: 4.995 GH/s [400 MHz 390 MHz 56.6C 0.72V] Err: 7.1%  Soln: 13/14',
      ],
      gives: [
        statsSample({
          dna: '40020000013AE3213511111C',
          hashrate: 4.995e9,
          printed: { value: 4.995, unit: 'GH/s' },
          clock: 390e6,
          errorRatio: 0.071,
          temperature: 56.6,
          coreVoltage: 0.72,
          solutions: { total: 14, bad: 1 },
        }),
      ],
    },
  ],
};
