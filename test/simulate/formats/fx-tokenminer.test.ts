import { describe, expect, test } from 'vitest';
import { zeroXBtc } from '../../../src/simulate/formats/0xbtc.ts';
import { rb4 } from '../../../src/simulate/formats/rb4.ts';
import { cardOf, evening, statsOf, told } from './lines.ts';

const card = cardOf({
  hashrate: 17.52e9,
  clock: 730e6,
  targetClock: 730e6,
  solutions: 1200,
  solutionsBad: 2,
});

describe('0xbtc prints', () => {
  test('ten words a stats line, a card alone by its DNA', () => {
    expect(statsOf(zeroXBtc, [card])).toEqual([
      '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.2% 45.3C 0.85V Soln: 1198/1200',
    ]);
  });

  test('several cards by their numbers, with the time of day', () => {
    expect(statsOf(zeroXBtc, [{ ...card, index: 1 }], { ...evening, cards: 2 })).toEqual([
      '[20:20:20] FPGA1: 17.520GH/s (730MHz) Err: 0.2% 45.3C 0.85V Soln: 1198/1200',
    ]);
  });

  test('0/0 before the first solution', () => {
    expect(statsOf(zeroXBtc, [{ ...card, solutions: 0, solutionsBad: 0 }])[0]).toMatch(
      /Err: 0\.0% .* Soln: 0\/0$/,
    );
  });

  test('its banner', () => {
    expect(zeroXBtc.banner([card], evening).map(({ text }) => text)).toEqual([
      '',
      'FXTokenMiner v1.50',
      "Found 1 valid FPGA's.",
      'Card with DNA 40020000013AE3213511111C selected and locked.',
    ]);
  });

  test('talk of ten, eleven and twelve words, and of five', () => {
    const talk = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((pick) => told(zeroXBtc, { type: 'chatter', pick }));
    expect(talk).toEqual([
      'New challenge received from pool',
      'the pool sent us a new challenge for this epoch',
      'the pool sent us a new challenge number for this epoch',
      'Requesting clock speed change now please wait until it is done here',
      'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
    ]);
    expect(talk.map((line) => line.split(' ').length)).toEqual([5, 10, 11, 12, 12]);
  });

  test('keys and clocks', () => {
    expect(told(zeroXBtc, { type: 'key', key: '+', clock: 400e6, requested: 410e6 })).toEqual([
      'Received + character: Current clock code = 62',
    ]);
    expect(told(zeroXBtc, { type: 'clock-set', dna: card.dna, clock: 410e6 })).toEqual([
      'Requesting clock speed 410MHz (Code 63)...',
    ]);
    expect(told(zeroXBtc, { type: 'ramp-end', clock: 10e6 })).toEqual([
      'FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz',
    ]);
  });

  test('nothing of shares, errors and heat', () => {
    expect(told(zeroXBtc, { type: 'share', shares: { total: 1, rejected: 0 }, reason: null })).toEqual([]);
    expect(told(zeroXBtc, { type: 'hardware-error', nonce: '01234567' })).toEqual([]);
    expect(told(zeroXBtc, { type: 'over-temperature', limit: 80, temperature: 80.5 })).toEqual([]);
  });
});

describe('rb4 prints', () => {
  const rb4Card = cardOf({
    hashrate: 2.31e9,
    clock: 600e6,
    solutions: 120,
    solutionsBad: 2,
    coreVoltage: 0.846,
  });

  test('twelve words a stats line, with the shares', () => {
    const lines = statsOf(rb4, [rb4Card], evening, { total: 38, rejected: 1 });
    expect(lines).toEqual([
      '[40020000013AE3213511111C] Hash: 2.310GH/s [600MHz] Err: 1.7% 45.3C 0.85V Soln: 118/120 Shares: 37/38',
    ]);
    expect(lines[0]?.split(' ')).toHaveLength(12);
  });

  test.each([
    ['stale', 'Submitting a share failed for the following reason: stale'],
    ['difficulty', 'Submitting a share failed for the following reason: share difficulty too low'],
    ['other', 'Submitting a share failed for the following reason: job not found here'],
  ] as const)('why a share failed (%s), behind 52 characters', (reason, expected) => {
    const at = { ...evening, at: evening.at + 0.114 };
    const [line = ''] = told(rb4, { type: 'share', shares: { total: 38, rejected: 1 }, reason }, at);
    expect(line.slice(52)).toBe(expected);
    expect(line.slice(0, 52)).toBe('[2021-03-15 20:20:20.114] [pool] [stratum.cpp:0311] ');
  });

  test('nothing of accepted shares', () => {
    expect(told(rb4, { type: 'share', shares: { total: 1, rejected: 0 }, reason: null })).toEqual([]);
  });
});
