import { beforeEach, describe, expect, test } from 'vitest';
import { createSink, type OutputFs, type Sink } from '../../src/bytes/sinks.ts';
import type { Writer, WriterFailure } from '../../src/platform/writer.ts';

/** What was written how, and a process that answers when a test lets it. */
let written: string[];
let started: FakeWriter[];
let background: boolean;

class FakeWriter implements Writer {
  answer: (failure: WriterFailure | null) => void = () => {};

  write(bytes: Uint8Array, done: (failure: WriterFailure | null) => void): void {
    written.push(`outside: ${Buffer.from(bytes)}`);
    this.answer = done;
  }
}

const fs: OutputFs = {
  writeSync(fd, bytes) {
    written.push(`at once to ${fd}: ${Buffer.from(bytes)}`);
    return bytes.byteLength;
  },
  write(fd, bytes, _offset, length, _position, done) {
    written.push(`in a thread to ${fd}: ${Buffer.from(bytes)}`);
    done(null, length);
  },
};
const start = (): Writer => {
  const writer = new FakeWriter();
  started.push(writer);
  return writer;
};
/** Gives a text to the sink; tells later what was taken of it. */
const give = (sink: Sink, text: string): (number | string)[] => {
  const taken: (number | string)[] = [];
  sink.take(Buffer.from(text), (count) => taken.push(count instanceof Error ? count.message : count));
  return taken;
};

beforeEach(() => {
  written = [];
  started = [];
  background = false;
});

describe('the terminal that our job is in', () => {
  let sink: Sink;
  beforeEach(() => {
    const isBackground = () => background;
    sink = createSink({ type: 'terminal', fd: 9, inherited: 1, isBackground }, fs, start);
  });

  test('is written at once in the foreground', () => {
    expect(give(sink, 'a')).toEqual([1]);
    expect([written, started.length]).toEqual([['at once to 9: a'], 0]);
  });

  test('is never written by us in the background, but by one process outside of the job', () => {
    background = true;
    const first = give(sink, 'ab');
    expect(first).toEqual([]);
    started[0]?.answer(null);
    expect(first).toEqual([2]);
    give(sink, 'c');
    expect([written, started.length]).toEqual([['outside: ab', 'outside: c'], 1]);
  });

  test('is written by us again in the foreground', () => {
    background = true;
    give(sink, 'a');
    started[0]?.answer(null);
    background = false;
    give(sink, 'b');
    expect(written).toEqual(['outside: a', 'at once to 9: b']);
  });

  test('waits for the foreground when that process is gone, and has another the next time', () => {
    background = true;
    const first = give(sink, 'a');
    started[0]?.answer({ type: 'gone' });
    expect([first, give(sink, 'a')]).toEqual([[0], [0]]);
    background = false;
    expect(give(sink, 'a')).toEqual([1]);
    background = true;
    give(sink, 'b');
    expect([written, started.length]).toEqual([['outside: a', 'at once to 9: a', 'outside: b'], 2]);
  });

  test('fails as that process says', () => {
    background = true;
    const first = give(sink, 'a');
    started[0]?.answer({ type: 'refused', code: 'EIO', message: 'write EIO' });
    expect(first).toEqual(['write EIO']);
  });
});

describe('a console of Windows', () => {
  test('is written by another process', () => {
    const sink = createSink({ type: 'console', fd: 1 }, fs, start);
    const first = give(sink, 'abc');
    expect([first, written]).toEqual([[], ['outside: abc']]);
    started[0]?.answer(null);
    expect(first).toEqual([3]);
    expect(sink.hasReader).toBe(true);
  });

  test('is written in a thread when that process is gone: the same bytes again, and all that follow', () => {
    const sink = createSink({ type: 'console', fd: 1 }, fs, start);
    const first = give(sink, 'a');
    started[0]?.answer({ type: 'gone' });
    expect(first).toEqual([1]);
    expect(give(sink, 'b')).toEqual([1]);
    expect(written).toEqual(['outside: a', 'in a thread to 1: a', 'in a thread to 1: b']);
  });
});

test('a pipe of Windows is written in a thread, and may take its time', () => {
  const sink = createSink({ type: 'threaded', fd: 1 }, fs, start);
  expect(give(sink, 'a')).toEqual([1]);
  expect([written, sink.hasReader]).toEqual([['in a thread to 1: a'], true]);
});
