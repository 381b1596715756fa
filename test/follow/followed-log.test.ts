import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../system/support/until.ts';
import { lines, Rig, silentFs } from './followed.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

describe('a log that is appended to', () => {
  test('each line is handed on once, in order', async () => {
    writeFileSync(rig.path(), '');
    const seen = await rig.follow().look();
    for (let line = 0; line < 50; line += 1) {
      appendFileSync(rig.path(), lines(line, line + 1));
      await seen.look();
    }
    expect(seen.text).toBe(lines(0, 50));
    expect(seen.files).toHaveLength(1);
    expect(seen.faults).toEqual([]);
  });

  test('a line in two writes is handed on in two parts of one stream', async () => {
    const seen = await rig.follow().look();
    appendFileSync(rig.path(), 'Hash: 1');
    await seen.look();
    expect(seen.text).toBe('Hash: 1');
    appendFileSync(rig.path(), '7 GH/s\n');
    await seen.look();
    expect(seen.texts).toEqual(['Hash: 17 GH/s\n']);
  });

  test('megabytes at once come whole', async () => {
    const seen = await rig.follow().look();
    const text = lines(0, 50_000);
    writeFileSync(rig.path(), text);
    await seen.look();
    expect(seen.text === text).toBe(true);
  });
});

describe('where reading starts', () => {
  test('with the newest reading of a log that is there', async () => {
    writeFileSync(rig.path(), `${'old\n'.repeat(100_000)}${lines(0, 1)}${'Connecting\n'.repeat(20_000)}`);
    const seen = await rig.follow().look();
    expect(seen.text).toContain(lines(0, 1));
    expect(seen.text.length).toBeLessThan(400_000);
    appendFileSync(rig.path(), lines(1, 2));
    await seen.look();
    expect(seen.text.endsWith(`Connecting\n${lines(1, 2)}`)).toBe(true);
    expect(seen.text.split('Soln').length).toBe(3);
  });

  test('with the first byte when that is asked for', async () => {
    const text = `${'old\n'.repeat(100_000)}${lines(0, 1)}`;
    writeFileSync(rig.path(), text);
    const seen = await rig.follow({ from: 'start' }).look();
    expect(seen.text === text).toBe(true);
  });

  test('with the first byte of a log that came while it was waited for', async () => {
    const seen = await rig.follow().look();
    const text = `banner\n${lines(0, 2000)}`;
    writeFileSync(rig.path(), text);
    await seen.look();
    expect(seen.text === text).toBe(true);
  });

  test('at once with a log that comes between the look for it and the watch over its folder', async () => {
    const watchFolder = (): (() => void) => {
      writeFileSync(rig.path(), lines(0, 3));
      return () => {};
    };
    const seen = await rig.follow({ fs: { ...silentFs, watchFolder } }).look(0);
    await seen.look(0.01);
    expect(seen.text).toBe(lines(0, 3));
  });

  test('an empty log has no stream until its first byte', async () => {
    writeFileSync(rig.path(), '');
    const seen = await rig.follow().look();
    expect(seen.files).toEqual([]);
    expect(seen.states).toEqual(['following']);
  });
});

describe('once', () => {
  test('reads to the end and stops', async () => {
    writeFileSync(rig.path(), lines(0, 30_000));
    const seen = rig.followLive({ once: true, from: 'start' });
    await seen.log.ended;
    expect(seen.text === lines(0, 30_000)).toBe(true);
    expect(seen.files.map(({ ended }) => ended)).toEqual([true]);
  });

  test('a log that does not exist is not waited for', async () => {
    const seen = rig.followLive({ once: true });
    await seen.log.ended;
    expect(seen.states).toEqual(['waiting']);
  });

  test('a directory is no log', async () => {
    mkdirSync(rig.path());
    const seen = rig.followLive({ once: true });
    await seen.log.ended;
    expect(seen.states).toEqual(['it is a directory']);
  });
});

describe('its state', () => {
  test('a log that does not exist is waited for', async () => {
    const seen = await rig.follow().look();
    expect(seen.log.state()).toEqual({ type: 'waiting' });
    writeFileSync(rig.path(), '');
    await seen.look();
    expect(seen.log.state()).toEqual({ type: 'following' });
    rmSync(rig.path());
    await seen.look();
    expect(seen.states).toEqual(['waiting', 'following', 'waiting']);
  });

  test('a folder that does not exist is waited for', async () => {
    const seen = await rig.follow({ path: rig.path('new/miner.log') }).look();
    expect(seen.states).toEqual(['waiting']);
    mkdirSync(rig.path('new'));
    await seen.look();
    writeFileSync(rig.path('new/miner.log'), lines(0, 3));
    await seen.look();
    expect(seen.text).toBe(lines(0, 3));
    expect(seen.states).toEqual(['waiting', 'following']);
  });

  test('a file where the folder should be is waited out', async () => {
    writeFileSync(rig.path('new'), '');
    const seen = await rig.follow({ path: rig.path('new/miner.log') }).look();
    expect(seen.states).toEqual(['waiting']);
  });

  test('a device is not followed', async () => {
    const seen = await rig.follow({ path: '/dev/zero' }).look();
    expect(seen.states).toEqual(['it is neither a file nor a pipe']);
  });

  test('a directory that makes way for a log is followed', async () => {
    mkdirSync(rig.path());
    const seen = await rig.follow().look();
    rmSync(rig.path(), { recursive: true });
    writeFileSync(rig.path(), lines(0, 1));
    await seen.look();
    expect(seen.text).toBe(lines(0, 1));
    expect(seen.states).toEqual(['it is a directory', 'following']);
  });
});

test('a flood is held back while it should wait, and nothing of it is lost', async () => {
  let wait = false;
  writeFileSync(rig.path(), lines(0, 10));
  const seen = await rig.follow({ shouldWait: () => wait }).look();
  wait = true;
  appendFileSync(rig.path(), lines(10, 20));
  seen.time?.advance(5);
  expect(seen.text).toBe(lines(0, 10));
  wait = false;
  await seen.look();
  expect(seen.text).toBe(lines(0, 20));
});

describe('the end', () => {
  test('the stream ends, and nothing is handed on any more', async () => {
    writeFileSync(rig.path(), 'Hash: 17');
    const seen = await rig.follow().look();
    const stopped = seen.log.stop();
    expect(seen.files.map(({ ended }) => ended)).toEqual([true]);
    await stopped;
    appendFileSync(rig.path(), lines(0, 1));
    seen.time?.advance(10);
    expect(seen.text).toBe('Hash: 17');
    await seen.log.ended;
  });

  test('stopping while a turn is at work, or twice, is the same', async () => {
    writeFileSync(rig.path(), lines(0, 50_000));
    const seen = rig.followLive({ from: 'start' });
    await until(() => seen.length > 0);
    const stopped = Promise.all([seen.log.stop(), seen.log.stop()]);
    const read = seen.length;
    await stopped;
    await seen.log.ended;
    expect(seen.length).toBe(read);
    expect(lines(0, 50_000).startsWith(seen.text)).toBe(true);
  });
});
