import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginning, fingerprintLength, hasPlace, placeAfter, placeAt } from '../../src/follow/fingerprint.ts';
import { systemFollowFs as fs } from '../../src/follow/follow-fs.ts';
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

test('a place holds the last page before it, however it was come to', async () => {
  for (const longest of [7, 3000, 4096, 5000, 20_000]) {
    let place = beginning;
    for (const chunk of cutAtRandom(text, longest, seeded(longest))) place = placeAfter(place, chunk);
    expect(place.offset).toBe(text.length);
    expect(Buffer.from(place.before).equals(text.subarray(-fingerprintLength))).toBe(true);
    expect(await placeAt(fs, fd, text.length)).toEqual(place);
  }
});

test('a file has its own places, at the beginning too', async () => {
  for (const offset of [0, 1, 4095, 4096, 4097, text.length])
    expect(await hasPlace(fs, fd, await placeAt(fs, fd, offset))).toBe(true);
});

test('a file that was changed or cut off before a place does not have it', async () => {
  const place = await placeAt(fs, fd, text.length);
  truncateSync(rig.path(), text.length - 1);
  expect(await hasPlace(fs, fd, place)).toBe(false);
  writeFileSync(rig.path(), text.toString().toLowerCase());
  expect(await hasPlace(fs, fd, place)).toBe(false);
});
