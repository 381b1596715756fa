import { closeSync, openSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FollowFs, systemFollowFs } from '../../src/follow/follow-fs.ts';
import { findNewestReading, searchLimit } from '../../src/follow/newest-reading.ts';
import { Rig } from './followed.ts';

let rig: Rig;
let fd: number;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => {
  closeSync(fd);
  return rig.close();
});

/** Looks in a log for its newest line with `Hash` in it. */
const find = async (text: string) => {
  writeFileSync(rig.path(), text);
  fd = openSync(rig.path(), 'r');
  let read = 0;
  const blocks: string[] = [];
  const fs: FollowFs = {
    ...systemFollowFs,
    async read(from, into, position) {
      const count = await systemFollowFs.read(from, into, position);
      read += count;
      return count;
    },
  };
  const { offset } = await findNewestReading(fs, fd, text.length, (block) => {
    blocks.push(Buffer.from(block).toString());
    return Buffer.from(block).includes('Hash');
  });
  return { offset, read, blocks };
};

test('an empty log starts at its beginning', async () => {
  expect((await find('')).offset).toBe(0);
});

test('a short log is read whole, whatever is in it', async () => {
  expect((await find('banner\nHash: 1\n')).offset).toBe(0);
  closeSync(fd);
  expect((await find('nothing yet')).offset).toBe(0);
});

test('a reading at the end of a long log costs one block', async () => {
  const text = `${'x'.repeat(99)}\n`.repeat(100_000);
  const { offset, read } = await find(`${text}Hash: 1\n`);
  expect(text.length - offset).toBeLessThan(70_000);
  expect(offset % 100).toBe(0);
  expect(read).toBeLessThan(70_000);
});

test('it goes back to the newest block with a reading, and no further', async () => {
  const filler = `${'x'.repeat(99)}\n`;
  const before = `Hash: 1\n${filler.repeat(20_000)}`;
  const { offset, blocks } = await find(`${before}Hash: 2\n${filler.repeat(5000)}`);
  expect(offset).toBeLessThanOrEqual(before.length);
  expect(before.length - offset).toBeLessThan(70_000);
  expect(blocks.filter((block) => block.includes('Hash'))).toHaveLength(1);
});

test('blocks are whole lines, and together the log', async () => {
  const text = Array.from({ length: 30_000 }, (_, line) => `line ${line}\n`).join('');
  const { blocks } = await find(text);
  expect(blocks.length).toBeGreaterThan(3);
  expect(blocks.every((block) => block.endsWith('\n') && block.startsWith('line'))).toBe(true);
  expect(blocks.reverse().join('') === text).toBe(true);
});

test('a line of megabytes is one', async () => {
  const { offset, blocks } = await find(`Hash: 1\n${'x'.repeat(3_000_000)}`);
  expect(offset).toBe(0);
  expect(blocks).toHaveLength(1);
});

test('lines that end in a bare CR are lines', async () => {
  const text = `${'x'.repeat(99)}\r`.repeat(10_000);
  const { offset } = await find(`${text}Hash: 1\r`);
  expect(offset % 100).toBe(0);
  expect(offset).toBeGreaterThan(900_000);
});

test('where there is none within the limit it starts at the last block', async () => {
  const filler = `${'x'.repeat(99)}\n`;
  const text = `Hash: 1\n${filler.repeat(searchLimit / 100 + 2000)}`;
  const { offset, read } = await find(text);
  expect(text.length - offset).toBeLessThan(70_000);
  expect(read).toBeLessThan(searchLimit + 70_000);
});
