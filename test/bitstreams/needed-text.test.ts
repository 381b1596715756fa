import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { neededText } from '../../src/bitstreams/needed-text.ts';
import { compilePattern, patternSource } from '../../src/bitstreams/pattern.ts';
import { patternsOf } from './problems-of.ts';

describe('the text that a line needs to match', () => {
  test.each([
    ['Miner started on .*', 'Miner started on '],
    ['a+bc?def', 'def'],
    ['(?:\\[\\d+\\] ?)accepted: \\d+', 'accepted: '],
    ['\\$5\\.00 (USD)', '$5.00 '],
    ['(no) (more than) this', 'more than'],
    ['[abc]x\\dyz', 'yz'],
    ['(?<reason>because) of', 'because'],
  ])('%s: %j', (source, text) => {
    expect(neededText(source)).toBe(text);
  });

  test.each([
    ['alternatives', 'accepted|rejected'],
    ['alternatives in a group', '(?:accepted|rejected)'],
    ['a group that may be missing', '(?:accepted)?'],
    ['one that comes several times', '(?:accepted)+'],
    ['what must not stand there', '(?!accepted)'],
    ['what stood before', '(?<=accepted)'],
    ['a class', '[accepted]'],
    ['a character by its number', '\\u0041\\x41'],
    ['what another group matched', '(\\d)\\1\\k<x>'],
    ['a number of times', 'a{3}b{0,2}c*'],
  ])('%s: none', (_, source) => {
    expect(neededText(source)).toBe('');
  });

  test('stands in every line of every format that a pattern reads', () => {
    let read = 0;
    for (const bitstream of bitstreams) {
      const lines = bitstream.samples.flatMap((sample) => sample.lines);
      for (const pattern of patternsOf(bitstream)) {
        const text = neededText(patternSource(pattern));
        const expression = compilePattern(pattern);
        for (const line of lines.filter((one) => expression.test(one))) {
          read += 1;
          expect(line).toContain(text);
        }
      }
    }
    expect(read).toBeGreaterThan(50);
  });
});
