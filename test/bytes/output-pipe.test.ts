import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutput } from '../../src/bytes/output.ts';
import { FakeTime } from '../support/fake-time.ts';

describe('into a real pipe', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'output-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a full one is never waited for, and nothing is lost once it is read', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    // Both ends here: opening a pipe for reading only would wait for a writer.
    const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const time = new FakeTime();
    const output = createOutput({ fd: both, limit: 1e6, clock: time, timers: time, onProblem: () => {} });
    const sent = Buffer.from(Array.from({ length: 300_000 }, (_, place) => place % 253));
    output.write(sent);
    expect(output.waiting).toBeGreaterThan(0);
    expect(output.waiting).toBeLessThan(sent.length);
    const got: Buffer[] = [];
    for (let length = 0; length < sent.length; ) {
      const piece = Buffer.alloc(50_000);
      const count = readSync(both, piece);
      got.push(piece.subarray(0, count));
      length += count;
      time.advance(0.1);
    }
    expect(Buffer.concat(got).equals(sent)).toBe(true);
    expect(output.waiting).toBe(0);
    closeSync(both);
  });

  test('a file gets the bytes behind what it holds', async () => {
    const path = join(folder, 'file');
    const file = openSync(path, 'a');
    const time = new FakeTime();
    const output = createOutput({ fd: file, limit: 1e6, clock: time, timers: time, onProblem: () => {} });
    output.write(Buffer.from('abc\0\xff', 'latin1'));
    output.write(Buffer.from('def'));
    await output.drained(Number.POSITIVE_INFINITY);
    expect(readFileSync(path, 'latin1')).toBe('abc\0\xffdef');
    closeSync(file);
  });

  test('a stream takes what can not be opened anew, and tells when its reader is gone', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    // The stream closes it.
    const fd = openSync(path, constants.O_WRONLY);
    const problems: string[] = [];
    const time = new FakeTime();
    const output = createOutput({
      fd,
      limit: 1e6,
      clock: time,
      timers: time,
      onProblem: (line) => problems.push(line),
      target: { type: 'stream', fd },
    });
    output.write(Buffer.from('abc'));
    output.write(Buffer.from('def'));
    await output.drained(Number.POSITIVE_INFINITY);
    const got = Buffer.alloc(100);
    expect(got.toString('utf8', 0, readSync(reader, got))).toBe('abcdef');
    closeSync(reader);
    output.write(Buffer.from('ghi'));
    await output.drained(Number.POSITIVE_INFINITY);
    expect(output).toMatchObject({ open: false, waiting: 0 });
    expect(problems).toEqual(['nobody reads stdout any more']);
  });
});
