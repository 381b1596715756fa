import { describe, expect, test } from 'vitest';
import { timeOf } from '../../src/pools/values.ts';

const now = Date.parse('2026-11-22T12:00:00Z') / 1000;

describe('a time', () => {
  test.each([
    ['in seconds', now - 5, now - 5],
    ['as text', `${now - 5}`, now - 5],
    ['in milliseconds', (now - 5) * 1000, now - 5],
    ['in words', '2026-11-22T11:00:00Z', now - 3600],
    ['of a clock that is a little ahead', now + 300, now + 300],
    ['of the first day', 1_230_768_000, 1_230_768_000],
  ])('%s', (_, value, time) => {
    expect(timeOf(value, now)).toBe(time);
  });

  test.each([
    ['0', 0],
    ['before there was anything to mine', 1_230_767_999],
    ['before that in words', '1970-01-01T00:16:00Z'],
    ['more than 5 minutes ahead', now + 301],
    ['ahead in words', '2026-11-22T12:06:00Z'],
    ['as far ahead as can be', 1e17],
    ['no time', 'yesterday'],
    ['null', null],
  ])('is none: %s', (_, value) => {
    expect(timeOf(value, now)).toBeNull();
  });

  test('is scaled before it is looked at', () => {
    expect(timeOf((now - 5) * 1e6, now, 1e-6)).toBeCloseTo(now - 5, 3);
    expect(timeOf((now - 5) * 1e6, now)).toBeNull();
  });
});
