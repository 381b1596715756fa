import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/options/rig-file/words.ts';

test.each([
  ['fx-tokenminer -t 730', ['fx-tokenminer', '-t', '730']],
  ['  a\t b\n', ['a', 'b']],
  ['\'a b\' "c d" e\\ f', ['a b', 'c d', 'e f']],
  [`--pass='x"y'"z"`, [`--pass=x"yz`]],
  ['"" a', ['', 'a']],
  ['"a\\"b\\n"', ['a"b\\n']],
  ['\'a|b\' "c > d"', ['a|b', 'c > d']],
  ['$HOME ~ *', ['$HOME', '~', '*']],
  ['', []],
])('%s', (line, words) => {
  expect(wordsOf(line)).toEqual({ type: 'words', words });
});

test.each([
  ["miner 'x", "a quote ' that is not closed"],
  ['miner "x', 'a quote " that is not closed'],
  ['miner \\', 'a backslash at the end'],
  ['miner | tee log', "'|' needs a shell"],
  ['miner 2>&1', "'>' needs a shell"],
  ['miner $(date)', "'$(' needs a shell"],
])('%s is none', (line, message) => {
  expect(wordsOf(line)).toMatchObject({ type: 'problem', message });
});
