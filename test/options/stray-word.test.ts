import { expect, test } from 'vitest';
import { repeatHint } from '../../src/options/stray-word.ts';

test.each([
  [
    ['--pool-kind', 'auto', 'json'],
    'json',
    'for another value repeat --pool-kind: --pool-kind auto --pool-kind json',
  ],
  [
    ['--pool-kind=auto', 'json'],
    'json',
    'for another value repeat --pool-kind: --pool-kind auto --pool-kind json',
  ],
  [['-c', 'a', 'b'], 'b', 'for another value repeat -c: -c a -c b'],
  [['-ca', 'b'], 'b', 'for another value repeat -c: -c a -c b'],
  [['--cardnames', 'a', 'b'], 'b', 'for another value repeat --cardnames: --cardnames a --cardnames b'],
  [
    ['--pool', 'http://u:p@a', 'http://u:p@b'],
    'http://u:p@b',
    'for another value repeat --pool: --pool http://…@a --pool http://…@b',
  ],
  [['--pool', 'http://a', '0xabc'], '0xabc', "a pool's address stands behind --pool-address"],
  [['--port', '1', 'x'], 'x', null],
  [['--plain', 'x'], 'x', null],
  [['x'], 'x', null],
])('%j', (args, word, hint) => {
  expect(repeatHint('tee', args, word)).toBe(hint);
});
