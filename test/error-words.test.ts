import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { errorCode, errorWords, isDiskFull } from '../src/error-words.ts';

test.each([
  [new Error('the disk is gone'), 'the disk is gone'],
  [new TypeError(''), 'no reason given'],
  ['just text', 'just text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [Object.create(null), 'a reason that has no words'],
])('%o', (thrown, words) => {
  expect(errorWords(thrown)).toBe(words);
});

test('an error whose words throw', () => {
  const error = new Error();
  Object.defineProperty(error, 'message', {
    get() {
      throw new Error('not even that');
    },
  });
  expect(errorWords(error)).toBe('a reason that has no words');
});

/** As Node reports an error that libuv has no name for. */
function nameless(number: number): Error {
  const words = `Unknown system error -${number}`;
  return Object.assign(new Error(`${words}: ${words}, write`), { code: words, errno: -number });
}

describe.runIf(process.platform === 'linux')('an error that libuv has no name for', () => {
  test.each([
    [122, 'EDQUOT', 'the disk quota is used up (EDQUOT)'],
    [116, 'ESTALE', 'the server no longer knows the file (ESTALE)'],
    [121, 'EREMOTEIO', 'the disk fails (EREMOTEIO)'],
    [117, 'EUCLEAN', 'the file system is damaged and wants to be checked (EUCLEAN)'],
    [126, 'ENOKEY', 'the key of the encrypted folder is not there (ENOKEY)'],
    [133, 'EHWPOISON', 'the memory of the machine is damaged (EHWPOISON)'],
    [33, 'EDOM', 'the system says EDOM'],
    [87, 'errno 87', 'the system says errno 87'],
  ])('%i is %s', (number, code, words) => {
    expect(errorCode(nameless(number))).toBe(code);
    expect(errorWords(nameless(number))).toBe(words);
  });

  test('is never "unknown" to whoever reads it', () => {
    for (let number = 1; number < 134; number += 1)
      expect(errorWords(nameless(number)).toLowerCase()).not.toContain('unknown');
  });
});

test('an error with a name keeps it', () => {
  expect(errorCode(Object.assign(new Error('x'), { code: 'EIO', errno: -5 }))).toBe('EIO');
  expect(errorCode(new Error('x'))).toBe('');
  expect(errorCode('x')).toBe('');
});

test('a disk is full for everybody, or by a quota', () => {
  expect(isDiskFull(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe(true);
  expect(isDiskFull(nameless(constants.errno.EDQUOT))).toBe(true);
  expect(isDiskFull(Object.assign(new Error('x'), { code: 'EIO' }))).toBe(false);
});
