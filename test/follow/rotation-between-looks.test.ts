import { appendFileSync, copyFileSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileFacts } from '../../src/follow/follow-fs.ts';
import { type Followed, lines, Rig, silentFs } from './followed.ts';

let rig: Rig;
let seen: Followed;
beforeEach(async () => {
  rig = new Rig();
  writeFileSync(rig.path(), lines(0, 3));
  seen = await rig.follow().look();
});
afterEach(async () => {
  expect(seen.faults).toEqual([]);
  await rig.close();
});

describe('several rotations between two looks', () => {
  test('the pieces are read in order', async () => {
    appendFileSync(rig.path(), lines(3, 5));
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(5, 8));
    rig.rename('miner.log.1', 'miner.log.2');
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(8, 10));
    rig.rename('miner.log.2', 'miner.log.3');
    rig.rename('miner.log.1', 'miner.log.2');
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(10, 12));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 8), lines(8, 10), lines(10, 12)]);
    await seen.look();
    expect(seen.text).toBe(lines(0, 12));
  });

  test('the pieces are read though nothing has the name any more', async () => {
    rig.rename('miner.log', 'miner.log.2');
    rig.write(lines(3, 5));
    rig.rename('miner.log', 'miner.log.1');
    await seen.look();
    await seen.look();
    rig.rename('miner.log.2', 'miner.log.4');
    rig.rename('miner.log.1', 'miner.log.3');
    rig.write(lines(5, 6));
    rig.rename('miner.log', 'miner.log.2');
    rig.write(lines(6, 8));
    rig.rename('miner.log', 'miner.log.1');
    await seen.look();
    rig.write(lines(8, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6), lines(6, 8), lines(8, 9)]);
  });

  test('logs named by date are found, other miners’ logs are left alone', async () => {
    rig.write(lines(0, 3));
    rig.rename('miner.log', 'miner.log-20240101');
    rig.write(lines(3, 5));
    rig.rename('miner.log', 'miner-2024-01-02T00-00-00.000.log');
    writeFileSync(rig.path('miner-2.log'), 'another miner\n');
    writeFileSync(rig.path('miner.log.9.gz'), 'compressed\n');
    rig.write(lines(5, 6));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6)]);
  });

  test('old archives are not read, though the oldest one’s inode is the new log’s', async () => {
    for (const round of [1, 2, 3, 4, 5, 6]) {
      rmSync(rig.path('miner.log.2'), { force: true });
      if (round > 1) rig.rename('miner.log.1', 'miner.log.2');
      rig.rename('miner.log', 'miner.log.1');
      rig.write(lines(round * 3, round * 3 + 3));
      await seen.look();
    }
    expect(seen.text).toBe(lines(0, 21));
  });

  test('archives that were there at the start are not read', async () => {
    writeFileSync(rig.path('other.log.1'), 'archive 1\n');
    writeFileSync(rig.path('other.log.2'), 'archive 2\n');
    writeFileSync(rig.path('other.log'), lines(0, 3));
    const other = await rig.follow({ path: rig.path('other.log') }).look();
    rig.rename('other.log.2', 'other.log.3');
    rig.rename('other.log.1', 'other.log.2');
    rig.rename('other.log', 'other.log.1');
    writeFileSync(rig.path('other.log'), lines(3, 5));
    await other.look();
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5)]);
  });

  test('a piece is found though it has the number of an archive that made way for it', async () => {
    writeFileSync(rig.path('other.log.1'), 'archive\n');
    writeFileSync(rig.path('other.log'), lines(0, 3));
    const other = await rig.follow({ path: rig.path('other.log') }).look();
    rig.rename('other.log', 'other.log.2');
    unlinkSync(rig.path('other.log.1'));
    writeFileSync(rig.path('other.log'), lines(3, 5));
    rig.rename('other.log', 'other.log.1');
    writeFileSync(rig.path('other.log'), lines(5, 6));
    await other.look();
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6)]);
  });

  test('an archive that was unpacked is not read', async () => {
    writeFileSync(rig.path('miner.log.7'), 'archive\n');
    utimesSync(rig.path('miner.log.7'), 1_000_000_000, 1_000_000_000);
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5)]);
  });

  test('and more of them while it is looked for pieces', async () => {
    let lists = 0;
    let between = (): void => {};
    const list: typeof silentFs.list = (folder) => {
      lists += 1;
      if (lists === 2) between();
      return silentFs.list(folder);
    };
    const other = rig.follow({ path: rig.path('other.log'), fs: { ...silentFs, list } });
    writeFileSync(rig.path('other.log'), lines(0, 3));
    await other.look();
    rig.rename('other.log', 'other.log-1');
    writeFileSync(rig.path('other.log'), lines(3, 5));
    lists = 0;
    between = () => {
      rig.rename('other.log', 'other.log-2');
      writeFileSync(rig.path('other.log'), lines(5, 8));
      rig.rename('other.log', 'other.log-3');
      writeFileSync(rig.path('other.log'), lines(8, 9));
    };
    await other.look();
    await other.look();
    expect(lists).toBeGreaterThan(2);
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 8), lines(8, 9)]);
  });

  test('a backup of the log is not read', async () => {
    copyFileSync(rig.path(), rig.path('miner.log.bak'));
    appendFileSync(rig.path(), lines(3, 5));
    copyFileSync(rig.path(), rig.path('miner.log.old'));
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(5, 6));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 6)]);
  });
});

/** Three pieces between two looks: the log becomes `.2`, what came after it `.1`. */
const rotateTwice = (): void => {
  rig.rename('miner.log', 'miner.log.2');
  rig.write(lines(3, 5));
  rig.rename('miner.log', 'miner.log.1');
  rig.write(lines(5, 7));
};
/** Sets a file's time, in seconds from now. */
const touch = (name: string, seconds: number): void => {
  const time = Date.now() / 1000 + seconds;
  utimesSync(rig.path(name), time, time);
};

describe('a log of which the time tells nothing', () => {
  test('is ahead of the clock: the piece between two looks is read', async () => {
    touch('miner.log', 3600);
    await seen.look();
    rotateTwice();
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 7)]);
  });

  test('was ahead when the clock was set back: the pieces are read in the order of their numbers', async () => {
    touch('miner.log', 7200);
    await seen.look();
    rig.rename('miner.log', 'miner.log.3');
    rig.write(lines(3, 5));
    touch('miner.log', 3600);
    rig.rename('miner.log', 'miner.log.2');
    rig.write(lines(5, 7));
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(7, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 7), lines(7, 9)]);
  });

  test('is kept by two seconds, or the clock was set back by one: the piece is read', async () => {
    await seen.look();
    rotateTwice();
    touch('miner.log.1', -1.9);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 7)]);
  });

  test('is the same as those of all its pieces: they are read in the order of their numbers', async () => {
    rig.rename('miner.log', 'miner.log.3');
    rig.write(lines(3, 5));
    rig.rename('miner.log', 'miner.log.2');
    rig.write(lines(5, 7));
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(7, 9));
    for (const name of ['miner.log.1', 'miner.log.2', 'miner.log.3']) utimesSync(rig.path(name), 2e9, 2e9);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 7), lines(7, 9)]);
  });

  test('is that of a server whose clock is ahead: pieces are read, an archive that was unpacked is not', async () => {
    const ahead = 3_600_000_000_000n;
    const shifted: typeof silentFs.stat = async (file) => later(await silentFs.stat(file));
    const later = (facts: FileFacts): FileFacts => ({
      ...facts,
      modified: facts.modified + ahead,
      changed: facts.changed + ahead,
    });
    const fstat = async (fd: number): Promise<FileFacts> => later(await silentFs.fstat(fd));
    const other = await rig.follow({ fs: { ...silentFs, stat: shifted, fstat } }).look();
    writeFileSync(rig.path('miner.log.7'), 'archive\n');
    touch('miner.log.7', -100);
    rotateTwice();
    await other.look();
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 7)]);
    await seen.look();
  });
});
