import { expect, test } from 'vitest';
import { errorWords } from '../src/error-words.ts';

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
