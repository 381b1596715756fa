import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { openInput, readStream } from '../../src/bytes/stdin.ts';
import { systemTimers } from '../../src/time.ts';
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

test.skipIf(process.platform === 'win32')('a pipe is read into one memory, to its last byte', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-pipe-'));
  const fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(fifo, constants.O_WRONLY);
  const given: string[] = [];
  const memories = new Set<ArrayBufferLike>();
  const input = openInput(reader);
  if (input === null) throw new Error('a FIFO is a pipe');
  const ended = readStream(
    input,
    (chunk) => {
      memories.add(chunk.buffer);
      given.push(Buffer.from(chunk).toString());
      if (given.length === 1) writeSync(writer, 'b'.repeat(40_000));
      if (given.length === 3) closeSync(writer);
    },
    // Held back once, and read on.
    () => given.length === 1,
    systemTimers,
  );
  writeSync(writer, 'a'.repeat(50_000));
  // Held back until there is more than one.
  await vi.waitFor(() => expect(given).toHaveLength(1));
  given.push('');
  expect(await ended).toBeNull();
  expect(given.join('')).toBe('a'.repeat(50_000) + 'b'.repeat(40_000));
  expect(memories.size).toBe(1);
  rmSync(folder, { recursive: true });
});
