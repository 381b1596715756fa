import { expect, test } from 'vitest';
import { durationOf, sizeOf } from '../../src/values/values.ts';

test.each([
  ['500', 500],
  ['100M', 100 * 1024 ** 2],
  ['100MiB', 100 * 1024 ** 2],
  ['1.5k', 1536],
  // Whole bytes: never more than was said.
  ['0.001K', 1],
  ['1.999', 1],
  ['M', null],
  ['-5M', null],
  ['5T', null],
])('the size %s is %j bytes', (text, bytes) => {
  expect(sizeOf(text)).toBe(bytes);
});

test.each([
  ['500ms', 0.5],
  ['90s', 90],
  ['1.5m', 90],
  ['2h', 7200],
  ['0s', null],
  ['90', null],
  ['1d', null],
])('the duration %s is %j s', (text, seconds) => {
  expect(durationOf(text)).toBe(seconds);
});
