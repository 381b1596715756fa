import { describe, expect, test } from 'vitest';
import { CountGroup, RunningTotal } from '../../src/cards/running-total.ts';

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
    ['takes a number that fell in full', [118, 3], 121],
    ['goes on after it fell', [118, 3, 7], 125],
    ['falls as often as it may', [5, 0, 5, 0, 5], 15],
    ['falls to 0', [118, 0], 118],
  ])('%s', (_, values, expected) => {
    expect(over(...values)).toBe(expected);
  });

  test('takes the next number in full after a restart, higher or not', () => {
    const total = new RunningTotal();
    total.take(5);
    total.restart();
    total.take(9);
    expect(total.total).toBe(14);
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

  test('tells that a number fell before it is taken', () => {
    const total = new RunningTotal();
    expect(total.fellTo(0)).toBe(false);
    total.take(5);
    expect([4, 5, 6].map((value) => total.fellTo(value))).toEqual([true, false, false]);
  });
});

describe('numbers that are printed together', () => {
  const group = () => new CountGroup({ total: new RunningTotal(), bad: new RunningTotal() });

  test('all begin again when one falls', () => {
    const counts = group();
    counts.take({ total: 120, bad: 2 }, 0);
    expect(counts.take({ total: 125, bad: 1 }, 0)).toBe(true);
    expect([counts.total('total'), counts.total('bad')]).toEqual([245, 3]);
  });

  test('tell of one restart once', () => {
    const counts = group();
    counts.take({ total: 120, bad: 2 }, 0);
    expect(counts.take({ total: 1, bad: 0 }, 0)).toBe(true);
    expect(counts.take({ total: 2, bad: 0 }, 1)).toBe(false);
    expect(counts.total('total')).toBe(122);
  });

  test('do not tell of a restart that is known already', () => {
    const counts = group();
    counts.take({ total: 120, bad: 2 }, 0);
    expect(counts.take({ total: 1, bad: 0 }, 1)).toBe(false);
    expect(counts.total('total')).toBe(121);
    expect(counts.take({ total: 0, bad: 0 }, 1)).toBe(true);
  });

  test('a number that is missing keeps its total', () => {
    const counts = group();
    counts.take({ total: 120, bad: 2 }, 0);
    counts.take({ total: 121, bad: null }, 0);
    counts.take({ total: 122 }, 0);
    expect([counts.total('total'), counts.total('bad')]).toEqual([122, 2]);
  });
});
