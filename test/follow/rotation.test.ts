import {
  appendFileSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Followed, lines, Rig } from './followed.ts';

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

describe('a log that is renamed', () => {
  test('and created anew is read to its end, then the new one', async () => {
    appendFileSync(rig.path(), lines(3, 5));
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(5, 7));
    await seen.look();
    appendFileSync(rig.path(), lines(7, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), lines(5, 9)]);
  });

  test('is read on while its miner writes to it, and nothing has its name', async () => {
    const fd = rig.miner();
    rig.rename('miner.log', 'miner.log.1');
    for (let line = 3; line < 10; line += 1) {
      writeSync(fd, lines(line, line + 1));
      await seen.look();
    }
    expect(seen.texts).toEqual([lines(0, 10)]);
    expect(seen.states.at(-1)).toBe('waiting');
    rig.write(lines(10, 12));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 10), lines(10, 12)]);
  });

  test('is read on beside the new one, each as a stream of its own', async () => {
    const fd = rig.miner();
    rig.rename('miner.log', 'miner.log.1');
    rig.write('');
    writeSync(fd, 'Hash: half');
    await seen.look();
    rig.write('new ');
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
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(40_000, 40_010));
    await seen.look();
    expect(seen.text === lines(0, 40_010)).toBe(true);
  });

  test('is let go when it has been quiet for long and the new one is written to', async () => {
    const fd = rig.miner();
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(3, 4));
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
    const fd = rig.miner();
    rig.rename('miner.log', 'miner.log.1');
    rig.write('');
    await seen.look();
    await seen.look(100_000);
    writeSync(fd, lines(3, 4));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 4)]);
  });

  test('and given its name back is followed on', async () => {
    rig.rename('miner.log', 'miner.log.1');
    rig.write('new\n');
    await seen.look();
    unlinkSync(rig.path());
    rig.rename('miner.log.1', 'miner.log');
    appendFileSync(rig.path(), lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 5), 'new\n']);
    await seen.look();
    appendFileSync(rig.path(), lines(5, 6));
    await seen.look();
    expect(seen.texts[0]).toBe(lines(0, 6));
  });
});

describe('a log that is deleted', () => {
  test('and created at once is read from its first byte', async () => {
    unlinkSync(rig.path());
    rig.write(lines(3, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 5)]);
  });

  test('and created later', async () => {
    unlinkSync(rig.path());
    await seen.look();
    rig.write(lines(3, 9));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 9)]);
  });

  test('is read on while its miner writes to it', async () => {
    const fd = rig.miner();
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
    rig.write(lines(3, 5));
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
      rig.write(more);
      text += more;
      await seen.look();
    }
    expect(seen.text).toBe(text);
  });
});

describe('a log that is replaced', () => {
  test('by a new one, written beside it and renamed over it', async () => {
    writeFileSync(rig.path('temporary'), lines(3, 6));
    rig.rename('temporary', 'miner.log');
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(3, 6)]);
  });

  test('by a copy brought up to date, as rsync does, is read on where it was', async () => {
    let text = lines(0, 100);
    rig.write(text);
    await seen.look();
    for (let round = 1; round < 5; round += 1) {
      text = lines(0, 100 + round * 7);
      writeFileSync(rig.path('.miner.log.x7'), text);
      rig.rename('.miner.log.x7', 'miner.log');
      await seen.look();
    }
    expect(seen.text).toBe(text);
    expect(seen.files).toHaveLength(1);
  });

  test('by a new one that begins alike is read from its first byte', async () => {
    unlinkSync(rig.path());
    rig.write(lines(0, 5));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 3), lines(0, 5)]);
  });

  test('by one that begins with all of it, while it is kept under another name, too', async () => {
    rig.write(lines(0, 100));
    await seen.look();
    rig.rename('miner.log', 'miner.log.1');
    rig.write(lines(0, 110));
    await seen.look();
    expect(seen.texts).toEqual([lines(0, 100), lines(0, 110)]);
  });

  test('by another target of its symbolic link', async () => {
    rig.write('');
    writeFileSync(rig.path('a'), lines(0, 3));
    writeFileSync(rig.path('b'), lines(3, 5));
    symlinkSync('a', rig.path('link.log'));
    const link = await rig.follow({ path: rig.path('link.log') }).look();
    symlinkSync('b', rig.path('link.new'));
    rig.rename('link.new', 'link.log');
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
    rig.rename('logs/real', 'logs/real.2');
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
    rig.rename('miner.log', `miner.log.${round}`);
    rig.write(lines(round * 3, round * 3 + 3));
    await seen.look();
  }
  expect(seen.text).toBe(lines(0, 123));
  expect(seen.files.filter(({ ended }) => !ended).length).toBeLessThanOrEqual(24);
});
