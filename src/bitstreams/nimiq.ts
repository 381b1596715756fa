import type { Bitstream } from './bitstream.ts';
import { statsSample } from './sample.ts';
import { zetheron, zetheronStats } from './zetheron.ts';

/** Nimiq on FPGAMinerNIM: the single-card format of the Zetheron family with the queue length at the end. */
export const nimiq: Bitstream = {
  ...zetheron,
  name: 'nimiq',
  title: 'Nimiq (FPGAMinerNIM)',
  siblings: ['whitefire'],
  sharesOf: 'card',
  stats: [`${zetheronStats}\\s+\\[q=-?\\d+\\]`],
  table: null,
  samples: [
    {
      lines: [
        '[40020000013AE3213511111C] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 2239/2241  [q=3]',
        '[40020000013AE3213511111C] Hash:   nan KH/s [400 MHz 390 MHz 31.4C 0.72V] Err: 0.0%  Soln: 0/0  [q=0]',
      ],
      gives: [
        statsSample({
          dna: '40020000013AE3213511111C',
          hashrate: 1487123,
          printed: { value: 1487.123, unit: 'KH/s' },
          clock: 400e6,
          errorRatio: 0,
          temperature: 31.4,
          coreVoltage: 0.72,
          solutions: { total: 2241, bad: 2 },
        }),
        statsSample({
          dna: '40020000013AE3213511111C',
          clock: 390e6,
          errorRatio: 0,
          temperature: 31.4,
          coreVoltage: 0.72,
          solutions: { total: 0, bad: 0 },
        }),
      ],
    },
    {
      lines: [
        'NIM Miner v9 for Windows, by Zetheron Technology & WhiteFire990',
        '[2021-03-15 20:20:20] accepted: 2239/2258 (99.16%), (yay!!!)',
        '[2021-03-15 20:20:44] accepted: 2239/2259 (99.11%), booooo',
        '[2021-03-15 20:20:44] reject reason: invalid share',
        '-----HARDWARE ERROR: Increase voltage or decrease clock speed [Instance = 0000000000000003  Nonce = 0000000001234567]',
        '!!!! Error: Maximum temperature (80.000000) exceeded. Current temperature: 80.500000 !!!!',
        'Nano connection interrupted',
        'Stale work.',
        'Switching to dev fee mining (for WhiteFire990) for  2.4 minutes...',
      ],
      gives: [
        { type: 'start' },
        { type: 'shares', shares: { total: 2258, rejected: 19 } },
        { type: 'shares', shares: { total: 2259, rejected: 20 } },
        { type: 'share-failure', reason: 'other' },
        { type: 'event', kind: 'hardware_error' },
        { type: 'event', kind: 'over_temperature' },
        { type: 'event', kind: 'connection_lost' },
        { type: 'event', kind: 'stale_work' },
        { type: 'event', kind: 'dev_fee' },
      ],
    },
  ],
};
