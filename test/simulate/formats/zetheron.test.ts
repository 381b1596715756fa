import { describe, expect, test } from 'vitest';
import { nimiq } from '../../../src/simulate/formats/nimiq.ts';
import { whitefire } from '../../../src/simulate/formats/whitefire.ts';
import type { Happening } from '../../../src/simulate/happening.ts';
import { cardOf, evening, statsOf, told } from './lines.ts';

const card = cardOf({
  hashrate: 1_487_123,
  temperature: 31.4,
  coreVoltage: 0.72,
  solutions: 2241,
  solutionsBad: 2,
});

describe('nimiq prints', () => {
  test('fifteen words a stats line', () => {
    const lines = statsOf(nimiq, [card]);
    expect(lines).toEqual([
      '[40020000013AE3213511111C] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.1%  Soln: 2239/2241  [q=3]',
    ]);
    expect(lines[0]?.split(/ +/)).toHaveLength(15);
  });

  test('the clock in force behind the one asked for', () => {
    expect(statsOf(nimiq, [{ ...card, clock: 410e6 }])[0]).toContain('[400 MHz 410 MHz 31.4C');
  });

  test.each([
    [Number.NaN, 'Hash:   nan KH/s'],
    [Number.POSITIVE_INFINITY, 'Hash:   inf KH/s'],
    [3000, 'Hash: 3.000 KH/s'],
  ])('a hashrate of %d five characters wide', (hashrate, expected) => {
    expect(statsOf(nimiq, [{ ...card, hashrate }])[0]).toContain(expected);
  });

  test('its banner', () => {
    const banner = nimiq.banner([card], { ...evening, at: 1_615_766_400 });
    expect(banner.map(({ text }) => text)).toEqual([
      'NIM Miner v9 for Windows, by Zetheron Technology & WhiteFire990',
      "   (modified from tpruvot's ccminer/cpuminer-multi)",
      '',
      '     LAUNCH A SEPARATE INSTANCE OF THIS PROGRAM FOR EACH FPGA DEVICE.',
      "Press '+' during mining to increase clock speed",
      "Found 1 valid FPGA's.",
      '',
      'Card with DNA 40020000013AE3213511111C selected and locked.',
      'Target clock speed specified as 400MHz',
      '[40020000013AE3213511111C] Setting clock to 400MHz = 400 MHz',
      'Last confirmed clock speed = 400 MHz',
      '[2021-03-15 00:00:00] Connecting to wss://pool.example:2053',
    ]);
  });

  const accepted: Happening = { type: 'share', shares: { total: 2258, rejected: 19 }, reason: null };
  const rejected: Happening = { type: 'share', shares: { total: 11, rejected: 1 }, reason: 'stale' };

  test('shares', () => {
    expect(told(nimiq, accepted)).toEqual(['[2021-03-15 20:20:20] accepted: 2239/2258 (99.16%), (yay!!!)']);
    expect(told(nimiq, rejected)).toEqual([
      '[2021-03-15 20:20:20] accepted: 10/11 (90.91%), (booooo)',
      '[2021-03-15 20:20:20] reject reason: invalid share',
    ]);
  });

  test('shares in colour', () => {
    const colour = { ...evening, colour: true };
    expect(told(nimiq, accepted, colour)).toEqual([
      '[2021-03-15 20:20:20]\x1b[01;37m accepted: 2239/2258 (99.16%), \x1b[32myay!!!\x1b[0m',
    ]);
    expect(told(nimiq, rejected, colour)).toEqual([
      '[2021-03-15 20:20:20]\x1b[01;37m accepted: 10/11 (90.91%), \x1b[31mbooooo\x1b[0m',
      '[2021-03-15 20:20:20]\x1b[33m reject reason: invalid share\x1b[0m',
    ]);
  });

  test.each<[Happening, string[]]>([
    [
      { type: 'hardware-error', nonce: '01234567' },
      [
        '-----HARDWARE ERROR: Increase voltage or decrease clock speed [Instance = 0000000000000003  Nonce = 0000000001234567]',
      ],
    ],
    [
      { type: 'over-temperature', limit: 80, temperature: 80.5 },
      ['!!!! Error: Maximum temperature (80.000000) exceeded. Current temperature: 80.500000 !!!!'],
    ],
    [{ type: 'stale-work' }, ['Stale work.']],
    [{ type: 'new-block' }, ['NIMIQ New block!']],
    [
      { type: 'connection-lost', reason: 'interrupted', retryAfter: 30 },
      ['Nano connection interrupted', '...retry after 30 seconds'],
    ],
    [
      { type: 'connection-lost', reason: 'reset', retryAfter: 30 },
      ['Nano connection reset', '...retry after 30 seconds'],
    ],
    [{ type: 'watchdog', accepted: 41 }, ['Watchdog timer: 41 accepted shares in the last 4 minutes.']],
    [{ type: 'watchdog-exit' }, ['Watchdog timer error: No shares submitted for 4 minutes.  Exiting.']],
    [
      { type: 'dev-fee', minutes: 2.4 },
      ['Switching to dev fee mining (for WhiteFire990) for  2.4 minutes...', 'Connecting to dev fee pool'],
    ],
    [{ type: 'user-mining', minutes: 117.6 }, ['Switching to user mining for 117.6 minutes...']],
    [
      { type: 'clock-set', dna: card.dna, clock: 410e6 },
      [
        '[40020000013AE3213511111C] Setting clock to 410MHz = 410 MHz',
        'Last confirmed clock speed = 410 MHz',
      ],
    ],
    [
      { type: 'key', key: '+', clock: 400e6, requested: 410e6 },
      ['Received + character: Current clock code = 62', 'Requesting clock speed 410MHz (Code 63)...'],
    ],
    [
      { type: 'key', key: '-', clock: 400e6, requested: 390e6 },
      ['Received - character: Current clock code = 62', 'Requesting clock speed 390MHz (Code 61)...'],
    ],
    [{ type: 'ramp-end', clock: 10e6 }, ['FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz']],
  ])('%o', (happening, expected) => {
    expect(told(nimiq, happening)).toEqual(expected);
  });
});

describe('whitefire prints', () => {
  test('the same without the queue, in GH/s', () => {
    const gram = { ...card, hashrate: 4.995e9, temperature: 56.6, solutions: 1, solutionsBad: 0 };
    expect(statsOf(whitefire, [gram])).toEqual([
      '[40020000013AE3213511111C] Hash: 4.995 GH/s [400 MHz 400 MHz 56.6C 0.72V] Err: 0.0%  Soln: 1/1',
    ]);
  });
});
