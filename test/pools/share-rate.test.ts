import { expect, test } from 'vitest';
import { rateOfShares } from '../../src/pools/share-rate.ts';
import { seeded } from '../support/seeded.ts';

const now = 1_000_000;
const every = (seconds: number, count: number, newest = now) =>
  Array.from({ length: count }, (_, place) => ({ at: newest - place * seconds, hashes: 600 }));

test('is what the shares took, from the oldest up to now', () => {
  expect(rateOfShares(every(60, 11), now)).toEqual({ hashrate: 10, shares: 10, seconds: 600 });
});

test('goes back an hour at the most', () => {
  expect(rateOfShares(every(60, 100), now)).toEqual({ hashrate: 10, shares: 60, seconds: 3600 });
});

test('falls when the shares stop, down to 0', () => {
  expect(rateOfShares(every(60, 11, now - 600), now)?.hashrate).toBe(5);
  expect(rateOfShares(every(60, 11, now - 7200), now)).toEqual({ hashrate: 0, shares: 0, seconds: 3600 });
});

test('a pool whose clock goes ahead is at its newest share', () => {
  expect(rateOfShares(every(60, 11, now + 500), now)).toEqual({ hashrate: 10, shares: 10, seconds: 600 });
});

test('too little says nothing', () => {
  expect(rateOfShares([], now)).toBeNull();
  expect(rateOfShares(every(60, 1), now)).toBeNull();
  expect(rateOfShares(every(5, 3), now)).toBeNull();
});

test('of many miners is right on average, and as far off as 1/√shares says', () => {
  const random = seeded(7);
  const uniform = (): number => (random(1_000_000) + 1) / 1_000_001;
  const rates = Array.from({ length: 400 }, () => {
    let at = now - 20 * Math.log(1 / uniform());
    const shares = Array.from({ length: 100 }, () => {
      at -= 60 * Math.log(1 / uniform());
      return { at, hashes: 600 };
    });
    return rateOfShares(shares, now)?.hashrate ?? 0;
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length);
  expect(mean).toBeGreaterThan(9.5);
  expect(mean).toBeLessThan(10.5);
  // Some 60 of the hundred shares are of the last hour.
  expect(deviation / mean).toBeGreaterThan(0.08);
  expect(deviation / mean).toBeLessThan(0.18);
});
