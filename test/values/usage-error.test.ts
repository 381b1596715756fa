import { expect, test } from 'vitest';
import { didYouMean } from '../../src/values/usage-error.ts';

const known = ['auto', '0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'];

test.each([
  ['nimq', 'nimiq'],
  ['NIMIQ', 'nimiq'],
  ['nimiqq', 'nimiq'],
  ['xbtc', '0xbtc'],
  ['whitefire-tabel', 'whitefire-table'],
  ['wf', null],
  ['white', 'whitefire'],
  ['n', null],
  ['foo', null],
  ['', null],
  ['completely different', null],
])('%s: did you mean %s?', (word, meant) => {
  expect(didYouMean(word, known)).toBe(meant === null ? '' : `did you mean ${meant}?`);
});
