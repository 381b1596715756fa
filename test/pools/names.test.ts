import { expect, test } from 'vitest';
import { poolNames } from '../../src/pools/names.ts';

const names = (...urls: string[]) => poolNames(urls.map((url) => new URL(url)));

test('a pool is called by its host', () => {
  expect(names('https://a.example:2095/x/secret', 'http://b.example', 'http://[::1]:80/')).toEqual([
    'a.example',
    'b.example',
    '[::1]',
  ]);
});

test('two of one host differ by their ports, or by numbers', () => {
  expect(
    names('http://a.example:1', 'http://a.example:2', 'http://a.example:2/x', 'http://a.example:2/y'),
  ).toEqual(['a.example:1', 'a.example:2', 'a.example:2#2', 'a.example:2#3']);
});
