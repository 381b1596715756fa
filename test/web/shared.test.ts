import { expect, test } from 'vitest';
import { shared } from '../../src/web/shared.ts';

/** Values that a test lets be made, one after the other. */
function setUp() {
  let begun = 0;
  const waiting: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const get = shared(
    () =>
      new Promise<string>((resolve, reject) => {
        begun += 1;
        waiting.push({ resolve, reject });
      }),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { get, settled, waiting, begun: () => begun };
}

test('who asks before it is begun shares it', async () => {
  const { get, settled, waiting, begun } = setUp();
  const both = [get(), get()];
  await settled();
  waiting.shift()?.resolve('first');
  expect(await Promise.all(both)).toEqual(['first', 'first']);
  expect(begun()).toBe(1);
});

test('all who ask while one is made share the next, which is begun when that one is there', async () => {
  const { get, settled, waiting, begun } = setUp();
  const first = get();
  await settled();
  const later = [get(), get(), get()];
  await settled();
  expect(begun()).toBe(1);
  waiting.shift()?.resolve('first');
  await settled();
  expect(begun()).toBe(2);
  waiting.shift()?.resolve('second');
  expect([await first, ...(await Promise.all(later))]).toEqual(['first', 'second', 'second', 'second']);
});

test('what fails is told to all who share it, and to nobody else', async () => {
  const { get, settled, waiting } = setUp();
  const both = [get(), get()].map((asked) => expect(asked).rejects.toThrow('broken'));
  await settled();
  const later = get();
  waiting.shift()?.reject(new Error('broken'));
  await Promise.all(both);
  await settled();
  waiting.shift()?.resolve('whole');
  expect(await later).toBe('whole');
});
