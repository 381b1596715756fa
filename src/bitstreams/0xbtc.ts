import type { Bitstream } from './bitstream.ts';
import { fxTokenMiner } from './fx-tokenminer.ts';
import { statsSample } from './sample.ts';

/** 0xBitcoin on fx-tokenminer: ten words a stats line, no shares. */
export const zeroXBtc: Bitstream = {
  name: '0xbtc',
  title: '0xBitcoin (fx-tokenminer)',
  newlineFirst: false,
  sharesOf: 'card',
  banner: fxTokenMiner.banner,
  stats: [`${fxTokenMiner.statsWords}\\s+(?:(?:%{COUNT:solutionsGood}/)?%{COUNT:solutionsTotal}|\\S+)`],
  table: null,
  shares: [],
  failures: [],
  events: [],
  cardNamed: fxTokenMiner.cardNamed,
  known: fxTokenMiner.known,
  samples: [
    {
      lines: ['[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120'],
      gives: [
        statsSample({
          dna: '40020000013AE3213511111C',
          hashrate: 17.52e9,
          printed: { value: 17.52, unit: 'GH/s' },
          clock: 730e6,
          errorRatio: 0.001,
          temperature: 45.3,
          coreVoltage: 0.85,
          solutions: { total: 120, bad: 2 },
        }),
      ],
    },
    {
      lines: ['[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118'],
      gives: [
        statsSample({
          index: 0,
          hashrate: 17.52e9,
          printed: { value: 17.52, unit: 'GH/s' },
          clock: 730e6,
          errorRatio: 0.0012,
          temperature: 56,
          coreVoltage: 0.85,
          solutions: { total: 118, bad: null },
        }),
      ],
    },
    {
      lines: [
        'FXTokenMiner v1.50',
        "Found 1 valid FPGA's.",
        'Card with DNA 40020000013AE3213511111C selected and locked.',
        'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
      ],
      gives: [{ type: 'start' }, { type: 'card', dna: '40020000013AE3213511111C' }],
    },
  ],
};
