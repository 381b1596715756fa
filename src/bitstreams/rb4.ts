import type { Bitstream } from './bitstream.ts';
import { fxTokenMiner } from './fx-tokenminer.ts';
import { statsSample } from './sample.ts';

/** Registered Bitstream 4: twelve words a stats line, solutions and shares at the end as good/total. */
export const rb4: Bitstream = {
  name: 'rb4',
  title: 'Registered Bitstream 4',
  newlineFirst: false,
  sharesOf: 'card',
  banner: fxTokenMiner.banner,
  stats: [
    `${fxTokenMiner.statsWords}\\s+%{COUNT:solutionsGood}/%{COUNT:solutionsTotal}` +
      '\\s+\\S+\\s+%{COUNT:sharesGood}/%{COUNT:sharesTotal}',
  ],
  table: null,
  shares: [],
  // On stderr, behind a prefix of 52 characters: time, file, line.
  failures: ['(?:\\S.{0,98}\\W)?Submitting a share failed for the following reason:(?<reason>.*)'],
  events: [],
  cardNamed: fxTokenMiner.cardNamed,
  known: fxTokenMiner.known,
  samples: [
    {
      lines: [
        '[40020000013AE3213511111C] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120 Shares: 37/38',
      ],
      gives: [
        statsSample({
          dna: '40020000013AE3213511111C',
          hashrate: 2.31e9,
          printed: { value: 2.31, unit: 'GH/s' },
          clock: 600e6,
          errorRatio: 0.001,
          temperature: 45.3,
          coreVoltage: 0.85,
          solutions: { total: 120, bad: 2 },
          shares: { total: 38, rejected: 1 },
        }),
      ],
    },
    {
      lines: [
        '[2019-03-27 06:12:07.114] [pool] [stratum.cpp:0311] Submitting a share failed for the following reason: stale',
        'Submitting a share failed for the following reason: share difficulty too low',
        'Submitting a share failed for the following reason: job not found here',
      ],
      gives: [
        { type: 'share-failure', reason: 'stale' },
        { type: 'share-failure', reason: 'difficulty' },
        { type: 'share-failure', reason: 'other' },
      ],
    },
  ],
};
