import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogFile } from '../../../src/bytes/log/log-file.ts';
import { posix } from '../../../src/platform/posix.ts';
import { systemClock, systemTimers } from '../../../src/time.ts';
import { cutAtRandom, seeded } from '../../support/seeded.ts';

describe('in a real file', () => {
  let folder: string;
  const problems: string[] = [];
  const made: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-file-'));
    problems.length = 0;
    made.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (path: string): LogFile =>
    new LogFile({
      path,
      clock: systemClock,
      timers: systemTimers,
      platform: posix('linux'),
      queueLimit: 64 * 1024 * 1024,
      rotation: null,
      timestamps: false,
      onProblem: (line) => problems.push(line),
      onRecovered: () => {},
      onDirectoryMade: (directory) => made.push(directory),
    });

  test('it is appended to', async () => {
    const path = join(folder, 'my.log');
    writeFileSync(path, 'before\n');
    const log = open(path);
    log.write(Buffer.from('after\n'));
    await log.end();
    expect(readFileSync(path, 'utf8')).toBe('before\nafter\n');
    expect(log.state()).toMatchObject({ size: 13, written: 6 });
  });

  test('others may append to it at the same time', async () => {
    const path = join(folder, 'my.log');
    const log = open(path);
    log.write(Buffer.from('a'));
    await log.end();
    const again = open(path);
    appendFileSync(path, 'b');
    again.write(Buffer.from('c'));
    await again.end();
    expect(readFileSync(path, 'utf8')).toBe('abc');
  });

  test('any bytes come through as they are', async () => {
    const path = join(folder, 'my.log');
    const bytes = Buffer.concat([
      Buffer.from('NUL \0, no UTF-8 \xff\xfe, CR-LF\r\n', 'latin1'),
      randomBytes(5 * 1024 * 1024),
      Buffer.alloc(5 * 1024 * 1024, 'one line'),
      Buffer.from('no newline at the end'),
    ]);
    const log = open(path);
    for (const piece of cutAtRandom(bytes, 100_000, seeded(1))) log.write(piece);
    await log.end();
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('nothing printed leaves an empty file', async () => {
    const path = join(folder, 'my.log');
    await open(path).end();
    expect(statSync(path).size).toBe(0);
  });

  test('one that can not be is a problem in one line, and no more', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = open(join(folder, 'file', 'my.log'));
    log.write(Buffer.from('abc'));
    await log.end();
    expect(problems).toEqual([
      expect.stringContaining('a part of its path is no directory (choose another with --log)'),
      expect.stringContaining('the last 3 bytes could not be written'),
    ]);
    problems.length = 0;
    await open(folder).end();
    expect(problems).toEqual([expect.stringContaining('it is a directory')]);
  });

  test('its directory is made when it is not there', async () => {
    const path = join(folder, 'logs', 'rig1', 'my.log');
    const log = open(path);
    log.write(Buffer.from('abc'));
    await log.end();
    expect(readFileSync(path, 'utf8')).toBe('abc');
    expect(problems).toEqual([]);
    expect(made).toEqual([join(folder, 'logs')]);
  });

  test('it is told of a directory that went and is made again, not of one that was there', async () => {
    const path = join(folder, 'logs', 'my.log');
    mkdirSync(join(folder, 'logs'));
    const log = open(path);
    log.write(Buffer.from('abc'));
    await expect.poll(() => log.state().queued).toBe(0);
    expect(made).toEqual([]);
    rmSync(join(folder, 'logs'), { recursive: true });
    log.write(Buffer.from('def'));
    await log.end();
    expect(readFileSync(path, 'utf8')).toBe('def');
    expect(made).toEqual([join(folder, 'logs')]);
  });
});
