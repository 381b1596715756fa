import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LogFs, systemLogFs } from '../../../src/bytes/log/log-disk.ts';
import { LogFile } from '../../../src/bytes/log/log-file.ts';
import { endsLine, fitting, putAway } from '../../../src/bytes/log/rotation.ts';
import { posix } from '../../../src/platform/posix.ts';
import { windows } from '../../../src/platform/windows.ts';
import { systemClock, systemTimers } from '../../../src/time.ts';
import { FakeTime } from '../../support/fake-time.ts';
import { cutAtRandom, seeded } from '../../support/seeded.ts';
import { failure } from './fake-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotation-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
/** What each file holds. */
const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(at(name), 'utf8')]),
  );

describe('what still belongs into the file', () => {
  test.each([
    ['all of it where it fits', 'abc\n', 0, true, 4],
    ['all of it up to the last byte', 'abc\ndef\n12', 0, true, 10],
    ['whole lines where not all fits', 'abc\ndef\nghi\n', 0, true, 8],
    ['nothing where no line fits: it begins the next file', 'abcdef\n', 5, true, 0],
    ['nothing where there is no room at all', 'a', 10, true, 0],
    ['nothing in a file that was too long before', 'a', 99, true, 0],
    ['the rest of a line that is in it already', 'ef\ngh\n', 7, false, 3],
    ['a piece of a line that is too long for the rest', 'efghijkl', 7, false, 3],
    ['a piece of a line that is too long for a whole file', '0123456789abc\n', 0, true, 10],
  ])('%s', (_, bytes, size, atLineStart, expected) => {
    expect(fitting(Buffer.from(bytes), size, 10, atLineStart)).toBe(expected);
  });
});

test('in UTF-16 the second byte of a newline stays with its line', () => {
  const bytes = Buffer.from('one\ntwo\nthree\n', 'utf16le');
  expect(fitting(bytes, 0, 20, true)).toBe(16);
  expect(fitting(bytes, 0, 16, true)).toBe(16);
  expect(fitting(bytes, 0, 15, true)).toBe(8);
  expect(endsLine(bytes.subarray(0, 16))).toBe(true);
  expect(endsLine(bytes.subarray(0, 15))).toBe(true);
  expect(endsLine(bytes.subarray(0, 14))).toBe(false);
});

describe('putting the log away', () => {
  const put = async (keep: number): Promise<void> => putAway(systemLogFs, at('my.log'), keep);

  test('makes .1 of it', async () => {
    writeFileSync(at('my.log'), 'new');
    await put(5);
    expect(files()).toEqual({ 'my.log.1': 'new' });
  });

  test('each old one gets the next number, the oldest goes', async () => {
    for (const [name, text] of Object.entries({
      'my.log': 'd',
      'my.log.1': 'c',
      'my.log.2': 'b',
      'my.log.3': 'a',
    }))
      writeFileSync(at(name), text);
    await put(3);
    expect(files()).toEqual({ 'my.log.1': 'd', 'my.log.2': 'c', 'my.log.3': 'b' });
  });

  test('a number that is free is used before anything goes', async () => {
    for (const [name, text] of Object.entries({ 'my.log': 'd', 'my.log.1': 'c', 'my.log.3': 'a' }))
      writeFileSync(at(name), text);
    await put(3);
    expect(files()).toEqual({ 'my.log.1': 'd', 'my.log.2': 'c', 'my.log.3': 'a' });
  });

  test('older ones than are kept now are left alone', async () => {
    for (const [name, text] of Object.entries({ 'my.log': 'd', 'my.log.1': 'c', 'my.log.2': 'b' }))
      writeFileSync(at(name), text);
    await put(1);
    expect(files()).toEqual({ 'my.log.1': 'd', 'my.log.2': 'b' });
  });

  test('what can not be looked at is not taken for free: nothing is replaced', async () => {
    const before = { 'my.log': 'c', 'my.log.1': 'b', 'my.log.2': 'a' };
    for (const [name, text] of Object.entries(before)) writeFileSync(at(name), text);
    const fs: LogFs = { ...systemLogFs, access: async () => Promise.reject(failure('EIO')) };
    await expect(putAway(fs, at('my.log'), 5)).rejects.toThrow('EIO');
    expect(files()).toEqual(before);
  });

  test('of a link the file is put away that it leads to', async () => {
    writeFileSync(at('real.log'), 'text');
    symlinkSync('real.log', at('my.log'));
    await put(2);
    expect(readlinkSync(at('my.log'))).toBe('real.log');
    expect(readdirSync(folder).sort()).toEqual(['my.log', 'real.log.1']);
  });
});

describe('a log that is rotated', () => {
  const problems: string[] = [];
  beforeEach(() => {
    problems.length = 0;
  });
  const open = (maxSize: number, keep: number, fs: LogFs = systemLogFs, time?: FakeTime): LogFile =>
    new LogFile({
      path: at('my.log'),
      clock: time ?? systemClock,
      timers: time ?? systemTimers,
      platform: posix('linux'),
      queueLimit: 64 * 1024 * 1024,
      timestamps: false,
      rotation: { maxSize, keep },
      onProblem: (line) => problems.push(line),
      onRecovered: () => problems.push('recovered'),
      fs,
    });
  /** The pieces from the oldest on. */
  const joined = (): string => {
    const names = readdirSync(folder).sort(
      (a, b) => Number(/\d+$/.exec(b)?.[0] ?? 0) - Number(/\d+$/.exec(a)?.[0] ?? 0),
    );
    return names.map((name) => readFileSync(at(name), 'latin1')).join('');
  };

  test.each([1, 2, 3, 4, 5])(
    'the pieces joined are the input, each no longer than allowed (%i)',
    async (seed) => {
      const random = seeded(seed);
      const input = Buffer.concat(
        Array.from({ length: 400 }, (_, line) => {
          const length = random(10) === 0 ? 1000 + random(2000) : random(120);
          return Buffer.from(`${line} ${'x'.repeat(length)}${random(3) === 0 ? '\r\n' : '\n'}`);
        }),
      );
      const log = open(4000, 1000);
      for (const piece of cutAtRandom(input, 1 + random(3000), random)) {
        log.write(piece);
        if (random(2) === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await log.end();
      expect(problems).toEqual([]);
      expect(joined()).toBe(input.toString('latin1'));
      const sizes = Object.values(files()).map((text) => text.length);
      expect(sizes.length).toBeGreaterThan(10);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4000);
      expect(log.state().size).toBe(files()['my.log']?.length);
    },
  );

  test('lines stay whole where they are written whole', async () => {
    const log = open(100, 50);
    for (let line = 0; line < 50; line += 1) {
      log.write(Buffer.from(`this is line ${line} of the miner\n`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await log.end();
    for (const text of Object.values(files())) expect(text).toMatch(/^this.*miner\n$/s);
  });

  test('it never takes more room than the old ones and itself', async () => {
    const log = open(1000, 3);
    for (let line = 0; line < 1000; line += 1) log.write(Buffer.from(`line ${line}\n`));
    await log.end();
    expect(Object.keys(files())).toEqual(['my.log', 'my.log.1', 'my.log.2', 'my.log.3']);
    expect(joined().length).toBeLessThanOrEqual(4000);
    expect(joined().endsWith('line 998\nline 999\n')).toBe(true);
  });

  test('one that is too long from the start is put away first', async () => {
    writeFileSync(at('my.log'), 'yesterday\n'.repeat(100));
    const log = open(500, 5);
    log.write(Buffer.from('today\n'));
    await log.end();
    expect(files()).toEqual({ 'my.log': 'today\n', 'my.log.1': 'yesterday\n'.repeat(100) });
  });

  test('where it can not be renamed it grows, says so once, and is tried again a minute later', async () => {
    const time = new FakeTime(100);
    let renames = 0;
    let refused = true;
    const fs: LogFs = {
      ...systemLogFs,
      rename: async (from, to) => {
        renames += 1;
        if (refused) throw failure('EBUSY');
        await systemLogFs.rename(from, to);
      },
    };
    const log = open(100, 5, fs, time);
    let input = '';
    const print = async (lines: number): Promise<void> => {
      for (let line = 0; line < lines; line += 1) {
        input += `line ${line}\n`;
        log.write(Buffer.from(`line ${line}\n`));
      }
      await expect.poll(() => log.state().queued).toBe(0);
    };
    await print(100);
    await print(100);
    expect(renames).toBe(1);
    expect(problems).toEqual([
      expect.stringMatching(/^log .*my\.log: it can't be renamed .*--log-max-size$/),
    ]);
    expect(files()).toEqual({ 'my.log': input });
    time.advance(59);
    await print(1);
    expect(renames).toBe(1);
    time.advance(2);
    await print(1);
    expect(renames).toBe(2);
    expect(problems).toHaveLength(1);
    refused = false;
    time.advance(61);
    await print(1);
    await log.end();
    expect(problems.at(-1)).toBe('recovered');
    expect(joined()).toBe(input);
    expect(Object.keys(files())).toEqual(['my.log', 'my.log.1']);
  });

  test('where another program merely has it open, it is tried again soon (Windows)', async () => {
    const time = new FakeTime(100);
    let renames = 0;
    const fs: LogFs = {
      ...systemLogFs,
      rename: async (from, to) => {
        renames += 1;
        if (renames === 1) throw failure('EBUSY');
        await systemLogFs.rename(from, to);
      },
    };
    const log = new LogFile({
      path: at('my.log'),
      clock: time,
      timers: time,
      platform: windows,
      queueLimit: 1_000_000,
      timestamps: false,
      rotation: { maxSize: 20, keep: 5 },
      onProblem: (line) => problems.push(line),
      onRecovered: () => problems.push('recovered'),
      fs,
    });
    for (const line of ['1 of the miner\n', '2 of the miner\n', '3 of the miner\n']) {
      log.write(Buffer.from(line));
      await expect.poll(() => log.state().queued).toBe(0);
      if (renames === 1) time.advance(1.1);
    }
    await log.end();
    expect(renames).toBe(2);
    expect(problems).toEqual([expect.stringContaining("can't be renamed"), 'recovered']);
    expect(files()).toEqual({ 'my.log': '3 of the miner\n', 'my.log.1': '1 of the miner\n2 of the miner\n' });
  });

  test('when another program writes it, too, it is said once, and nothing is put away any more', async () => {
    const log = open(1000, 5);
    for (let line = 0; line < 100; line += 1) {
      log.write(Buffer.from(`our line ${line}\n`));
      await expect.poll(() => log.state().queued).toBe(0);
      appendFileSync(at('my.log'), `their line ${line}\n`);
    }
    await log.end();
    expect(problems).toEqual([expect.stringContaining('another program writes it, too')]);
    expect(Object.keys(files())).toEqual(['my.log']);
    expect(files()['my.log']?.split('\n')).toHaveLength(201);
  });

  test('a device is not rotated', async () => {
    const log = new LogFile({
      path: '/dev/null',
      clock: systemClock,
      timers: systemTimers,
      platform: posix('linux'),
      queueLimit: 1_000_000,
      timestamps: false,
      rotation: { maxSize: 10, keep: 1 },
      onProblem: (line) => problems.push(line),
      onRecovered: () => {},
    });
    log.write(Buffer.alloc(1000, 'line\n'));
    await log.end();
    expect(problems).toEqual([]);
    expect(log.state()).toMatchObject({ written: 1000, dropped: 0 });
  });
});
