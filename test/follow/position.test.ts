import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemFollowFs as fs } from '../../src/follow/follow-fs.ts';
import {
  beginning,
  fingerprintLength,
  isSameUpTo,
  positionAfter,
  positionAt,
} from '../../src/follow/position.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';
import { lines, Rig } from './followed.ts';

let rig: Rig;
let fd: number;
const text = Buffer.from(lines(0, 200));
beforeEach(() => {
  rig = new Rig();
  writeFileSync(rig.path(), text);
  fd = openSync(rig.path(), 'r');
});
afterEach(() => {
  closeSync(fd);
  return rig.close();
});

test('a position holds the last page before it, however it was come to', async () => {
  for (const longest of [7, 3000, 4096, 5000, 20_000]) {
    let position = beginning;
    for (const chunk of cutAtRandom(text, longest, seeded(longest)))
      position = positionAfter(position, chunk);
    expect(position.offset).toBe(text.length);
    expect(Buffer.from(position.before).equals(text.subarray(-fingerprintLength))).toBe(true);
    expect(await positionAt(fs, fd, text.length)).toEqual(position);
  }
});

test('a file has its own positions, at the beginning too', async () => {
  for (const offset of [0, 1, 4095, 4096, 4097, text.length])
    expect(await isSameUpTo(fs, fd, await positionAt(fs, fd, offset))).toBe(true);
});

test('a file that was changed or cut off before a position does not have it', async () => {
  const position = await positionAt(fs, fd, text.length);
  truncateSync(rig.path(), text.length - 1);
  expect(await isSameUpTo(fs, fd, position)).toBe(false);
  writeFileSync(rig.path(), text.toString().toLowerCase());
  expect(await isSameUpTo(fs, fd, position)).toBe(false);
});
