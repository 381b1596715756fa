import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileFacts } from '../../src/follow/follow-fs.ts';
import { type Followed, lines, Rig, silentFs } from './followed.ts';

let rig: Rig;
let open: number[];
let seen: Followed;
beforeEach(async () => {
  rig = new Rig();
  open = [];
  writeFileSync(rig.path(), lines(0, 3));
  seen = await rig.follow().look();
});
afterEach(async () => {
  for (const fd of open) closeSync(fd);
  expect(seen.faults).toEqual([]);
  await rig.close();
});

/** A miner that has its log open. */
const miner = (flags = 'a', name = 'miner.log'): number => {
  const fd = openSync(rig.path(name), flags);
  open.push(fd);
  return fd;
};
const rename = (from: string, to: string): void => renameSync(rig.path(from), rig.path(to));
const write = (text: string): void => writeFileSync(rig.path(), text);

describe('a log that is renamed', () => {
  test('and created anew is read to its end, then the new one', async () => {
    appendFileSync(rig.path(), lines(3, 5));
    rename('miner.log', 'miner.log.1');
    write(lines(5, 7));
    await seen.look();
    appendFileSync(rig.path(), lines(7, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 9)]);
  });

  test('is read on while its miner writes to it, and nothing has its name', async () => {
    const fd = miner();
    rename('miner.log', 'miner.log.1');
    for (let line = 3; line < 10; line += 1) {
      writeSync(fd, lines(line, line + 1));
      await seen.look();
    }
    expect(seen.texts).toEqual([lines(0, 10)]);
    expect(seen.states.at(-1)).toBe('waiting');
    write(lines(10, 12));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 10), lines(10, 12)]);
  });

  test('is read on beside the new one, each as a stream of its own', async () => {
    const fd = miner();
    rename('miner.log', 'miner.log.1');
    write('');
    writeSync(fd, 'Hash: half');
    await seen.look();
    write('new ');
    await seen.look();
    writeSync(fd, ' a line\n');
    await seen.look();
    appendFileSync(rig.path(), 'line\n');
    await seen.look();
    expect(seen.texts).toEqual([`${lines(0, 3)}Hash: half a line\n`, 'new line\n']);
  });

  test('is read to its end before the new one, however much is in it', async () => {
    const much = lines(3, 40_000);
    appendFileSync(rig.path(), much);
    rename('miner.log', 'miner.log.1');
    write(lines(40_000, 40_010));
    await seen.look();
    expect(seen.text === lines(0, 40_010)).toBe(true);
  });

  test('is let go when it has been quiet for long and the new one is written to', async () => {
    const fd = miner();
    rename('miner.log', 'miner.log.1');
    write(lines(3, 4));
    await seen.look();
    await seen.look(599);
    writeSync(fd, 'late\n');
    await seen.look();
    await seen.look(599);
    expect(seen.files.map(({ ended }) => ended)).toEqual([false, false]);
    await seen.look(2);
    expect(seen.files.map(({ ended, late }) => [ended, late])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(seen.texts).toEqual([`${lines(0, 3)}late\n`, lines(3, 4)]);
  });

  test('is not let go while the new one stays empty: its miner writes where it wrote', async () => {
    const fd = miner();
    rename('miner.log', 'miner.log.1');
    write('');
    await seen.look();
    await seen.look(100_000);
    writeSync(fd, lines(3, 4));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 4)]);
  });

  test('and given its name back is followed on', async () => {
    rename('miner.log', 'miner.log.1');
    write('new\n');
    await seen.look();
    unlinkSync(rig.path());
    rename('miner.log.1', 'miner.log');
    appendFileSync(rig.path(), lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), 'new\n']);
    await seen.look();
    appendFileSync(rig.path(), lines(5, 6));
    await seen.look();
    expect(seen.texts[0]).toBe(lines(0, 6));
  });
});

describe('several rotations between two looks', () => {
  test('the pieces are read in order', async () => {
    appendFileSync(rig.path(), lines(3, 5));
    rename('miner.log', 'miner.log.1');
    write(lines(5, 8));
    rename('miner.log.1', 'miner.log.2');
    rename('miner.log', 'miner.log.1');
    write(lines(8, 10));
    rename('miner.log.2', 'miner.log.3');
    rename('miner.log.1', 'miner.log.2');
    rename('miner.log', 'miner.log.1');
    write(lines(10, 12));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 8), lines(8, 10), lines(10, 12)]);
    await seen.look();
    expect(seen.text).toBe(lines(0, 12));
  });

  test('the pieces are read though nothing has the name any more', async () => {
    rename('miner.log', 'miner.log.2');
    write(lines(3, 5));
    rename('miner.log', 'miner.log.1');
    await seen.look();
    await seen.look();
    rename('miner.log.2', 'miner.log.4');
    rename('miner.log.1', 'miner.log.3');
    write(lines(5, 6));
    rename('miner.log', 'miner.log.2');
    write(lines(6, 8));
    rename('miner.log', 'miner.log.1');
    await seen.look();
    write(lines(8, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6), lines(6, 8), lines(8, 9)]);
  });

  test('logs named by date are found, other miners’ logs are left alone', async () => {
    write(lines(0, 3));
    rename('miner.log', 'miner.log-20240101');
    write(lines(3, 5));
    rename('miner.log', 'miner-2024-01-02T00-00-00.000.log');
    writeFileSync(rig.path('miner-2.log'), 'another miner\n');
    writeFileSync(rig.path('miner.log.9.gz'), 'compressed\n');
    write(lines(5, 6));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6)]);
  });

  test('old archives are not read, though the oldest one’s inode is the new log’s', async () => {
    for (const round of [1, 2, 3, 4, 5, 6]) {
      rmSync(rig.path('miner.log.2'), { force: true });
      if (round > 1) rename('miner.log.1', 'miner.log.2');
      rename('miner.log', 'miner.log.1');
      write(lines(round * 3, round * 3 + 3));
      await seen.look();
    }
    expect(seen.text).toBe(lines(0, 21));
  });

  test('archives that were there at the start are not read', async () => {
    writeFileSync(rig.path('other.log.1'), 'archive 1\n');
    writeFileSync(rig.path('other.log.2'), 'archive 2\n');
    writeFileSync(rig.path('other.log'), lines(0, 3));
    const other = await rig.follow({ path: rig.path('other.log') }).look();
    rename('other.log.2', 'other.log.3');
    rename('other.log.1', 'other.log.2');
    rename('other.log', 'other.log.1');
    writeFileSync(rig.path('other.log'), lines(3, 5));
    await other.look();
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5)]);
  });

  test('a piece is found though it has the number of an archive that made way for it', async () => {
    writeFileSync(rig.path('other.log.1'), 'archive\n');
    writeFileSync(rig.path('other.log'), lines(0, 3));
    const other = await rig.follow({ path: rig.path('other.log') }).look();
    rename('other.log', 'other.log.2');
    unlinkSync(rig.path('other.log.1'));
    writeFileSync(rig.path('other.log'), lines(3, 5));
    rename('other.log', 'other.log.1');
    writeFileSync(rig.path('other.log'), lines(5, 6));
    await other.look();
    expect(other.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6)]);
  });

  test('an archive that was unpacked is not read', async () => {
    writeFileSync(rig.path('miner.log.7'), 'archive\n');
    utimesSync(rig.path('miner.log.7'), 1_000_000_000, 1_000_000_000);
    rename('miner.log', 'miner.log.1');
    write(lines(3, 5));
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
    rename('other.log', 'other.log-1');
    writeFileSync(rig.path('other.log'), lines(3, 5));
    lists = 0;
    between = () => {
      rename('other.log', 'other.log-2');
      writeFileSync(rig.path('other.log'), lines(5, 8));
      rename('other.log', 'other.log-3');
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
    rename('miner.log', 'miner.log.1');
    write(lines(5, 6));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 6)]);
  });
});

/** Three pieces between two looks: the log becomes `.2`, what came after it `.1`. */
const rotateTwice = (): void => {
  rename('miner.log', 'miner.log.2');
  write(lines(3, 5));
  rename('miner.log', 'miner.log.1');
  write(lines(5, 7));
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
    rename('miner.log', 'miner.log.3');
    write(lines(3, 5));
    touch('miner.log', 3600);
    rename('miner.log', 'miner.log.2');
    write(lines(5, 7));
    rename('miner.log', 'miner.log.1');
    write(lines(7, 9));
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
    rename('miner.log', 'miner.log.3');
    write(lines(3, 5));
    rename('miner.log', 'miner.log.2');
    write(lines(5, 7));
    rename('miner.log', 'miner.log.1');
    write(lines(7, 9));
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

describe('a log that is deleted', () => {
  test('and created at once is read from its first byte', async () => {
    unlinkSync(rig.path());
    write(lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5)]);
  });

  test('and created later', async () => {
    unlinkSync(rig.path());
    await seen.look();
    write(lines(3, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 9)]);
  });

  test('is read on while its miner writes to it', async () => {
    const fd = miner();
    unlinkSync(rig.path());
    await seen.look();
    writeSync(fd, lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5)]);
  });

  test('does not take room on the disk for ever', async () => {
    unlinkSync(rig.path());
    await seen.look();
    expect(seen.files.map(({ ended }) => ended)).toEqual([false]);
    await seen.look(601);
    expect(seen.files.map(({ ended }) => ended)).toEqual([true]);
    write(lines(3, 5));
    await seen.look();
    expect(seen.text).toBe(lines(0, 5));
  });

  test('never is taken for a new one that has its number (as ext4 gives it at once)', async () => {
    let text = lines(0, 3);
    for (let round = 1; round <= 20; round += 1) {
      const more = lines(round * 10, round * 10 + (round % 4) + 1);
      unlinkSync(rig.path());
      if (round % 3 === 0) await seen.look();
      // Long enough for the one before to be let go, so that its number is free.
      if (round % 5 === 0) await seen.look(700);
      write(more);
      text += more;
      await seen.look();
    }
    expect(seen.text).toBe(text);
  });
});

describe('a log that is replaced', () => {
  test('by a new one, written beside it and renamed over it', async () => {
    writeFileSync(rig.path('temporary'), lines(3, 6));
    rename('temporary', 'miner.log');
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 6)]);
  });

  test('by a copy brought up to date, as rsync does, is read on where it was', async () => {
    let text = lines(0, 100);
    write(text);
    await seen.look();
    for (let round = 1; round < 5; round += 1) {
      text = lines(0, 100 + round * 7);
      writeFileSync(rig.path('.miner.log.x7'), text);
      rename('.miner.log.x7', 'miner.log');
      await seen.look();
    }
    expect(seen.text).toBe(text);
    expect(seen.files).toHaveLength(1);
  });

  test('by a new one that begins alike is read from its first byte', async () => {
    unlinkSync(rig.path());
    write(lines(0, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(0, 5)]);
  });

  test('by one that begins with all of it, while it is kept under another name, too', async () => {
    write(lines(0, 100));
    await seen.look();
    rename('miner.log', 'miner.log.1');
    write(lines(0, 110));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(0, 110)]);
  });

  test('by another target of its symbolic link', async () => {
    write('');
    writeFileSync(rig.path('a'), lines(0, 3));
    writeFileSync(rig.path('b'), lines(3, 5));
    symlinkSync('a', rig.path('link.log'));
    const link = await rig.follow({ path: rig.path('link.log') }).look();
    symlinkSync('b', rig.path('link.new'));
    rename('link.new', 'link.log');
    await link.look();
    appendFileSync(rig.path('b'), lines(5, 6));
    await link.look();
    expect(link.texts).toEqual([lines(0, 3), lines(3, 6)]);
  });

  test('behind a symbolic link is looked for where it was rotated', async () => {
    mkdirSync(rig.path('logs'));
    writeFileSync(rig.path('logs/real'), lines(0, 3));
    symlinkSync('logs/real', rig.path('link.log'));
    const link = await rig.follow({ path: rig.path('link.log') }).look();
    rename('logs/real', 'logs/real.2');
    writeFileSync(rig.path('logs/real.1'), lines(3, 5));
    writeFileSync(rig.path('logs/real'), lines(5, 6));
    await link.look();
    expect(link.texts).toEqual([lines(0, 3), lines(3, 5), lines(5, 6)]);
  });
});

test('a folder that is removed and made again', async () => {
  mkdirSync(rig.path('logs'));
  writeFileSync(rig.path('logs/miner.log'), lines(0, 3));
  const inFolder = await rig.follow({ path: rig.path('logs/miner.log') }).look();
  rmSync(rig.path('logs'), { recursive: true });
  await inFolder.look();
  mkdirSync(rig.path('logs'));
  await inFolder.look();
  writeFileSync(rig.path('logs/miner.log'), lines(3, 5));
  await inFolder.look();
  expect(inFolder.text).toBe(lines(0, 5));
  expect(inFolder.states).toEqual(['following', 'waiting', 'following']);
});

test('a new log in each of many looks keeps no more files open than it must', async () => {
  for (let round = 1; round <= 40; round += 1) {
    rename('miner.log', `miner.log.${round}`);
    write(lines(round * 3, round * 3 + 3));
    await seen.look();
  }
  expect(seen.text).toBe(lines(0, 123));
  expect(seen.files.filter(({ ended }) => !ended).length).toBeLessThanOrEqual(24);
});
