import { describe, expect, test } from 'vitest';
import { coins, poolWords } from '../../src/rig/pool-words.ts';
import type { PoolComparison } from '../../src/rig/snapshot.ts';
import { aPool } from '../support/snapshots.ts';

const compared = (changes: Partial<PoolComparison>) =>
  poolWords(
    aPool({
      comparison: { hashrate: 17e9, cards: 17.4e9, seconds: 3600, shares: 57, noise: 0.1325, ...changes },
    }),
  );

test('a pool that answers', () => {
  expect(poolWords(aPool())).toEqual({
    state: null,
    hashrate: '17.00 GH/s',
    cards: 'cards 17.40',
    ratio: { text: '98 % ±14 %', colour: null },
    share: { text: 'share 4m ago', colour: null },
    balance: '12.35 NIM',
  });
});

test('a pool that does not, and one that was not asked yet', () => {
  const gone = { up: false, hashrate: null, hashrateFromShares: null, comparison: null };
  expect(poolWords(aPool({ ...gone, problem: 'fails (HTTP 500)' })).state).toEqual({
    text: 'fails (HTTP 500)!',
    colour: 'yellow',
  });
  expect(poolWords(aPool(gone)).state).toEqual({ text: 'not heard of yet', colour: null });
});

describe('the ratio to the cards', () => {
  test.each([
    ['chance', { hashrate: 12e9 }, '69 % ±14 %', null],
    ['no chance any more', { hashrate: 10e9 }, '57 % ±14 %', 'yellow'],
    ['too much to be chance', { hashrate: 30e9 }, '172 % ±14 %', 'yellow'],
    ['too few shares to say', { hashrate: 1e9, shares: 9, noise: 0.01 }, '6 % ±1 %', null],
    ['no shares known', { hashrate: 1e9, shares: null, noise: null }, '6 %', null],
  ])('%s', (_, changes, text, colour) => {
    expect(compared(changes).ratio).toEqual({ text, colour });
  });

  test('is not told in the first ten minutes, nor without cards', () => {
    expect(compared({ seconds: 599 })).toMatchObject({ cards: '', ratio: null });
    expect(compared({ cards: null })).toMatchObject({ cards: '', ratio: null });
    expect(compared({ cards: 0 })).toMatchObject({ cards: 'cards 0.000', ratio: null });
  });
});

test.each([
  [240, 57, null],
  [650, 57, 'red'],
  [1200, 20, null],
  [1900, 20, 'red'],
  [650, null, 'red'],
])('a share %i s ago, of %j an hour', (lastShareAge, shares, colour) => {
  const comparison = { hashrate: 1, cards: 1, seconds: 3600, shares, noise: null };
  const { share } = poolWords(aPool({ lastShareAge, comparison }));
  expect(share?.colour).toBe(colour);
  expect(share?.text.endsWith('!')).toBe(colour !== null);
});

test.each([
  [0, '', '0.000000'],
  [0.0042171, '', '0.004217'],
  [12.345, 'NIM', '12.35 NIM'],
  [123456.7, 'NIM', '123457 NIM'],
])('%d %s owed', (amount, currency, text) => {
  expect(coins(amount, currency)).toBe(text);
});
