import {
  appendFileSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Followed, lines, Rig } from './followed.ts';

let rig: Rig;
let open: number[];
let seen: Followed;
beforeEach(async () => {
  rig = new Rig();
  open = [];
  writeFileSync(rig.path(), lines(0, 100));
  seen = await rig.follow().look();
});
afterEach(async () => {
  for (const fd of open) closeSync(fd);
  expect(seen.faults).toEqual([]);
  await rig.close();
});

const miner = (flags: string): number => {
  const fd = openSync(rig.path(), flags);
  open.push(fd);
  return fd;
};
/** What logrotate does with copytruncate. */
const copyAndTruncate = (to = 'miner.log.1'): void => {
  copyFileSync(rig.path(), rig.path(to));
  truncateSync(rig.path());
};

describe('copytruncate', () => {
  test('of a log that is appended to', async () => {
    const fd = miner('a');
    writeSync(fd, lines(100, 102));
    await seen.look();
    copyAndTruncate();
    await seen.look();
    writeSync(fd, lines(102, 104));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 102), lines(102, 104)]);
    expect(seen.files.map(({ ended, late }) => [ended, late])).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  test('what was written last before it is read from the copy', async () => {
    const fd = miner('a');
    writeSync(fd, `${lines(100, 120)}Hash: half`);
    copyAndTruncate();
    writeSync(fd, lines(120, 122));
    await seen.look();
    expect(seen.texts).toEqual([`${lines(0, 120)}Hash: half`, lines(120, 122)]);
  });

  test('the copy may be seen while it is being made', async () => {
    const fd = miner('a');
    copyFileSync(rig.path(), rig.path('miner.log.1'));
    await seen.look();
    writeSync(fd, lines(100, 103));
    appendFileSync(rig.path('miner.log.1'), lines(100, 103));
    truncateSync(rig.path());
    await seen.look();
    expect(seen.text).toBe(lines(0, 103));
  });

  test('a copy with the log’s own time in whole seconds is found', async () => {
    const fd = miner('a');
    writeSync(fd, lines(100, 103));
    copyFileSync(rig.path(), rig.path('miner.log.1'));
    const seconds = Math.floor(statSync(rig.path()).mtimeMs / 1000);
    utimesSync(rig.path('miner.log.1'), seconds, seconds);
    truncateSync(rig.path());
    await seen.look();
    expect(seen.text).toBe(lines(0, 103));
  });

  test('a copy of a log whose time is ahead of the clock is found', async () => {
    const fd = miner('a');
    writeSync(fd, lines(100, 103));
    const later = Date.now() / 1000 + 3600;
    utimesSync(rig.path(), later, later);
    await seen.look();
    writeSync(fd, lines(103, 105));
    utimesSync(rig.path(), later, later);
    copyAndTruncate();
    await seen.look();
    expect(seen.text).toBe(lines(0, 105));
  });

  test('an old file that begins with all of it is no copy of it', async () => {
    writeFileSync(rig.path('miner.log.9'), lines(0, 100) + lines(900, 905));
    utimesSync(rig.path('miner.log.9'), 1_000_000_000, 1_000_000_000);
    truncateSync(rig.path());
    appendFileSync(rig.path(), lines(100, 103));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 103)]);
  });

  test('a new file beside it that is no copy is not read', async () => {
    writeFileSync(rig.path('miner.log.notes'), 'something else\n'.repeat(1000));
    truncateSync(rig.path());
    appendFileSync(rig.path(), lines(100, 103));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 103)]);
  });

  test('twice between two looks, the first time when all was read', async () => {
    const fd = miner('a');
    copyAndTruncate('miner.log.1');
    writeSync(fd, lines(100, 105));
    renameSync(rig.path('miner.log.1'), rig.path('miner.log.2'));
    copyAndTruncate('miner.log.1');
    writeSync(fd, lines(105, 106));
    await seen.look();
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 105), lines(105, 106)]);
  });

  test('three times between two looks', async () => {
    const fd = miner('a');
    writeSync(fd, lines(100, 105));
    copyAndTruncate('miner.log.1');
    writeSync(fd, lines(105, 108));
    renameSync(rig.path('miner.log.1'), rig.path('miner.log.2'));
    copyAndTruncate('miner.log.1');
    writeSync(fd, lines(108, 111));
    renameSync(rig.path('miner.log.2'), rig.path('miner.log.3'));
    renameSync(rig.path('miner.log.1'), rig.path('miner.log.2'));
    copyAndTruncate('miner.log.1');
    writeSync(fd, lines(111, 112));
    await seen.look();
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 105), lines(105, 108), lines(108, 111), lines(111, 112)]);
  });

  test('of a log that is written on at its old position: the hole is left out', async () => {
    const fd = miner('r+');
    const position = statSync(rig.path()).size;
    writeSync(fd, lines(100, 102), position);
    const further = statSync(rig.path()).size;
    await seen.look();
    copyAndTruncate();
    await seen.look();
    writeSync(fd, lines(102, 104), further);
    await seen.look();
    writeSync(fd, lines(104, 105), statSync(rig.path()).size);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 102), lines(102, 105)]);
  });

  test('the same between two looks, so that the log is longer than before', async () => {
    const fd = miner('r+');
    const position = statSync(rig.path()).size;
    copyAndTruncate();
    writeSync(fd, lines(100, 104), position);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 104)]);
  });

  test('a large hole is passed over', async () => {
    const fd = miner('r+');
    ftruncateSync(fd, 0);
    writeSync(fd, lines(100, 104), 64 * 1024 ** 2);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 104)]);
  });
});

describe('a log that is truncated', () => {
  test('and written over, as by `miner > log` again', async () => {
    writeFileSync(rig.path(), lines(100, 103));
    await seen.look();
    appendFileSync(rig.path(), lines(103, 104));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 104)]);
  });

  test('and has grown past its old size when it is looked at', async () => {
    writeFileSync(rig.path(), lines(100, 300));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 300)]);
  });

  test('and has grown to just its old size', async () => {
    const other = lines(0, 100).toLowerCase();
    writeFileSync(rig.path(), other);
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), other]);
  });

  test('at a quiet time, to nothing, and written later', async () => {
    await seen.look(100);
    truncateSync(rig.path());
    await seen.look();
    await seen.look(100);
    appendFileSync(rig.path(), lines(100, 101));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(100, 101)]);
  });

  test('again and again', async () => {
    let text = lines(0, 100);
    for (let round = 1; round < 30; round += 1) {
      const more = lines(round * 1000, round * 1000 + ((round * 37) % 200) + 1);
      writeFileSync(rig.path(), more);
      text += more;
      await seen.look();
    }
    expect(seen.text === text).toBe(true);
    expect(seen.files).toHaveLength(30);
  });

  test('by a few bytes at its end', async () => {
    truncateSync(rig.path(), statSync(rig.path()).size - 10);
    await seen.look();
    // What is left can't be told from a new log that begins alike.
    expect(seen.texts).toEqual([lines(0, 100), lines(0, 100).slice(0, -10)]);
  });
});
