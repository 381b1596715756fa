import { expect, test } from 'vitest';
import { Averages } from '../../src/pools/averages.ts';

test('means of the last hour, or less', () => {
  const averages = new Averages();
  expect(averages.mean(0, 3600)).toBeNull();
  for (let at = 0; at <= 7200; at += 60) averages.add(at, at);
  expect(averages.mean(7200, 3600)).toBe((3660 + 7200) / 2);
  expect(averages.mean(7200, 60)).toBe(7170);
  expect(averages.reach(7200, 600)).toBe(600);
  expect(averages.growth(7200, 600)).toBe(600);
  expect(averages.mean(20_000, 3600)).toBeNull();
});

test('holds 240 samples and no more', () => {
  const averages = new Averages();
  for (let place = 0; place < 10_000; place += 1) averages.add(place / 100, place < 9760 ? 0 : 1);
  expect(averages.mean(100, 3600)).toBe(1);
});
