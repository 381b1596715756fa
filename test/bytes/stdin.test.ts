import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readStream } from '../../src/bytes/stdin.ts';
import { FakeTime } from '../support/fake-time.ts';

/** Lets streams do what they put off. */
const streamsSettle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('each chunk is handed on as it comes, to the end', async () => {
  const chunks: string[] = [];
  const reason = await readStream(
    Readable.from([Buffer.from('a\0'), Buffer.from('b')]),
    (chunk) => chunks.push(Buffer.from(chunk).toString()),
    () => false,
    new FakeTime(),
  );
  expect(reason).toBeNull();
  expect(chunks).toEqual(['a\0', 'b']);
});

test('an empty stream has ended', async () => {
  expect(
    await readStream(
      Readable.from([]),
      () => {},
      () => false,
      new FakeTime(),
    ),
  ).toBeNull();
});

test('a stream that breaks has ended, and the reason is given', async () => {
  const stream = new PassThrough();
  const ended = readStream(
    stream,
    () => {},
    () => false,
    new FakeTime(),
  );
  stream.destroy(new Error('EIO: broken'));
  expect(await ended).toBe('EIO: broken');
});

test('a stream that is closed without a word has ended', async () => {
  const stream = new PassThrough();
  const ended = readStream(
    stream,
    () => {},
    () => false,
    new FakeTime(),
  );
  stream.destroy();
  expect(await ended).toBeNull();
});

test('nothing is read while it should wait, and everything afterwards', async () => {
  const time = new FakeTime();
  const stream = new PassThrough();
  const chunks: string[] = [];
  let wait = true;
  const ended = readStream(
    stream,
    (chunk) => chunks.push(Buffer.from(chunk).toString()),
    () => wait,
    time,
  );
  stream.write('a');
  await streamsSettle();
  stream.write('b');
  stream.end('c');
  await streamsSettle();
  time.advance(10);
  await streamsSettle();
  expect(chunks).toEqual(['a']);
  wait = false;
  time.advance(0.005);
  expect(await ended).toBeNull();
  expect(chunks.join('')).toBe('abc');
});

test('it waits again when it should again', async () => {
  const time = new FakeTime();
  const stream = new PassThrough();
  let read = 0;
  let wait = true;
  const ended = readStream(
    stream,
    () => {
      read += 1;
    },
    () => wait,
    time,
  );
  for (const expected of [1, 2, 3]) {
    wait = true;
    stream.write('a');
    await streamsSettle();
    expect(read).toBe(expected);
    expect(stream.isPaused()).toBe(true);
    expect(time.timers).toBe(1);
    wait = false;
    time.advance(0.005);
    expect(stream.isPaused()).toBe(false);
    expect(time.timers).toBe(0);
    await streamsSettle();
  }
  stream.end();
  await ended;
});
