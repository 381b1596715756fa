import { describe, expect, test } from 'vitest';
import {
  binomial,
  chance,
  createRandom,
  exponential,
  gaussian,
  hexDigits,
  integer,
  pick,
  poisson,
  uniform,
} from '../../src/simulate/random.ts';

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}

describe('the generator', () => {
  test('is mulberry32, which gives these numbers for the seed 1', () => {
    const random = createRandom(1);
    expect(draws(3, random)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  test('gives other numbers for another seed', () => {
    expect(createRandom(2)()).not.toBe(createRandom(1)());
  });

  test('stays from 0 up to 1', () => {
    const values = draws(10_000, createRandom(3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
  });
});

describe('the distributions', () => {
  test.each([0.3, 4, 200])('Poisson has mean and variance %d', (expected) => {
    const random = createRandom(4);
    const values = draws(20_000, () => poisson(random, expected));
    expect(Math.abs(mean(values) / expected - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance(values) / expected - 1)).toBeLessThan(0.05);
  });

  test('Poisson gives nothing where nothing is expected', () => {
    expect(poisson(createRandom(5), 0)).toBe(0);
  });

  test.each([20, 1000])('binomial of %d trials has the expected mean, and never more than all', (trials) => {
    const random = createRandom(6);
    const values = draws(5000, () => binomial(random, trials, 0.1));
    expect(Math.abs(mean(values) / (trials * 0.1) - 1)).toBeLessThan(0.03);
    expect(binomial(random, trials, 1)).toBeLessThanOrEqual(trials);
  });

  test('exponential waits have the given mean and are never negative', () => {
    const random = createRandom(7);
    const values = draws(20_000, () => exponential(random, 60));
    expect(Math.abs(mean(values) / 60 - 1)).toBeLessThan(0.03);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  });

  test('the normal distribution has mean 0 and variance 1', () => {
    const random = createRandom(8);
    const values = draws(20_000, () => gaussian(random));
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(variance(values)).toBeCloseTo(1, 1);
  });

  test('whole numbers include both ends, others only the lower', () => {
    const random = createRandom(9);
    expect(new Set(draws(500, () => integer(random, 2, 4)))).toEqual(new Set([2, 3, 4]));
    expect(Math.max(...draws(500, () => uniform(random, 2, 4)))).toBeLessThan(4);
  });

  test('picking and tossing reach every outcome', () => {
    const random = createRandom(10);
    const picked = Array.from({ length: 100 }, () => pick(random, ['a', 'b', 'c']));
    expect(new Set(picked)).toEqual(new Set(['a', 'b', 'c']));
    expect(chance(random, 0)).toBe(false);
    expect(chance(random, 1)).toBe(true);
  });

  test('hex digits are capitals', () => {
    expect(hexDigits(createRandom(11), 64)).toMatch(/^[0-9A-F]{64}$/);
  });
});
