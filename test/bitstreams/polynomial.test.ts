import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { growthOf } from '../../src/bitstreams/polynomial.ts';

describe('how the time of a pattern can grow with the line', () => {
  test.each([
    ['abc', 0],
    ['a+b', 1],
    ['(?:\\S+\\s+){3}x', 1],
    ['a{1,20}a{1,20}b', 0],
    ['.*a.*b', 2],
    ['\\s*\\s*x', 2],
    ['.*.*.*x', 3],
    ['.*a?.*(?:b|.*)x', 3],
    ['[^,]*.*\\S+ x', 3],
    ['a{1,500}a{1,500}a*b', 3],
  ])('%s: %d repetitions share a run', (pattern, degree) => {
    expect(growthOf(pattern).degree).toBe(degree);
  });

  test('a line of one character, as long as lines get, takes no format long', () => {
    const lines = [' ', 'a', '0', '-', '|', '.', ','].flatMap((one) => [
      one.repeat(2000),
      `${one.repeat(1999)}!`,
    ]);
    const started = process.cpuUsage().user;
    for (const bitstream of bitstreams) {
      const interpreter = createInterpreter(bitstream);
      for (const line of lines) interpreter.readAll(line);
    }
    // Cubic growth of one pattern alone would take many times as long.
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(10);
  });
});
