import { describe, expect, test } from 'vitest';
import type { StatsLine } from '../../src/bitstreams/bitstream.ts';
import { exponentialPart } from '../../src/bitstreams/exponential.ts';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { compilePattern } from '../../src/bitstreams/pattern.ts';

describe('what can take exponential time is found', () => {
  test.each([
    ['(a+)+', '(a+)+'],
    ['x(?:a*)*y', '(?:a*)*'],
    ['(?:a|a)*', '(?:a|a)*'],
    ['(?:a|ab)*', '(?:a|ab)*'],
    ['(?:\\d|\\w)+', '(?:\\d|\\w)+'],
    ['(?:a?)*', '(?:a?)*'],
    ['(?:\\s*\\S+)*', '(?:\\s*\\S+)*'],
    ['(?: \\d*\\d*)*', '(?: \\d*\\d*)*'],
    ['(?:.*,)+', '(?:.*,)+'],
    ['(?:(?:x|y+)z)*', '(?:(?:x|y+)z)*'],
    ['(?:a+){20}', '(?:a+){20}'],
    ['(?=(a+)+b)c', '(a+)+'],
    ['(?:a|(b+)+)', '(b+)+'],
    ['(?:[^x]+|y)*', '(?:[^x]+|y)*'],
    ['(?:é+é)*', '(?:é+é)*'],
    ['(?:)*', '(?:)*'],
  ])('%s', (pattern, part) => {
    expect(exponentialPart(pattern)).toBe(part);
  });
});

const partsOf = (line: string | StatsLine): string[] =>
  typeof line === 'string' ? [line] : [line.line, ...(line.each === null ? [] : [line.each])];

describe('what can not is left alone', () => {
  test.each([
    'a*b*',
    '(?:a|b)*',
    '(?:ab|cd)*',
    '(?: \\S+)*',
    '(?:,\\d+)*',
    '(?:\\d+\\.){3}\\d+',
    '(?:ab)+',
    '[)(*+]+',
    '\\(a+\\)+',
    '(?:[ ,]\\w{3})*',
    '.*foo.*',
  ])('%s', (pattern) => {
    expect(exponentialPart(pattern)).toBeNull();
  });

  test('nor is any pattern of the formats that come with the tool', () => {
    const patterns = bitstreams.flatMap(({ stats, shares, failures, known, banner, cardNamed, events }) => [
      ...[...stats.flatMap(partsOf), ...shares, ...failures, ...known, ...cardNamed],
      ...events.map(({ pattern }) => pattern),
      ...(banner === null ? [] : [banner]),
    ]);
    expect(patterns.length).toBeGreaterThan(40);
    for (const pattern of patterns)
      expect(exponentialPart(compilePattern(pattern).source), pattern).toBeNull();
  });
});
