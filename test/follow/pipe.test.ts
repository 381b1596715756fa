import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../system/support/until.ts';
import { lines, Rig } from './followed.ts';

let rig: Rig;
let open: Set<number>;
beforeEach(() => {
  rig = new Rig();
  open = new Set();
  execFileSync('mkfifo', [rig.path()]);
});
afterEach(async () => {
  for (const fd of open) closeSync(fd);
  await rig.close();
});

/** A miner that writes into the pipe; it fails when nobody has it open for reading. */
const miner = (): number => {
  const fd = openSync(rig.path(), constants.O_WRONLY | constants.O_NONBLOCK);
  open.add(fd);
  return fd;
};
const ends = (fd: number): void => {
  closeSync(fd);
  open.delete(fd);
};

test('a pipe is read while its miner writes', async () => {
  const seen = await rig.follow().look();
  const fd = miner();
  for (let line = 0; line < 10; line += 1) {
    writeSync(fd, lines(line, line + 1));
    await seen.look();
  }
  expect(seen.texts).toEqual([lines(0, 10)]);
  expect(seen.states).toEqual(['following']);
});

test('one miner after the other: each is a stream', async () => {
  const seen = await rig.follow().look();
  for (let round = 0; round < 3; round += 1) {
    const fd = miner();
    writeSync(fd, `Hash: ${round}`);
    await seen.look();
    ends(fd);
    await seen.look();
  }
  expect(seen.texts).toEqual(['Hash: 0', 'Hash: 1', 'Hash: 2']);
  expect(seen.files.every(({ ended }) => ended)).toBe(true);
  expect(seen.faults).toEqual([]);
});

test('a line is there soon, and more than the pipe holds comes whole', async () => {
  const seen = rig.followLive();
  await until(() => seen.states.includes('following'));
  const script = `for (let i = 0; i < 20000; i++) console.log('Hash: ' + i)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', openedForShell(), 'ignore'] });
  await until(() => child.exitCode !== null);
  let all = '';
  for (let i = 0; i < 20_000; i += 1) all += `Hash: ${i}\n`;
  await until(() => seen.length >= all.length);
  expect(seen.text === all).toBe(true);
});

/** Blocking, as a shell opens it. */
const openedForShell = (): number => {
  const fd = openSync(rig.path(), 'w');
  open.add(fd);
  return fd;
};

test('once: to the end of the first miner', async () => {
  const seen = rig.followLive({ once: true });
  await until(() => seen.states.includes('following'));
  const fd = miner();
  writeSync(fd, lines(0, 3));
  await until(() => seen.text === lines(0, 3));
  ends(fd);
  await seen.log.ended;
  expect(seen.files.map(({ ended }) => ended)).toEqual([true]);
});

test('a pipe that makes way for a file is read to its end', async () => {
  const seen = await rig.follow().look();
  const fd = miner();
  writeSync(fd, lines(0, 2));
  unlinkSync(rig.path());
  writeFileSync(rig.path(), lines(2, 4));
  await seen.look();
  ends(fd);
  await seen.look();
  expect(seen.texts).toEqual([lines(0, 2), lines(2, 4)]);
});
