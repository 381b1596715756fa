import { describe, expect, test } from 'vitest';
import { HashrateHistory } from '../../src/rig/history.ts';
import { seeded } from '../support/seeded.ts';

const points = 10;
const trend = (history: HashrateHistory, now: number, average = 600) => history.trend(now, points, average);

/** The zeros of the clock that a computer may have: started just now, or years ago. */
describe.each([0, 7, 86_400 * 400 + 3.25])('with a clock at %d seconds', (zero) => {
  test('nothing read gives nothing', () => {
    expect(trend(new HashrateHistory(), zero)).toEqual({
      average: null,
      averageSeconds: 600,
      step: 2,
      points: Array(points).fill(null),
    });
  });

  test('one reading is the newest point and the average', () => {
    const history = new HashrateHistory();
    history.add(zero, 5);
    expect(trend(history, zero)).toMatchObject({ average: 5, step: 2, points: [...Array(9).fill(null), 5] });
  });

  test('the average is over time, not over readings: a burst counts as much as a single line', () => {
    const history = new HashrateHistory();
    for (let reading = 0; reading < 1000; reading += 1) history.add(zero, 10);
    history.add(zero + 4, 20);
    expect(trend(history, zero + 4).average).toBe(15);
  });

  test('readings of one moment count as their mean', () => {
    const history = new HashrateHistory();
    for (const hashrate of [1, 2, 6]) history.add(zero, hashrate);
    expect(trend(history, zero).average).toBe(3);
  });

  test('times in which nothing was read do not count as 0', () => {
    const history = new HashrateHistory();
    history.add(zero, 10);
    history.add(zero + 300, 20);
    expect(trend(history, zero + 500).average).toBe(15);
  });

  test('what is older than the time of the average does not count', () => {
    const history = new HashrateHistory();
    history.add(zero, 10);
    history.add(zero + 602, 20);
    expect(trend(history, zero + 602).average).toBe(20);
    expect(trend(history, zero + 602, 1200).average).toBe(15);
    expect(trend(history, zero + 2000).average).toBeNull();
  });

  test('gaps are gaps in the points', () => {
    const history = new HashrateHistory();
    for (const second of [0, 8, 16]) history.add(zero + second, 1 + second);
    const shown = trend(history, zero + 16);
    expect(shown.step).toBe(2);
    expect(shown.points.filter((point) => point !== null)).toEqual([1, 9, 17]);
    expect(shown.points.slice(-9)).toEqual([1, null, null, null, 9, null, null, null, 17]);
  });

  test('nothing is held for longer than an hour', () => {
    const history = new HashrateHistory();
    history.add(zero, 1000);
    for (let second = 4000; second < 8000; second += 2) history.add(zero + second, 1);
    const shown = history.trend(zero + 7999, points, 100_000);
    expect(shown.average).toBe(1);
    expect(new Set(shown.points)).toEqual(new Set([1]));
  });

  test('an hour later nothing is left', () => {
    const history = new HashrateHistory();
    history.add(zero, 5);
    expect(history.trend(zero + 3700, points, 3600)).toMatchObject({
      average: null,
      points: Array(10).fill(null),
    });
    expect(history.trend(zero + 1e7, points, 3600)).toMatchObject({
      average: null,
      points: Array(10).fill(null),
    });
  });

  test('a reading after days starts afresh', () => {
    const history = new HashrateHistory();
    for (let second = 0; second < 3600; second += 2) history.add(zero + second, 5);
    history.add(zero + 1e6, 7);
    expect(history.trend(zero + 1e6, points, 3600)).toMatchObject({
      average: 7,
      points: [...Array(9).fill(null), 7],
    });
  });

  test('agrees with a plain list of everything read', () => {
    const random = seeded(1);
    const history = new HashrateHistory();
    const read: { readonly slot: number; readonly hashrate: number }[] = [];
    let now = zero;
    const meanOf = (from: number, to: number) => {
      const bySlot = new Map<number, number[]>();
      for (const { slot, hashrate } of read)
        if (slot >= from && slot <= to) bySlot.set(slot, [...(bySlot.get(slot) ?? []), hashrate]);
      const means = [...bySlot.values()].map((all) => all.reduce((sum, one) => sum + one, 0) / all.length);
      return means.length === 0 ? null : means.reduce((sum, one) => sum + one, 0) / means.length;
    };
    for (let round = 0; round < 1500; round += 1) {
      now += random(100) < 3 ? random(600) : random(9) / 2;
      const hashrate = 1000 + random(1000);
      history.add(now, hashrate);
      read.push({ slot: Math.floor(now / 2), hashrate });
      if (round % 10 > 0) continue;
      const shown = trend(history, now);
      const slot = Math.floor(now / 2);
      expect(shown.average).toBeCloseTo(meanOf(slot - 299, slot) ?? Number.NaN, 6);
      const steps = shown.step / 2;
      for (const [place, point] of shown.points.entries()) {
        const from = (Math.floor(slot / steps) - points + 1 + place) * steps;
        const expected = meanOf(Math.max(from, slot - 1799), Math.min(slot, from + steps - 1));
        if (expected === null) expect(point).toBeNull();
        else expect(point).toBeCloseTo(expected, 6);
      }
    }
  });
});

describe('the step of the points', () => {
  test.each([
    [0, 2],
    [19, 2],
    [20, 4],
    [39, 4],
    [41, 10],
    [101, 20],
    [201, 30],
    [301, 60],
    [601, 120],
    [1201, 240],
    [2401, 360],
    [3599, 360],
    [100_000, 360],
  ])(
    'after %d seconds is %d seconds: the shortest that shows all so far, at the most an hour',
    (elapsed, step) => {
      const history = new HashrateHistory();
      history.add(0, 1);
      expect(trend(history, elapsed).step).toBe(step);
    },
  );

  test('all of what was read is within the points', () => {
    for (let elapsed = 0; elapsed < 3590; elapsed += 7) {
      const history = new HashrateHistory();
      history.add(1, 5);
      const { points: shown, step } = trend(history, 1 + elapsed);
      // Steps begin at multiples of their length: the first may stick out at the left by less than one.
      if (step * points >= elapsed + step) expect(shown, `${elapsed}`).toContain(5);
    }
  });
});

test('a point does not change any more once its time is over', () => {
  const random = seeded(2);
  const history = new HashrateHistory();
  const seen = new Map<string, number | null>();
  for (let now = 0; now < 5000; now += 1 + random(3)) {
    history.add(now, random(100));
    const { step, points: shown } = trend(history, now);
    const current = Math.floor(now / step);
    for (const [place, point] of shown.entries()) {
      const number = current - points + 1 + place;
      const over = (number + 1) * step <= now;
      // The oldest leaves the hour bit by bit.
      if (!over || place === 0) continue;
      const key = `${step}:${number}`;
      if (seen.has(key)) expect(point, key).toBe(seen.get(key));
      seen.set(key, point);
    }
  }
  expect(seen.size).toBeGreaterThan(50);
});

test('a trend can span what is asked for, as far as it goes back', () => {
  const history = new HashrateHistory();
  for (let at = 0; at < 600; at += 2) history.add(at, at);
  const stepFor = (seconds: number | null) => history.trend(598, points, 600, seconds).step;
  expect([null, 60, 600, 3600, 86_400].map(stepFor)).toEqual([60, 10, 60, 360, 360]);
});
