import { beforeEach, describe, expect, test } from 'vitest';
import { seeded } from '../../support/seeded.ts';
import { LogOnDisk } from './log-on-disk.ts';

let rig: LogOnDisk;
beforeEach(() => {
  rig = new LogOnDisk();
});

describe('on a disk that fails', () => {
  test('all is written in order, from the first byte on, before the file is open', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    log.write(Buffer.from('two '));
    await rig.disk.settle();
    log.write(Buffer.from('three'));
    await rig.end(log);
    expect(rig.disk.text).toBe('one two three');
    expect([rig.disk.opened, rig.disk.closed]).toEqual([1, 1]);
    expect(rig.problems).toEqual([]);
  });

  test('a flood on a busy machine, which sees one answer of the disk for megabytes of input, loses nothing', async () => {
    const log = rig.open(16 * 1024 * 1024);
    const chunk = Buffer.alloc(65_536, 'x');
    let fed = 0;
    while (fed < 24 * 1024 * 1024) {
      // What Node reads of a pipe before it looks at anything else, and how long reading the lines of it may take.
      for (let chunks = 0; chunks < 32 && !log.shouldWait(); chunks += 1) {
        log.write(chunk);
        fed += chunk.length;
        rig.time.advance(0.01);
      }
      await rig.disk.step();
      while (log.shouldWait()) {
        rig.time.advance(0.005);
        await rig.disk.step();
      }
    }
    await rig.end(log);
    expect(log.state().dropped).toBe(0);
    expect(rig.disk.content.length).toBe(fed);
  });

  test('one write at a time', async () => {
    const log = rig.open();
    await rig.disk.settle();
    log.write(Buffer.from('a'));
    for (let answer = 0; answer < 2; answer += 1) await rig.disk.step();
    for (const text of 'bcdef') log.write(Buffer.from(text));
    expect(rig.disk.writes).toBe(1);
    await rig.disk.settle();
    expect(rig.disk.text).toBe('abcdef');
    expect(rig.disk.writes).toBe(2);
  });

  test('short writes lose nothing', async () => {
    rig.disk.most = 3;
    const log = rig.open();
    for (const text of ['hello ', 'my ', 'dear ', 'world']) log.write(Buffer.from(text));
    await rig.end(log);
    expect(rig.disk.text).toBe('hello my dear world');
  });

  test('what the memory of a chunk is used for later does not matter', async () => {
    const log = rig.open();
    const chunk = Buffer.from('abc');
    log.write(chunk);
    chunk.fill('x');
    await rig.disk.settle();
    expect(rig.disk.text).toBe('abc');
  });

  test('a full disk: nothing is lost once there is room again', async () => {
    rig.disk.room = 5;
    const log = rig.open();
    log.write(Buffer.from('0123456789'));
    await rig.disk.settle();
    expect(rig.disk.text).toBe('01234');
    expect(rig.problems).toEqual([
      'log my.log: the disk is full; the miner goes on, trying again every second',
    ]);
    expect(log.state()).toMatchObject({ queued: 5, written: 5, errors: 1, dropped: 0 });

    log.write(Buffer.from('abc'));
    for (let second = 0; second < 5; second += 1) {
      rig.time.advance(1);
      await rig.disk.settle();
    }
    expect(rig.problems).toHaveLength(1);
    expect(log.state().errors).toBe(6);
    expect(rig.recovered).toBe(0);

    rig.disk.room = 100;
    rig.time.advance(1);
    await rig.disk.settle();
    expect(rig.recovered).toBe(1);
    expect(rig.disk.text).toBe('0123456789abc');
    log.write(Buffer.from('!'));
    await rig.end(log);
    expect(rig.disk.text).toBe('0123456789abc!');
  });

  test('it is tried again each second, not at each chunk', async () => {
    rig.disk.writeFails = 'EIO';
    const log = rig.open();
    log.write(Buffer.from('a'));
    await rig.disk.settle();
    for (let chunk = 0; chunk < 100; chunk += 1) log.write(Buffer.from('a'));
    await rig.disk.settle();
    expect(rig.disk.writes).toBe(1);
    expect(rig.time.timers).toBe(1);
    rig.time.advance(0.999);
    expect(rig.disk.writes).toBe(1);
    rig.time.advance(0.001);
    await rig.disk.settle();
    expect(rig.disk.writes).toBe(2);
  });

  test('a call that throws has failed like any other, and is tried again', async () => {
    rig.disk.breaks = 2;
    const log = rig.open();
    await rig.disk.settle();
    expect(() => log.write(Buffer.from('one\n'))).not.toThrow();
    log.write(Buffer.from('two\n'));
    await rig.disk.settle();
    expect(rig.problems).toEqual([expect.stringContaining('no memory for that')]);
    for (let second = 0; second < 2; second += 1) {
      rig.time.advance(1);
      await rig.disk.settle();
    }
    expect(rig.disk.text).toBe('one\ntwo\n');
    expect(log.state()).toMatchObject({ errors: 2, dropped: 0, queued: 0 });
    expect(rig.problems).toHaveLength(1);
  });

  test('each failure is told once, and the next one again', async () => {
    const log = rig.open();
    await rig.disk.settle();
    for (let failure = 0; failure < 3; failure += 1) {
      rig.disk.room = 0;
      log.write(Buffer.from('a'));
      await rig.disk.settle();
      rig.time.advance(3);
      await rig.disk.settle();
      rig.disk.room = 100;
      rig.time.advance(1);
      await rig.disk.settle();
    }
    expect(rig.problems).toHaveLength(3);
    expect(rig.recovered).toBe(3);
    expect(rig.disk.text).toBe('aaa');
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
    rig.disk.openFails = code;
    const log = rig.open();
    log.write(Buffer.from('a'));
    await rig.disk.settle();
    expect(rig.problems).toEqual([`log my.log: ${text}; the miner goes on, trying again every second`]);
  });

  test('a log that can be opened only later has everything from the start', async () => {
    rig.disk.openFails = 'EACCES';
    const log = rig.open();
    log.write(Buffer.from('from the start '));
    await rig.disk.settle();
    rig.time.advance(1);
    await rig.disk.settle();
    rig.disk.openFails = null;
    rig.time.advance(1);
    await rig.disk.settle();
    expect([rig.problems.length, rig.recovered]).toEqual([1, 1]);
    log.write(Buffer.from('on'));
    await rig.disk.settle();
    expect(rig.disk.text).toBe('from the start on');
  });

  test('a log that could be opened again before there was anything to write is written', async () => {
    rig.disk.openFails = 'ENOENT';
    const log = rig.open();
    await rig.disk.settle();
    expect(rig.problems).toHaveLength(1);
    rig.disk.openFails = null;
    rig.time.advance(1);
    await rig.disk.settle();
    expect(rig.recovered).toBe(1);
    log.write(Buffer.from('a'));
    await rig.disk.settle();
    expect(rig.disk.text).toBe('a');
  });

  describe('beyond its limit', () => {
    const full = async (limit: number) => {
      rig.disk.room = 0;
      const log = rig.open(limit);
      await rig.disk.settle();
      return log;
    };
    const freed = async () => {
      rig.disk.room = Number.POSITIVE_INFINITY;
      rig.time.advance(1);
      await rig.disk.settle();
    };

    test('what is lost is counted, and marked where it was lost', async () => {
      const log = await full(10);
      log.write(Buffer.from('0123456789'));
      await rig.disk.settle();
      log.write(Buffer.from('lost'));
      log.write(Buffer.from('lost too'));
      expect(log.state()).toMatchObject({ queued: 10, dropped: 12 });
      await freed();
      log.write(Buffer.from('kept'));
      await rig.disk.settle();
      expect(rig.disk.text).toBe('0123456789\n[fpga-tee: 12 bytes could not be written here]\nkept');
      expect(log.state()).toMatchObject({ queued: 0, dropped: 12 });
    });

    test('the mark is written even when nothing comes after it', async () => {
      const log = await full(10);
      log.write(Buffer.from('0123456789'));
      await rig.disk.settle();
      log.write(Buffer.from('x'));
      await freed();
      await rig.end(log);
      expect(rig.disk.text).toBe('0123456789\n[fpga-tee: 1 bytes could not be written here]\n');
    });

    test('there is one gap, not a thousand: nothing is kept again until half the room is free', async () => {
      const log = await full(1000);
      const free = async (bytes: number) => {
        rig.disk.room = bytes;
        rig.time.advance(1);
        await rig.disk.settle();
      };
      log.write(Buffer.alloc(1000, '.'));
      await rig.disk.settle();
      log.write(Buffer.from('L'));
      await free(400);
      log.write(Buffer.from('L'));
      expect(log.state()).toMatchObject({ queued: 600, dropped: 2 });
      await free(200);
      log.write(Buffer.from('K'));
      expect(log.state().dropped).toBe(2);
      await freed();
      expect(rig.disk.text.slice(1000)).toBe('\n[fpga-tee: 2 bytes could not be written here]\nK');
    });

    test('two gaps are two', async () => {
      const log = await full(10);
      for (const text of ['0123456789', 'L', 'ABCDEFGHIJ', 'L', 'z']) {
        log.write(Buffer.from(text));
        await rig.disk.settle();
        if (text === 'L') {
          await freed();
          rig.disk.room = 0;
        }
      }
      await freed();
      expect(rig.disk.text).toBe(
        '0123456789\n[fpga-tee: 1 bytes could not be written here]\n' +
          'ABCDEFGHIJ\n[fpga-tee: 1 bytes could not be written here]\nz',
      );
    });

    test('every byte is written, or waits, or is counted as lost', async () => {
      const random = seeded(11);
      const log = rig.open(500);
      let given = 0;
      for (let round = 0; round < 3000; round += 1) {
        const chunk = Buffer.alloc(random(120), 'x');
        given += chunk.length;
        log.write(chunk);
        rig.disk.most = 1 + random(200);
        if (random(5) === 0) rig.disk.room = random(2) === 0 ? 0 : 5000;
        if (random(3) === 0) await rig.disk.step();
        if (random(20) === 0) await rig.disk.settle();
        if (random(10) === 0) rig.time.advance(1);
      }
      const marks = rig.disk.text.match(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g) ?? [];
      const kept = [
        ...rig.disk.text.replaceAll(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g, ''),
      ];
      expect(marks.length).toBeGreaterThan(0);
      rig.disk.room = Number.POSITIVE_INFINITY;
      for (let second = 0; second < 5; second += 1) {
        await rig.disk.settle();
        rig.time.advance(1);
      }
      const { dropped, queued } = log.state();
      const marked = [...rig.disk.text.matchAll(/\[fpga-tee: (\d+) bytes/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
      const written = rig.disk.text.replaceAll(/\n\[fpga-tee: \d+ bytes could not be written here\]\n/g, '');
      expect(written).toMatch(/^x*$/);
      expect(kept.length).toBeLessThanOrEqual(written.length);
      expect(queued).toBe(0);
      expect(written.length + dropped).toBe(given);
      expect(marked).toBe(dropped);
    });
  });

  test('that can grow no further is put away, and a new one begun', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    await rig.disk.settle();
    rig.disk.writeFails = 'EFBIG';
    log.write(Buffer.from('two'));
    rig.disk.mayRename = true;
    await rig.disk.settle();
    expect(rig.disk.renamed).toEqual([['my.log', 'my.log.1']]);
    rig.disk.writeFails = null;
    rig.time.advance(1);
    await rig.disk.settle();
    await rig.end(log);
    expect(rig.problems[0]).toBe(
      'log my.log: it could grow no further and was put away, with .1 behind its name',
    );
    expect(rig.disk.text).toBe('one two');
  });

  test('that is the file which is read is not written', async () => {
    const log = rig.open(1000, { input: { dev: 1n, ino: 1n } });
    log.write(Buffer.from('for ever'));
    await rig.end(log);
    expect(rig.disk.text).toBe('');
    expect(rig.problems[0]).toContain('it is the file that is read (choose another with --log)');
  });

  test('with times in front of the lines begins a line where the run before was killed within one', async () => {
    rig.disk.content = Buffer.from('half a li');
    const log = rig.open(1000, { timestamps: true });
    log.write(Buffer.from('new\n'));
    await rig.end(log);
    expect(rig.disk.text).toMatch(/^half a li\n\S+ new\n$/);
  });
});
