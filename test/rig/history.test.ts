import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CardHistory, type SeriesWish } from '../../src/rig/history.ts';

const wish: SeriesWish = { points: 10, span: null, staleAfter: 120 };
const only = (hashrate: number) => ({ hashrate, temperature: null, errorRatio: null });
const means = (
  history: CardHistory,
  now: number,
  changes: Partial<typeof wish> & { span?: number | null } = {},
) => history.series('hashrate', now, { ...wish, ...changes }).buckets.map((bucket) => bucket?.mean ?? null);

/** The zeros of the clock that a computer may have: started just now, or years ago. */
describe.each([0, 8640 * 4000])('with a clock at %d seconds', (zero) => {
  test('nothing read gives nothing', () => {
    const history = new CardHistory();
    expect(history.average(zero, 600)).toBeNull();
    expect(means(history, zero)).toEqual(Array(10).fill(null));
  });

  test('the step that is not over is left out', () => {
    const history = new CardHistory();
    history.add(zero, only(5));
    expect(means(history, zero + 4)).toEqual(Array(10).fill(null));
    expect(means(history, zero + 5)).toEqual([...Array(9).fill(null), 5]);
  });

  test('a value holds until the next one, or until the card is silent', () => {
    const history = new CardHistory();
    history.add(zero, only(5));
    history.add(zero + 30, only(7));
    expect(means(history, zero + 45)).toEqual([null, 5, 5, 5, 5, 5, 5, 7, 7, 7]);
    expect(means(history, zero + 400, { points: 20 }).at(-1)).toBeNull();
  });

  test('the average is over time, not over readings: a burst counts as much as a single line', () => {
    const history = new CardHistory();
    for (let reading = 0; reading < 1000; reading += 1) history.add(zero, only(10));
    history.add(zero + 10, only(20));
    expect(history.average(zero + 10, 600)).toBe(15);
  });

  test('what is older than the time of an average does not count', () => {
    const history = new CardHistory();
    history.add(zero, only(10));
    history.add(zero + 3000, only(20));
    expect(history.average(zero + 3000, 600)).toBe(20);
    expect(history.average(zero + 3000, 3600)).toBe(15);
    history.add(zero + 7200, only(60));
    expect(history.average(zero + 7200, 3600)).toBe(60);
    expect(history.average(zero + 7200, 86_400)).toBe(30);
    expect(history.average(zero + 2 * 86_400, 86_400)).toBeNull();
  });

  test('a day is remembered, with the lowest and the highest, and no more', () => {
    const history = new CardHistory();
    for (let minute = 0; minute < 3000; minute += 1) {
      history.add(zero + minute * 60, { hashrate: minute, temperature: 40, errorRatio: null });
      history.add(zero + minute * 60 + 30, { hashrate: minute + 0.5, temperature: 50, errorRatio: null });
    }
    const { step, buckets } = history.series('hashrate', zero + 3000 * 60, {
      ...wish,
      points: 60,
      span: 86_400,
    });
    expect(step * buckets.length).toBe(86_400);
    expect(buckets.every((bucket) => bucket !== null)).toBe(true);
    expect(buckets.at(-1)?.max).toBeGreaterThan(2980);
    expect(buckets.at(0)?.min).toBeLessThan(1600);
    const heat = history.series('temperature', zero + 3000 * 60, { ...wish, span: 86_400 }).buckets.at(-1);
    expect(heat).toEqual({ min: 40, mean: 45, max: 50 });
    expect(history.series('errorRatio', zero + 3000 * 60, wish).buckets.every((one) => one === null)).toBe(
      true,
    );
  });

  test('after a long silence there is a gap, and nothing of before in it', () => {
    const history = new CardHistory();
    for (let second = 0; second < 600; second += 5) history.add(zero + second, only(1));
    history.add(zero + 3000, only(2));
    const shown = means(history, zero + 3010, { points: 60, span: 3600 });
    expect(shown.slice(-36).every((point) => point === null)).toBe(true);
    expect(shown.slice(10, 20)).toEqual(Array(10).fill(1));
  });
});

test('a constant card draws a flat line, at whatever pace it prints', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.constantFrom(null, 300, 3600, 86_400),
      fc.integer({ min: 8, max: 60 }),
      (pace, zero, span, points) => {
        const history = new CardHistory();
        let now = zero;
        for (; now < zero + 4000; now += pace) history.add(now, only(1.5e6));
        const shown = means(history, now, { span, points });
        const start = shown.findIndex((point) => point !== null);
        expect(shown.slice(Math.max(0, start)).every((point) => start === -1 || point === 1.5e6)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test('asked again within a step nothing is made anew', () => {
  const history = new CardHistory();
  history.add(0, only(1));
  const { buckets } = history.series('hashrate', 11, wish);
  expect(history.series('hashrate', 12, wish).buckets).toBe(buckets);
});
