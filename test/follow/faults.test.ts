import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FollowFs } from '../../src/follow/follow-fs.ts';
import { until } from '../system/support/until.ts';
import { lines, Rig, silentFs } from './followed.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

/** A file system whose calls fail while a test wants it. */
class FailingFs {
  readonly codes = new Map<keyof FollowFs, string>();
  opened = 0;
  closed = 0;
  readonly fs: FollowFs = {
    ...silentFs,
    stat: (path) => this.#may('stat', () => silentFs.stat(path)),
    fstat: (fd) => this.#may('fstat', () => silentFs.fstat(fd)),
    list: (folder) => this.#may('list', () => silentFs.list(folder)),
    realPath: (path) => this.#may('realPath', () => silentFs.realPath(path)),
    read: (fd, into, position) => this.#may('read', () => silentFs.read(fd, into, position)),
    open: (path) =>
      this.#may('open', async () => {
        const fd = await silentFs.open(path);
        this.opened += 1;
        return fd;
      }),
    close: async (fd) => {
      this.closed += 1;
      await silentFs.close(fd);
    },
  };

  async #may<Result>(call: keyof FollowFs, otherwise: () => Promise<Result>): Promise<Result> {
    const code = this.codes.get(call);
    if (code !== undefined) throw Object.assign(new Error(`${code}: it fails`), { code });
    return otherwise();
  }
}

describe('a log that can’t be read for a while', () => {
  test.each([
    ['EACCES', 'no permission to read it'],
    ['ELOOP', 'it is a symbolic link to itself'],
    ['EMFILE', 'too many files are open'],
    ['EWHAT', 'EWHAT: it fails'],
  ])('at the start (%s) is read afterwards', async (code, reason) => {
    const disk = new FailingFs();
    disk.codes.set('open', code);
    writeFileSync(rig.path(), lines(0, 3));
    const seen = await rig.follow({ fs: disk.fs }).look();
    await seen.look();
    disk.codes.clear();
    await seen.look();
    expect(seen.states).toEqual([reason, 'following']);
    expect(seen.text).toBe(lines(0, 3));
    expect(seen.faults).toEqual([]);
  });

  test('that was opened before is read on, whatever its name says', async () => {
    const disk = new FailingFs();
    writeFileSync(rig.path(), lines(0, 3));
    const seen = await rig.follow({ fs: disk.fs }).look();
    disk.codes.set('stat', 'EACCES');
    appendFileSync(rig.path(), lines(3, 5));
    await seen.look();
    expect(seen.text).toBe(lines(0, 5));
    expect(seen.states).toEqual(['following', 'no permission to read it']);
  });

  test.each([
    ['EIO', 'the disk fails (EIO)'],
    ['ESTALE', 'the server no longer knows it (ESTALE)'],
  ])('after %s goes on where it was', async (code, reason) => {
    const disk = new FailingFs();
    writeFileSync(rig.path(), lines(0, 3));
    const seen = await rig.follow({ fs: disk.fs }).look();
    disk.codes.set('read', code);
    appendFileSync(rig.path(), lines(3, 5));
    await seen.look();
    await seen.look();
    disk.codes.clear();
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5)]);
    expect(seen.states).toEqual(['following', reason, 'following']);
  });

  test('and is rotated meanwhile: the old one is read to its end, then the new one', async () => {
    const disk = new FailingFs();
    writeFileSync(rig.path(), lines(0, 3));
    const seen = await rig.follow({ fs: disk.fs }).look();
    appendFileSync(rig.path(), lines(3, 5));
    disk.codes.set('open', 'EACCES');
    renameSync(rig.path(), rig.path('miner.log.1'));
    writeFileSync(rig.path(), lines(5, 7));
    await seen.look();
    expect(seen.text).toBe(lines(0, 5));
    disk.codes.clear();
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 7)]);
  });
});

test('no descriptor is left open, whichever call fails', async () => {
  const disk = new FailingFs();
  writeFileSync(rig.path(), lines(0, 3));
  const seen = await rig.follow({ fs: disk.fs }).look();
  let round = 0;
  for (const call of ['stat', 'open', 'fstat', 'read', 'list', 'realPath'] satisfies (keyof FollowFs)[]) {
    disk.codes.set(call, 'EIO');
    await seen.look();
    appendFileSync(rig.path(), 'x');
    renameSync(rig.path(), rig.path(`miner.log.${round}`));
    writeFileSync(rig.path(), `${round}`);
    await seen.look();
    disk.codes.clear();
    await seen.look();
    round += 1;
  }
  await seen.log.stop();
  expect(seen.text).toBe(`${lines(0, 3)}x0x1x2x3x4x5`);
  expect(seen.faults).toEqual([]);
  expect(disk.opened).toBeGreaterThan(6);
  expect(disk.closed).toBe(disk.opened);
});

describe('a consumer that throws', () => {
  test('loses what it threw at, and following goes on', async () => {
    let text = '';
    const seen = rig.follow({
      onFile: () => ({
        bytes(chunk) {
          if (text === '') {
            text = 'thrown, ';
            throw new Error('bytes');
          }
          text += Buffer.from(chunk).toString();
        },
        end() {
          throw new Error('end');
        },
      }),
      onState() {
        throw new Error('state');
      },
      hasReading() {
        throw new Error('reading');
      },
    });
    writeFileSync(rig.path(), 'one');
    await seen.look();
    appendFileSync(rig.path(), 'two');
    await seen.look();
    await seen.log.stop();
    expect(text).toBe('thrown, two');
    expect(seen.faults.map(String)).toEqual(['Error: reading', 'Error: bytes', 'Error: state', 'Error: end']);
  });

  test('even when it is told so', async () => {
    writeFileSync(rig.path(), 'one');
    let told = 0;
    const seen = rig.follow({
      onState() {
        throw new Error('state');
      },
      onFault() {
        told += 1;
        throw new Error('fault');
      },
    });
    await seen.look();
    await seen.look();
    expect(seen.text).toBe('one');
    expect(told).toBe(1);
  });
});

test('a file system that does not answer is a state', async () => {
  let answer = (): void => {};
  const stat: FollowFs['stat'] = async (path) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return silentFs.stat(path);
  };
  writeFileSync(rig.path(), 'one');
  const seen = rig.follow({ fs: { ...silentFs, stat } });
  seen.time?.advance(0);
  seen.time?.advance(9);
  expect(seen.log.state()).toEqual({ type: 'waiting' });
  seen.time?.advance(2);
  expect(seen.log.state()).toEqual({ type: 'unreadable', reason: 'its file system does not answer' });
  answer();
  await until(() => seen.text === 'one');
  await until(() => seen.states.length > 0);
  expect(seen.log.state()).toEqual({ type: 'following' });
});

test('the end does not wait for a disk that does not answer', async () => {
  const seen = rig.follow({ fs: { ...silentFs, stat: () => new Promise(() => {}) } });
  seen.time?.advance(0);
  const stopped = seen.log.stop();
  seen.time?.advance(1);
  await stopped;
  await seen.log.ended;
});
