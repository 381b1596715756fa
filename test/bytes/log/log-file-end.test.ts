import { beforeEach, describe, expect, test } from 'vitest';
import { LogOnDisk } from './log-on-disk.ts';

let rig: LogOnDisk;
beforeEach(() => {
  rig = new LogOnDisk();
});

describe('at the end', () => {
  test('what is being written is waited for', async () => {
    rig.disk.most = 2;
    const log = rig.open();
    await rig.disk.settle();
    log.write(Buffer.from('abcdef'));
    let ended = false;
    const ending = log.end().then(() => {
      ended = true;
    });
    await rig.disk.step();
    await Promise.resolve();
    expect(ended).toBe(false);
    await rig.disk.settle();
    await ending;
    expect(rig.disk.text).toBe('abcdef');
    expect(rig.disk.closed).toBe(1);
  });

  test('a file that is not open yet is waited for', async () => {
    const log = rig.open();
    log.write(Buffer.from('abc'));
    await rig.end(log);
    expect(rig.disk.text).toBe('abc');
  });

  test('a log that fails is tried once more, at once', async () => {
    rig.disk.room = 0;
    const log = rig.open();
    log.write(Buffer.from('abc'));
    await rig.disk.settle();
    rig.disk.room = 100;
    await rig.end(log);
    expect(rig.disk.text).toBe('abc');
    expect(rig.time.timers).toBe(0);
  });

  test('one that begins to fail only then is tried again for some seconds', async () => {
    rig.disk.room = 1;
    const log = rig.open();
    log.write(Buffer.from('abc'));
    const ended = log.end();
    await rig.disk.settle();
    for (let tries = 0; tries < 6; tries += 1) {
      rig.time.advance(0.5);
      await rig.disk.settle();
    }
    expect(rig.disk.text).toBe('a');
    rig.disk.room = 100;
    rig.time.advance(0.5);
    await rig.disk.settle();
    await ended;
    expect(rig.disk.text).toBe('abc');
    expect(rig.recovered).toBe(1);
    expect(rig.time.timers).toBe(0);
  });

  test('and given up after them', async () => {
    rig.disk.room = 1;
    const log = rig.open();
    log.write(Buffer.from('abc'));
    const ended = log.end();
    for (let tries = 0; tries < 9; tries += 1) {
      await rig.disk.settle();
      rig.time.advance(0.5);
    }
    await ended;
    expect(rig.problems.at(-1)).toBe('log my.log: the last 2 bytes could not be written');
    expect(rig.time.timers).toBe(0);
  });

  test('one that says only at its close that something is missing is told of', async () => {
    rig.disk.closeFails = 'EDQUOT';
    const log = rig.open();
    log.write(Buffer.from('abc'));
    await rig.end(log);
    expect(rig.problems).toEqual([
      'log my.log: the disk is full (the quota is used up): what was written last may not be in it',
    ]);
    expect(log.state().errors).toBe(1);
  });

  test('one that has failed for long is given up at once, with a word about what is missing', async () => {
    rig.disk.room = 1;
    const log = rig.open();
    log.write(Buffer.from('abc'));
    for (let second = 0; second < 5; second += 1) {
      await rig.disk.settle();
      rig.time.advance(1);
    }
    await rig.end(log);
    expect(rig.disk.text).toBe('a');
    expect(rig.problems.at(-1)).toBe('log my.log: the last 2 bytes could not be written');
    expect(rig.time.timers).toBe(0);
  });

  test('one that could never be opened is given up as well', async () => {
    rig.disk.openFails = 'EACCES';
    const log = rig.open();
    log.write(Buffer.from('abc'));
    await rig.disk.settle();
    await rig.end(log);
    expect(rig.disk.text).toBe('');
    expect(rig.problems).toHaveLength(2);
    expect(rig.disk.closed).toBe(0);
  });

  test('it may be ended twice', async () => {
    const log = rig.open();
    log.write(Buffer.from('abc'));
    const both = Promise.all([log.end(), log.end()]);
    await rig.disk.settle();
    await both;
    await log.end();
    expect(rig.disk.closed).toBe(1);
    expect(rig.disk.text).toBe('abc');
  });

  test('what comes after it is counted, and not written into whatever has the descriptor then', async () => {
    const log = rig.open();
    await rig.end(log);
    log.write(Buffer.from('abc'));
    await rig.disk.settle();
    expect(rig.disk.writes).toBe(0);
    expect(log.state().dropped).toBe(3);
  });
});

test('a flood waits for a disk that is merely slow, never for one that fails', async () => {
  const megabyte = 1024 * 1024;
  const log = rig.open(64 * megabyte);
  rig.disk.most = 65536;
  await rig.disk.settle();
  for (let step = 0; step < 20; step += 1) {
    log.write(Buffer.alloc(megabyte));
    for (let answer = 0; answer < 16; answer += 1) await rig.disk.step();
    rig.time.advance(0.1);
  }
  expect(log.shouldWait()).toBe(true);
  rig.disk.room = 0;
  await rig.disk.settle();
  expect(log.shouldWait()).toBe(false);
});

test('the size counts what was in the file before', async () => {
  rig.disk.content = Buffer.from('before');
  const log = rig.open();
  log.write(Buffer.from('abc'));
  await rig.disk.settle();
  expect(log.state()).toEqual({
    path: 'my.log',
    size: 9,
    written: 3,
    queued: 0,
    dropped: 0,
    errors: 0,
  });
});
