import { beforeEach, describe, expect, test } from 'vitest';
import { LogOnDisk } from './log-on-disk.ts';

let rig: LogOnDisk;
beforeEach(() => {
  rig = new LogOnDisk();
});

describe('whose file another program takes away', () => {
  test('renamed: what was written stays there, the rest goes to a new one, nothing twice', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    await rig.disk.settle();
    rig.disk.replace('renamed');
    for (const text of ['two ', 'three ', 'four']) {
      log.write(Buffer.from(text));
      await rig.disk.settle();
    }
    await rig.end(log);
    expect(rig.disk.text).toBe('one two three four');
    expect([rig.disk.opened, rig.disk.closed]).toEqual([2, 2]);
    expect(rig.problems).toEqual([]);
  });

  test('deleted: what was just written is written once more, into the new one', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    await rig.disk.settle();
    rig.disk.replace('deleted');
    for (const text of ['two ', 'three ', 'four']) {
      log.write(Buffer.from(text));
      await rig.disk.settle();
    }
    await rig.end(log);
    expect(rig.disk.text).toBe('two three four');
    expect(log.state()).toMatchObject({ written: 18, dropped: 0, errors: 0 });
  });

  test('deleted while the disk is full of it: closed, so that there is room', async () => {
    rig.disk.room = 4;
    const log = rig.open();
    log.write(Buffer.from('one two '));
    await rig.disk.settle();
    expect(rig.disk.text).toBe('one ');
    rig.disk.replace('deleted');
    rig.time.advance(1);
    await rig.disk.settle();
    expect(rig.disk.closed).toBe(1);
    rig.disk.room = 100;
    rig.time.advance(1);
    await rig.disk.settle();
    expect(rig.disk.text).toBe('two ');
  });

  test('nothing more goes into the old one, which may just be compressed', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    await rig.disk.settle();
    rig.disk.replace('renamed');
    log.write(Buffer.from('two'));
    for (let answer = 0; answer < 3; answer += 1) await rig.disk.step();
    expect([rig.disk.closed, rig.disk.writes]).toEqual([1, 1]);
    await rig.end(log);
    expect(rig.disk.text).toBe('one two');
  });

  test('whoever renamed it may say so, and then the next byte is in the new one', async () => {
    const log = rig.open();
    log.write(Buffer.from('one '));
    await rig.disk.settle();
    rig.disk.replace('renamed');
    log.reopen();
    await rig.disk.settle();
    expect([rig.disk.opened, rig.disk.closed]).toEqual([2, 1]);
    log.write(Buffer.from('two'));
    await rig.end(log);
    expect(rig.disk.text).toBe('one two');
  });

  test('saying so in vain loses nothing, before, while and after it is written', async () => {
    const log = rig.open();
    log.reopen();
    for (const text of 'abcdef') {
      log.write(Buffer.from(text));
      log.reopen();
      await rig.disk.step();
      log.reopen();
    }
    await rig.end(log);
    expect(rig.disk.text).toBe('abcdef');
  });
});

test('a pipe that is full is tried again soon, and is no problem', async () => {
  rig.disk.writeFails = 'EAGAIN';
  const log = rig.open();
  log.write(Buffer.from('abc'));
  await rig.disk.settle();
  expect(rig.problems).toEqual([]);
  rig.disk.writeFails = null;
  rig.time.advance(0.02);
  await rig.disk.settle();
  expect(rig.disk.text).toBe('abc');
  expect([rig.disk.opened, rig.disk.closed]).toEqual([1, 0]);
});
