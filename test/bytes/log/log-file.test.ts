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
import { LogFile, type LogFileOptions } from '../../../src/bytes/log/log-file.ts';
import { posix } from '../../../src/platform/posix.ts';
import { systemClock, systemTimers } from '../../../src/time.ts';
import { FakeTime } from '../../support/fake-time.ts';
import { cutAtRandom, seeded } from '../../support/seeded.ts';
import { FakeDisk } from './fake-disk.ts';

describe('on a disk that fails', () => {
  let disk: FakeDisk;
  let time: FakeTime;
  let problems: string[];
  let recovered: number;

  beforeEach(() => {
    disk = new FakeDisk();
    time = new FakeTime();
    problems = [];
    recovered = 0;
  });

  const open = (queueLimit = 1000, changes: Partial<LogFileOptions> = {}): LogFile =>
    new LogFile({
      path: 'my.log',
      clock: time,
      timers: time,
      platform: posix('linux'),
      queueLimit,
      rotation: null,
      timestamps: false,
      onProblem: (line) => problems.push(line),
      onRecovered: () => {
        recovered += 1;
      },
      fs: disk,
      ...changes,
    });

  /** The log ends, and the disk answers all that is asked. */
  const end = async (log: LogFile): Promise<void> => {
    const ended = log.end();
    await disk.settle();
    await ended;
  };

  test('all is written in order, from the first byte on, before the file is open', async () => {
    const log = open();
    log.write(Buffer.from('one '));
    log.write(Buffer.from('two '));
    await disk.settle();
    log.write(Buffer.from('three'));
    await end(log);
    expect(disk.text).toBe('one two three');
    expect([disk.opened, disk.closed]).toEqual([1, 1]);
    expect(problems).toEqual([]);
  });

  test('a flood on a busy machine, which sees one answer of the disk for megabytes of input, loses nothing', async () => {
    const log = open(16 * 1024 * 1024);
    const chunk = Buffer.alloc(65_536, 'x');
    let fed = 0;
    while (fed < 24 * 1024 * 1024) {
      // What Node reads of a pipe before it looks at anything else, and how long reading the lines of it may take.
      for (let chunks = 0; chunks < 32 && !log.shouldWait(); chunks += 1) {
        log.write(chunk);
        fed += chunk.length;
        time.advance(0.01);
      }
      await disk.step();
      while (log.shouldWait()) {
        time.advance(0.005);
        await disk.step();
      }
    }
    await end(log);
    expect(log.state().dropped).toBe(0);
    expect(disk.content.length).toBe(fed);
  });

  test('one write at a time', async () => {
    const log = open();
    await disk.settle();
    log.write(Buffer.from('a'));
    for (let answer = 0; answer < 2; answer += 1) await disk.step();
    for (const text of 'bcdef') log.write(Buffer.from(text));
    expect(disk.writes).toBe(1);
    await disk.settle();
    expect(disk.text).toBe('abcdef');
    expect(disk.writes).toBe(2);
  });

  test('short writes lose nothing', async () => {
    disk.most = 3;
    const log = open();
    for (const text of ['hello ', 'my ', 'dear ', 'world']) log.write(Buffer.from(text));
    await end(log);
    expect(disk.text).toBe('hello my dear world');
  });

  test('what the memory of a chunk is used for later does not matter', async () => {
    const log = open();
    const chunk = Buffer.from('abc');
    log.write(chunk);
    chunk.fill('x');
    await disk.settle();
    expect(disk.text).toBe('abc');
  });

  test('a full disk: nothing is lost once there is room again', async () => {
    disk.room = 5;
    const log = open();
    log.write(Buffer.from('0123456789'));
    await disk.settle();
    expect(disk.text).toBe('01234');
    expect(problems).toEqual(['log my.log: the disk is full; the miner goes on, trying again every second']);
    expect(log.state()).toMatchObject({ queued: 5, written: 5, errors: 1, dropped: 0 });

    log.write(Buffer.from('abc'));
    for (let second = 0; second < 5; second += 1) {
      time.advance(1);
      await disk.settle();
    }
    expect(problems).toHaveLength(1);
    expect(log.state().errors).toBe(6);
    expect(recovered).toBe(0);

    disk.room = 100;
    time.advance(1);
    await disk.settle();
    expect(recovered).toBe(1);
    expect(disk.text).toBe('0123456789abc');
    log.write(Buffer.from('!'));
    await end(log);
    expect(disk.text).toBe('0123456789abc!');
  });

  test('it is tried again each second, not at each chunk', async () => {
    disk.writeFails = 'EIO';
    const log = open();
    log.write(Buffer.from('a'));
    await disk.settle();
    for (let chunk = 0; chunk < 100; chunk += 1) log.write(Buffer.from('a'));
    await disk.settle();
    expect(disk.writes).toBe(1);
    expect(time.timers).toBe(1);
    time.advance(0.999);
    expect(disk.writes).toBe(1);
    time.advance(0.001);
    await disk.settle();
    expect(disk.writes).toBe(2);
  });

  test('a call that throws has failed like any other, and is tried again', async () => {
    disk.breaks = 2;
    const log = open();
    await disk.settle();
    expect(() => log.write(Buffer.from('one\n'))).not.toThrow();
    log.write(Buffer.from('two\n'));
    await disk.settle();
    expect(problems).toEqual([expect.stringContaining('no memory for that')]);
    for (let second = 0; second < 2; second += 1) {
      time.advance(1);
      await disk.settle();
    }
    expect(disk.text).toBe('one\ntwo\n');
    expect(log.state()).toMatchObject({ errors: 2, dropped: 0, queued: 0 });
    expect(problems).toHaveLength(1);
  });

  test('each failure is told once, and the next one again', async () => {
    const log = open();
    await disk.settle();
    for (let failure = 0; failure < 3; failure += 1) {
      disk.room = 0;
      log.write(Buffer.from('a'));
      await disk.settle();
      time.advance(3);
      await disk.settle();
      disk.room = 100;
      time.advance(1);
      await disk.settle();
    }
    expect(problems).toHaveLength(3);
    expect(recovered).toBe(3);
    expect(disk.text).toBe('aaa');
  });

  test.each([
    ['EACCES', 'no permission to write it (choose another with --log)'],
    ['ENOENT', 'no permission to write it (choose another with --log)'],
    ['ENOTDIR', 'no permission to write it (choose another with --log)'],
    ['EISDIR', 'it is a directory (choose another with --log)'],
    ['EROFS', 'the file system is read-only'],
    ['EDQUOT', 'the disk is full (the quota is used up)'],
    ['EMFILE', 'EMFILE: it fails'],
  ])('that can not be opened says so in one line: %s', async (code, text) => {
    disk.openFails = code;
    const log = open();
    log.write(Buffer.from('a'));
    await disk.settle();
    expect(problems).toEqual([`log my.log: ${text}; the miner goes on, trying again every second`]);
  });

  test('a log that can be opened only later has everything from the start', async () => {
    disk.openFails = 'EACCES';
    const log = open();
    log.write(Buffer.from('from the start '));
    await disk.settle();
    time.advance(1);
    await disk.settle();
    disk.openFails = null;
    time.advance(1);
    await disk.settle();
    expect([problems.length, recovered]).toEqual([1, 1]);
    log.write(Buffer.from('on'));
    await disk.settle();
    expect(disk.text).toBe('from the start on');
  });

  test('a log that could be opened again before there was anything to write is written', async () => {
    disk.openFails = 'ENOENT';
    const log = open();
    await disk.settle();
    expect(problems).toHaveLength(1);
    disk.openFails = null;
    time.advance(1);
    await disk.settle();
    expect(recovered).toBe(1);
    log.write(Buffer.from('a'));
    await disk.settle();
    expect(disk.text).toBe('a');
  });

  describe('beyond its limit', () => {
    const full = async (limit: number) => {
      disk.room = 0;
      const log = open(limit);
      await disk.settle();
      return log;
    };
    const freed = async () => {
      disk.room = Number.POSITIVE_INFINITY;
      time.advance(1);
      await disk.settle();
    };

    test('what is lost is counted, and marked where it was lost', async () => {
      const log = await full(10);
      log.write(Buffer.from('0123456789'));
      await disk.settle();
      log.write(Buffer.from('lost'));
      log.write(Buffer.from('lost too'));
      expect(log.state()).toMatchObject({ queued: 10, dropped: 12 });
      await freed();
      log.write(Buffer.from('kept'));
      await disk.settle();
      expect(disk.text).toBe('0123456789\n[fpga-tee: 12 bytes could not be written here]\nkept');
      expect(log.state()).toMatchObject({ queued: 0, dropped: 12 });
    });

    test('the mark is written even when nothing comes after it', async () => {
      const log = await full(10);
      log.write(Buffer.from('0123456789'));
      await disk.settle();
      log.write(Buffer.from('x'));
      await freed();
      await end(log);
      expect(disk.text).toBe('0123456789\n[fpga-tee: 1 bytes could not be written here]\n');
    });

    test('there is one gap, not a thousand: nothing is kept again until half the room is free', async () => {
      const log = await full(1000);
      const free = async (bytes: number) => {
        disk.room = bytes;
        time.advance(1);
        await disk.settle();
      };
      log.write(Buffer.alloc(1000, '.'));
      await disk.settle();
      log.write(Buffer.from('L'));
      await free(400);
      log.write(Buffer.from('L'));
      expect(log.state()).toMatchObject({ queued: 600, dropped: 2 });
      await free(200);
      log.write(Buffer.from('K'));
      expect(log.state().dropped).toBe(2);
      await freed();
      expect(disk.text.slice(1000)).toBe('\n[fpga-tee: 2 bytes could not be written here]\nK');
    });

    test('two gaps are two', async () => {
      const log = await full(10);
      for (const text of ['0123456789', 'L', 'ABCDEFGHIJ', 'L', 'z']) {
        log.write(Buffer.from(text));
        await disk.settle();
        if (text === 'L') {
          await freed();
          disk.room = 0;
        }
      }
      await freed();
      expect(disk.text).toBe(
        '0123456789\n[fpga-tee: 1 bytes could not be written here]\n' +
          'ABCDEFGHIJ\n[fpga-tee: 1 bytes could not be written here]\nz',
      );
    });

    test('every byte is written, or waits, or is counted as lost', async () => {
      const random = seeded(11);
      const log = open(500);
      let given = 0;
      for (let round = 0; round < 3000; round += 1) {
        const chunk = Buffer.alloc(random(120), 'x');
        given += chunk.length;
        log.write(chunk);
        disk.most = 1 + random(200);
        if (random(5) === 0) disk.room = random(2) === 0 ? 0 : 5000;
        if (random(3) === 0) await disk.step();
        if (random(20) === 0) await disk.settle();
        if (random(10) === 0) time.advance(1);
      }
      const marks = disk.text.match(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g) ?? [];
      const kept = [...disk.text.replaceAll(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g, '')];
      expect(marks.length).toBeGreaterThan(0);
      disk.room = Number.POSITIVE_INFINITY;
      for (let second = 0; second < 5; second += 1) {
        await disk.settle();
        time.advance(1);
      }
      const { dropped, queued } = log.state();
      const marked = [...disk.text.matchAll(/\[fpga-tee: (\d+) bytes/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
      const written = disk.text.replaceAll(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g, '');
      expect(written).toMatch(/^x*$/);
      expect(kept.length).toBeLessThanOrEqual(written.length);
      expect(queued).toBe(0);
      expect(written.length + dropped).toBe(given);
      expect(marked).toBe(dropped);
    });
  });

  test('that can grow no further is put away, and a new one begun', async () => {
    const log = open();
    log.write(Buffer.from('one '));
    await disk.settle();
    disk.writeFails = 'EFBIG';
    log.write(Buffer.from('two'));
    disk.mayRename = true;
    await disk.settle();
    expect(disk.renamed).toEqual([['my.log', 'my.log.1']]);
    disk.writeFails = null;
    time.advance(1);
    await disk.settle();
    await end(log);
    expect(problems[0]).toBe(
      'log my.log: it could grow no further and was put away, with .1 behind its name',
    );
    expect(disk.text).toBe('one two');
  });

  test('that is the file which is read is not written', async () => {
    const log = open(1000, { input: { dev: 1n, ino: 1n } });
    log.write(Buffer.from('for ever'));
    await end(log);
    expect(disk.text).toBe('');
    expect(problems[0]).toContain('it is the file that is read (choose another with --log)');
  });

  test('with times in front of the lines begins a line where the run before was killed within one', async () => {
    disk.content = Buffer.from('half a li');
    const log = open(1000, { timestamps: true });
    log.write(Buffer.from('new\n'));
    await end(log);
    expect(disk.text).toMatch(/^half a li\n\S+ new\n$/);
  });

  describe('whose file another program takes away', () => {
    test('renamed: what was written stays there, the rest goes to a new one, nothing twice', async () => {
      const log = open();
      log.write(Buffer.from('one '));
      await disk.settle();
      disk.replace('renamed');
      for (const text of ['two ', 'three ', 'four']) {
        log.write(Buffer.from(text));
        await disk.settle();
      }
      await end(log);
      expect(disk.text).toBe('one two three four');
      expect([disk.opened, disk.closed]).toEqual([2, 2]);
      expect(problems).toEqual([]);
    });

    test('deleted: what was just written is written once more, into the new one', async () => {
      const log = open();
      log.write(Buffer.from('one '));
      await disk.settle();
      disk.replace('deleted');
      for (const text of ['two ', 'three ', 'four']) {
        log.write(Buffer.from(text));
        await disk.settle();
      }
      await end(log);
      expect(disk.text).toBe('two three four');
      expect(log.state()).toMatchObject({ written: 18, dropped: 0, errors: 0 });
    });

    test('deleted while the disk is full of it: closed, so that there is room', async () => {
      disk.room = 4;
      const log = open();
      log.write(Buffer.from('one two '));
      await disk.settle();
      expect(disk.text).toBe('one ');
      disk.replace('deleted');
      time.advance(1);
      await disk.settle();
      expect(disk.closed).toBe(1);
      disk.room = 100;
      time.advance(1);
      await disk.settle();
      expect(disk.text).toBe('two ');
    });

    test('nothing more goes into the old one, which may just be compressed', async () => {
      const log = open();
      log.write(Buffer.from('one '));
      await disk.settle();
      disk.replace('renamed');
      log.write(Buffer.from('two'));
      for (let answer = 0; answer < 3; answer += 1) await disk.step();
      expect([disk.closed, disk.writes]).toEqual([1, 1]);
      await end(log);
      expect(disk.text).toBe('one two');
    });

    test('whoever renamed it may say so, and then the next byte is in the new one', async () => {
      const log = open();
      log.write(Buffer.from('one '));
      await disk.settle();
      disk.replace('renamed');
      log.reopen();
      await disk.settle();
      expect([disk.opened, disk.closed]).toEqual([2, 1]);
      log.write(Buffer.from('two'));
      await end(log);
      expect(disk.text).toBe('one two');
    });

    test('saying so in vain loses nothing, before, while and after it is written', async () => {
      const log = open();
      log.reopen();
      for (const text of 'abcdef') {
        log.write(Buffer.from(text));
        log.reopen();
        await disk.step();
        log.reopen();
      }
      await end(log);
      expect(disk.text).toBe('abcdef');
    });
  });

  test('a pipe that is full is tried again soon, and is no problem', async () => {
    disk.writeFails = 'EAGAIN';
    const log = open();
    log.write(Buffer.from('abc'));
    await disk.settle();
    expect(problems).toEqual([]);
    disk.writeFails = null;
    time.advance(0.02);
    await disk.settle();
    expect(disk.text).toBe('abc');
    expect([disk.opened, disk.closed]).toEqual([1, 0]);
  });

  describe('at the end', () => {
    test('what is being written is waited for', async () => {
      disk.most = 2;
      const log = open();
      await disk.settle();
      log.write(Buffer.from('abcdef'));
      let ended = false;
      const ending = log.end().then(() => {
        ended = true;
      });
      await disk.step();
      await Promise.resolve();
      expect(ended).toBe(false);
      await disk.settle();
      await ending;
      expect(disk.text).toBe('abcdef');
      expect(disk.closed).toBe(1);
    });

    test('a file that is not open yet is waited for', async () => {
      const log = open();
      log.write(Buffer.from('abc'));
      await end(log);
      expect(disk.text).toBe('abc');
    });

    test('a log that fails is tried once more, at once', async () => {
      disk.room = 0;
      const log = open();
      log.write(Buffer.from('abc'));
      await disk.settle();
      disk.room = 100;
      await end(log);
      expect(disk.text).toBe('abc');
      expect(time.timers).toBe(0);
    });

    test('one that begins to fail only then is tried again for some seconds', async () => {
      disk.room = 1;
      const log = open();
      log.write(Buffer.from('abc'));
      const ended = log.end();
      await disk.settle();
      for (let tries = 0; tries < 6; tries += 1) {
        time.advance(0.5);
        await disk.settle();
      }
      expect(disk.text).toBe('a');
      disk.room = 100;
      time.advance(0.5);
      await disk.settle();
      await ended;
      expect(disk.text).toBe('abc');
      expect(recovered).toBe(1);
      expect(time.timers).toBe(0);
    });

    test('and given up after them', async () => {
      disk.room = 1;
      const log = open();
      log.write(Buffer.from('abc'));
      const ended = log.end();
      for (let tries = 0; tries < 9; tries += 1) {
        await disk.settle();
        time.advance(0.5);
      }
      await ended;
      expect(problems.at(-1)).toBe('log my.log: the last 2 bytes could not be written');
      expect(time.timers).toBe(0);
    });

    test('one that says only at its close that something is missing is told of', async () => {
      disk.closeFails = 'EDQUOT';
      const log = open();
      log.write(Buffer.from('abc'));
      await end(log);
      expect(problems).toEqual([
        'log my.log: the disk is full (the quota is used up): what was written last may not be in it',
      ]);
      expect(log.state().errors).toBe(1);
    });

    test('one that has failed for long is given up at once, with a word about what is missing', async () => {
      disk.room = 1;
      const log = open();
      log.write(Buffer.from('abc'));
      for (let second = 0; second < 5; second += 1) {
        await disk.settle();
        time.advance(1);
      }
      await end(log);
      expect(disk.text).toBe('a');
      expect(problems.at(-1)).toBe('log my.log: the last 2 bytes could not be written');
      expect(time.timers).toBe(0);
    });

    test('one that could never be opened is given up as well', async () => {
      disk.openFails = 'EACCES';
      const log = open();
      log.write(Buffer.from('abc'));
      await disk.settle();
      await end(log);
      expect(disk.text).toBe('');
      expect(problems).toHaveLength(2);
      expect(disk.closed).toBe(0);
    });

    test('it may be ended twice', async () => {
      const log = open();
      log.write(Buffer.from('abc'));
      const both = Promise.all([log.end(), log.end()]);
      await disk.settle();
      await both;
      await log.end();
      expect(disk.closed).toBe(1);
      expect(disk.text).toBe('abc');
    });

    test('what comes after it is counted, and not written into whatever has the descriptor then', async () => {
      const log = open();
      await end(log);
      log.write(Buffer.from('abc'));
      await disk.settle();
      expect(disk.writes).toBe(0);
      expect(log.state().dropped).toBe(3);
    });
  });

  test('a flood waits for a disk that is merely slow, never for one that fails', async () => {
    const megabyte = 1024 * 1024;
    const log = open(64 * megabyte);
    disk.most = 65536;
    await disk.settle();
    for (let step = 0; step < 20; step += 1) {
      log.write(Buffer.alloc(megabyte));
      for (let answer = 0; answer < 16; answer += 1) await disk.step();
      time.advance(0.1);
    }
    expect(log.shouldWait()).toBe(true);
    disk.room = 0;
    await disk.settle();
    expect(log.shouldWait()).toBe(false);
  });

  test('the size counts what was in the file before', async () => {
    disk.content = Buffer.from('before');
    const log = open();
    log.write(Buffer.from('abc'));
    await disk.settle();
    expect(log.state()).toEqual({
      path: 'my.log',
      size: 9,
      written: 3,
      queued: 0,
      dropped: 0,
      errors: 0,
    });
  });
});

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
