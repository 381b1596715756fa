import { describe, expect, test } from 'vitest';
import { CountGroup, RunningTotal } from '../../src/rig/running-total.ts';

describe('a running total', () => {
  const over = (...values: number[]) => {
    const total = new RunningTotal();
    for (const value of values) total.take(value);
    return total.total;
  };

  test.each([
    ['is 0 at first', [], 0],
    ['takes the first number in full', [118], 118],
    ['takes increases only', [118, 118, 120], 120],
    ['does not count again what fell and rose', [3, 1, 3, 2, 4], 4],
  ])('%s', (_, values, expected) => {
    expect(over(...values)).toBe(expected);
  });

  test.each([9, 5, 3])('takes the next number in full after a restart, higher or not: %s', (next) => {
    const total = new RunningTotal();
    total.take(5);
    total.restart();
    total.take(next);
    expect(total.total).toBe(5 + next);
  });

  test('never falls', () => {
    const total = new RunningTotal();
    let before = 0;
    for (const value of [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 0, 0, 8]) {
      total.take(value);
      expect(total.total).toBeGreaterThanOrEqual(before);
      before = total.total;
    }
  });
});

describe('counts that are printed together', () => {
  const group = () => new CountGroup(['solutions', 'shares']);
  const line = (total: number, bad: number | null, shares: { total: number; bad: number } | null = null) => ({
    solutions: { total, bad },
    shares,
  });

  test('all begin again when a total falls', () => {
    const counts = group();
    counts.take(line(120, 2, { total: 38, bad: 1 }), 0);
    expect(counts.take(line(3, 1, { total: 40, bad: 3 }), 0)).toBe(true);
    expect([counts.total('solutions'), counts.bad('solutions')]).toEqual([123, 3]);
    expect([counts.total('shares'), counts.bad('shares')]).toEqual([78, 4]);
  });

  test.each([
    ['one less, the total stands', line(120, 3), [120, 3]],
    ['many less, the total rises', line(121, 50), [121, 50]],
    ['all of them', line(120, 120), [120, 120]],
  ])('good ones that turn out bad are no restart: %s', (_, next, totals) => {
    const counts = group();
    counts.take(line(120, 2), 0);
    expect(counts.take(next, 0)).toBe(false);
    expect([counts.total('solutions'), counts.bad('solutions')]).toEqual(totals);
  });

  test('nor do they begin the others again', () => {
    const counts = group();
    counts.take(line(120, 2, { total: 38, bad: 1 }), 0);
    expect(counts.take(line(120, 3, { total: 39, bad: 1 }), 0)).toBe(false);
    expect(counts.total('shares')).toBe(39);
  });

  test('a total that falls is a restart, however the good ones stand', () => {
    const counts = group();
    counts.take(line(120, 20), 0);
    expect(counts.take(line(110, 0), 0)).toBe(true);
    expect([counts.total('solutions'), counts.bad('solutions')]).toEqual([230, 20]);
  });

  test('bad ones that turn out good are no restart, and are not counted twice', () => {
    const counts = group();
    counts.take(line(10, 0, { total: 1, bad: 1 }), 0);
    expect(counts.take(line(10, 0, { total: 1, bad: 0 }), 0)).toBe(false);
    expect(counts.take(line(12, 0, { total: 2, bad: 1 }), 0)).toBe(false);
    expect([counts.total('solutions'), counts.total('shares'), counts.bad('shares')]).toEqual([12, 2, 1]);
  });

  test('tell of one restart once', () => {
    const counts = group();
    counts.take(line(120, 2), 0);
    expect(counts.take(line(1, 0), 0)).toBe(true);
    expect(counts.take(line(2, 0), 1)).toBe(false);
    expect(counts.total('solutions')).toBe(122);
  });

  test('do not tell of a restart that is known already', () => {
    const counts = group();
    counts.take(line(120, 2), 0);
    expect(counts.take(line(1, 0), 1)).toBe(false);
    expect(counts.total('solutions')).toBe(121);
    expect(counts.take(line(0, 0), 1)).toBe(true);
  });

  test('what is missing keeps its total', () => {
    const counts = group();
    counts.take(line(120, 2, { total: 5, bad: 0 }), 0);
    counts.take(line(121, null), 0);
    counts.take({ solutions: null, shares: null }, 0);
    expect([counts.total('solutions'), counts.bad('solutions'), counts.total('shares')]).toEqual([121, 2, 5]);
  });

  test('a line that may be cut off shows no restart: its last number may lack digits', () => {
    const counts = group();
    counts.take(line(120, 2), 0);
    expect(counts.take(line(12, null), 0, false)).toBe('unsure');
    expect(counts.total('solutions')).toBe(120);
    expect(counts.take(line(125, 2), 0, false)).toBe(false);
    expect(counts.total('solutions')).toBe(125);
  });
});
