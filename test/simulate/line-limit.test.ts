import { describe, expect, test } from 'vitest';
import { LineLimit } from '../../src/simulate/line-limit.ts';

describe('the limit of lines', () => {
  test('lets exactly so many ended lines through, over several texts', () => {
    const limit = new LineLimit(3, false);
    expect(limit.cut('one\n')).toBe('one\n');
    expect(limit.reached).toBe(false);
    expect(limit.cut('\nthree\nfour\n')).toBe('\nthree\n');
    expect(limit.reached).toBe(true);
    expect(limit.cut('five\n')).toBe('');
  });

  test('lets exactly so many begun lines through, the last without its end', () => {
    const limit = new LineLimit(2, true);
    expect(limit.cut('\none\ntwo\nthree')).toBe('\none\ntwo');
    expect(limit.reached).toBe(true);
  });

  test('lets a text through whole that ends with the last line', () => {
    const limit = new LineLimit(2, true);
    expect(limit.cut('\none\ntwo')).toBe('\none\ntwo');
    expect(limit.reached).toBe(true);
  });

  test('lets everything through without a number', () => {
    const limit = new LineLimit(null, false);
    expect(limit.cut('one\ntwo\n')).toBe('one\ntwo\n');
    expect(limit.reached).toBe(false);
  });
});
