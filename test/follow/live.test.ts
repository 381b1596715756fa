import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemTimers, type Timers } from '../../src/time.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';
import { until } from '../system/support/until.ts';
import { type Followed, lines, Rig, silentFs } from './followed.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

/** Seconds from writing a text to its being seen. */
const latency = async (seen: Followed, text: string, write: () => void): Promise<number> => {
  const before = seen.length;
  const start = performance.now();
  write();
  for (;;) {
    if (seen.length >= before + Buffer.byteLength(text)) return (performance.now() - start) / 1000;
    await sleep(1);
  }
};
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A look each half second is one in four seconds: what is seen sooner was heard of, also on a busy machine. */
const slow: Timers = { after: (seconds, callback) => systemTimers.after(seconds * 8, callback) };

describe('how soon a line is seen', () => {
  test('at once where changes are heard', async () => {
    writeFileSync(rig.path(), '');
    const seen = rig.followLive({ timers: slow });
    await until(() => seen.states.includes('following'));
    const times: number[] = [];
    for (let line = 0; line < 21; line += 1) {
      const text = lines(line, line + 1);
      times.push(await latency(seen, text, () => appendFileSync(rig.path(), text)));
    }
    expect(median(times)).toBeLessThan(0.8);
    expect(seen.text).toBe(lines(0, 21));
  });

  test('within a second where they are not', async () => {
    writeFileSync(rig.path(), '');
    const seen = rig.followLive({ fs: silentFs });
    await until(() => seen.states.includes('following'));
    const times: number[] = [];
    for (let line = 0; line < 5; line += 1) {
      const text = lines(line, line + 1);
      times.push(await latency(seen, text, () => appendFileSync(rig.path(), text)));
    }
    expect(median(times)).toBeLessThan(1);
    expect(seen.text).toBe(lines(0, 5));
  });

  test('at once in a log that comes while it is waited for, and in its successor', async () => {
    const seen = rig.followLive({ timers: slow });
    await until(() => seen.states.includes('waiting'));
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const text = lines(round, round + 1);
      times.push(await latency(seen, text, () => writeFileSync(rig.path(), text)));
      renameSync(rig.path(), rig.path(`miner.log.${round}`));
      await until(() => seen.states.at(-1) === 'waiting');
    }
    expect(median(times)).toBeLessThan(0.8);
    expect(seen.texts).toEqual([0, 1, 2, 3, 4, 5, 6].map((round) => lines(round, round + 1)));
  });
});

test('nothing is lost or doubled, whatever happens to a log while it is written', async () => {
  const random = seeded(11);
  mkdirSync(rig.path('logs'));
  const log = rig.path('logs/miner.log');
  const seen = rig.followLive({ path: log, from: 'start' });
  // What was rotated before it was looked for is old.
  writeFileSync(log, '');
  await until(() => seen.states.includes('following'));
  let text = '';
  let number = 0;
  for (let round = 0; round < 80; round += 1) {
    const more = lines(number, number + 1 + random(40));
    number += 40;
    text += more;
    for (const piece of cutAtRandom(Buffer.from(more), 2000, random)) {
      appendFileSync(log, piece);
      if (random(4) === 0) await sleep(random(15));
    }
    // A log may only lose what is in it once that was seen, or was kept elsewhere.
    const kept = [() => renameSync(log, `${log}-${1000 + round}`), () => {}];
    const seenFirst = [
      () => truncateSync(log),
      () => unlinkSync(log),
      () => {
        writeFileSync(`${log}.new`, '');
        renameSync(`${log}.new`, log);
      },
      () => {
        rmSync(rig.path('logs'), { recursive: true });
        mkdirSync(rig.path('logs'));
      },
      () => {
        unlinkSync(log);
        writeFileSync(rig.path(`elsewhere-${round}`), '');
        symlinkSync(rig.path(`elsewhere-${round}`), log);
      },
    ];
    const choice = random(kept.length + seenFirst.length);
    if (choice >= kept.length) await until(() => seen.length >= text.length);
    (kept[choice] ?? seenFirst[choice - kept.length])?.();
  }
  await until(() => seen.length >= text.length);
  expect(seen.text === text).toBe(true);
  expect(seen.faults).toEqual([]);
}, 60_000);

test('64 logs, one of them flooded: the others are seen soon', async () => {
  const quiet = Array.from({ length: 63 }, (_, index) => {
    writeFileSync(rig.path(`${index}.log`), '');
    return rig.followLive({ path: rig.path(`${index}.log`) });
  });
  const flooded = rig.followLive({ from: 'start' });
  await until(() => quiet.every(({ states }) => states.includes('following')));
  const flood = Buffer.alloc(4 * 1024 * 1024, lines(0, 1000));
  let written = 0;
  const times: number[] = [];
  for (let round = 0; round < 21; round += 1) {
    appendFileSync(rig.path(), flood);
    written += flood.length;
    const one = quiet[(round * 31) % quiet.length];
    if (one === undefined) throw new Error('no such log');
    const path = rig.path(`${(round * 31) % quiet.length}.log`);
    times.push(await latency(one, 'Hash: 1\n', () => appendFileSync(path, 'Hash: 1\n')));
  }
  expect(median(times)).toBeLessThan(0.1);
  await until(() => flooded.length === written);
}, 60_000);
