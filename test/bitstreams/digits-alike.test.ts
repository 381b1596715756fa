import { expect, test } from 'vitest';
import { takesDigitsAlike } from '../../src/bitstreams/digits-alike.ts';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { patternSource } from '../../src/bitstreams/pattern.ts';

test.each([
  'Hash: \\d+',
  '[0-9A-F]{24}',
  'a{2,3}b\\u2103\\x41',
  '(?:[0-9]+|nan) \\S+ \\[\\d\\]',
  patternSource('%{NUMBER:hashrate} ?%{UNIT:hashrate} %{COUNT:solutionsGood} %{DNA:dna} %{DATE}'),
])('%s takes one digit as well as another', (source) => {
  expect(takesDigitsAlike(source)).toBe(true);
});

test.each(['FPGA 0:', '[1-9]', '(?:0|\\d+)C', '(a)\\1', '(?<a>\\d)\\k<a>', '[\\d]2'])(
  '%s does not',
  (source) => {
    expect(takesDigitsAlike(source)).toBe(false);
  },
);

test("the old miners' lines can be known by their shapes: no pattern asks for a certain digit", () => {
  const old = ['0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'];
  const patterns = bitstreams
    .filter(({ name }) => old.includes(name))
    .flatMap(({ stats, shares, failures, events, known }) => [
      ...stats.map((line) => (typeof line === 'string' ? line : line.line)),
      ...[...shares, ...failures, ...known],
      ...events.map(({ pattern }) => pattern),
    ]);
  expect(patterns.filter((pattern) => !takesDigitsAlike(patternSource(pattern)))).toEqual([]);
});
