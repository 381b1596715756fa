import { afterEach, describe, expect, test } from 'vitest';
import { PasswordThread } from '../../../src/web/config/password-thread.ts';
import { FakeTime } from '../../support/fake-time.ts';

const started: PasswordThread[] = [];

afterEach(() => {
  for (const thread of started.splice(0)) thread.stop();
});

/** A thread that does this with each question. */
function thread(does: string, time = new FakeTime()): PasswordThread {
  const code = `import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ password, hash }) => { ${does} });`;
  const made = new PasswordThread(new URL(`data:text/javascript,${encodeURIComponent(code)}`), time);
  started.push(made);
  return made;
}

describe('the thread for passwords', () => {
  test('answers what it is asked', async () => {
    const { compare } = thread('parentPort.postMessage(password === hash)');
    expect(await compare('a', 'a')).toBe(true);
    expect(await compare('a', 'b')).toBe(false);
  });

  test('only true means that they match', async () => {
    const { compare } = thread("parentPort.postMessage('yes')");
    expect(await compare('a', 'a')).toBe(false);
  });

  test.each([
    ['fails', "throw new Error('out of order')", /out of order/],
    ['ends', 'process.exit(1)', /has ended/],
  ])('that %s is told, and another one started', async (_, does, why) => {
    const { compare } = thread(`if (password === 'bad') { ${does} } parentPort.postMessage(true)`);
    await expect(compare('bad', '')).rejects.toThrow(why);
    expect(await compare('good', '')).toBe(true);
  });

  test('that takes too long is given up', async () => {
    const time = new FakeTime();
    const { compare } = thread("if (password !== 'slow') parentPort.postMessage(true)", time);
    const slow = expect(compare('slow', '')).rejects.toThrow('too long');
    time.advance(31);
    await slow;
    expect(await compare('good', '')).toBe(true);
  });

  test('is ended when it is not needed for a minute', async () => {
    const time = new FakeTime();
    // Another thread has not seen anything yet.
    const { compare } = thread(
      'globalThis.seen = (globalThis.seen ?? 0) + 1; parentPort.postMessage(globalThis.seen === 1)',
      time,
    );
    expect(await compare('a', '')).toBe(true);
    time.advance(59);
    expect(await compare('a', '')).toBe(false);
    time.advance(61);
    expect(await compare('a', '')).toBe(true);
  });
});
