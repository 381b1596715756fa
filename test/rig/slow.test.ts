import { expect, test } from 'vitest';
import { medianOf, SlowWatch } from '../../src/rig/slow.ts';

/** Readings every ten seconds for so many tens of minutes, and one more that ends the last of them. */
function mined(watch: SlowWatch, from: number, tens: number, hashrate: number): number {
  for (let at = from; at < from + tens * 600; at += 10) watch.add(at, hashrate);
  return from + tens * 600;
}

test('the median is the middle one', () => {
  expect(medianOf([])).toBeNull();
  expect(medianOf([5])).toBe(5);
  expect(medianOf([9, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 9])).toBe(3);
});

test('there is nothing to compare with in the first hour', () => {
  const watch = new SlowWatch(0.8);
  const at = mined(watch, 0, 6, 1e9);
  expect(watch.slowness).toBeNull();
  mined(watch, at, 1, 1e9);
  expect(watch.slowness).toEqual({ slow: false, current: 1e9, median: 1e9 });
});

test('a card below the fraction of its own median is slow, until it has come back with room to spare', () => {
  const watch = new SlowWatch(0.8);
  let at = mined(watch, 0, 12, 1e9);
  at = mined(watch, at, 2, 0.79e9);
  expect(watch.slowness).toEqual({ slow: true, current: 0.79e9, median: 1e9 });
  at = mined(watch, at, 2, 0.85e9);
  expect(watch.slowness?.slow).toBe(true);
  mined(watch, at, 2, 0.9e9);
  expect(watch.slowness?.slow).toBe(false);
});

test('luck within ten minutes is no slowness', () => {
  const watch = new SlowWatch(0.8);
  for (let at = 0; at < 7200; at += 10) watch.add(at, at % 20 === 0 ? 0.4e9 : 1.6e9);
  expect(watch.slowness).toMatchObject({ slow: false });
});

test('what lasts for most of a day is the habit', () => {
  const watch = new SlowWatch(0.8);
  const at = mined(watch, 0, 144, 1e9);
  mined(watch, at, 100, 0.5e9);
  expect(watch.slowness).toEqual({ slow: false, current: 0.5e9, median: 0.5e9 });
});
