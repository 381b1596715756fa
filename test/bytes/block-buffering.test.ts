import { describe, expect, test } from 'vitest';
import { createBlockBufferingWatch } from '../../src/bytes/block-buffering.ts';

const line = '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120\n';
const output = Buffer.from(line.repeat(20_000));

/** The output read in pieces of these sizes, so many seconds apart; how many pieces it took to be certain. */
function piecesUntilCertain(sizes: readonly number[], seconds: number): number | null {
  const watch = createBlockBufferingWatch();
  let from = 0;
  for (const [index, size] of sizes.entries()) {
    const certain = watch.read(index * seconds, output.subarray(from, from + size));
    from += size;
    if (certain === 'certain') return index + 1;
  }
  return null;
}
const repeated = (sizes: readonly number[], times: number) =>
  Array.from({ length: times }, () => sizes).flat();

test('three blocks of 4096 bytes out of the quiet, cut in the middle of lines, make it certain', () => {
  expect(piecesUntilCertain(repeated([4096], 10), 40)).toBe(3);
  expect(piecesUntilCertain([8192, 4096, 12_288], 40)).toBe(3);
});

test('it is told once', () => {
  const watch = createBlockBufferingWatch();
  const told = Array.from({ length: 8 }, (_, index) => watch.read(index * 9, output.subarray(0, 4096)));
  expect(told.filter((word) => word !== null)).toEqual(['certain']);
  expect(watch.certain).toBe(true);
});

test('a miner that flushes its lines is none, at whatever pace', () => {
  expect(piecesUntilCertain(repeated([line.length], 5000), 5)).toBeNull();
  expect(piecesUntilCertain(repeated([line.length * 3], 5000), 0.1)).toBeNull();
});

test('nor is a miner whose newest line never ends', () => {
  const watch = createBlockBufferingWatch();
  for (let index = 0; index < 5000; index += 1) {
    const size = 80 + (index % 37);
    expect(watch.read(index * 3, Buffer.from(`\n${'x'.repeat(size)}`))).toBeNull();
  }
});

test('nor is one whose messages have 4096 bytes now and then', () => {
  expect(piecesUntilCertain(repeated([4096, 1500, 700], 20), 10)).toBeNull();
});

test('nor blocks that end where lines end', () => {
  const watch = createBlockBufferingWatch();
  const block = Buffer.from(`${'x'.repeat(4095)}\n`);
  for (let index = 0; index < 20; index += 1) expect(watch.read(index * 10, block)).toBeNull();
});

test('a flood is none: one full pipe after the other, and what is left over', () => {
  expect(piecesUntilCertain(repeated([65_536], 20), 0.0002)).toBeNull();
  expect(piecesUntilCertain(repeated([4096], 300), 0.0002)).toBeNull();
  expect(piecesUntilCertain(repeated([65_536, 8192, 65_536, 4096], 6), 0.001)).toBeNull();
});

test('a flood that a full disk holds back is none', () => {
  expect(piecesUntilCertain(repeated([65_536], 20), 3)).toBeNull();
});

test('what a miner says on stderr in between does not hide it', () => {
  expect(piecesUntilCertain(repeated([4096, 90], 10), 20)).toBe(5);
});

test('blocks that follow each other at once are no harm', () => {
  expect(piecesUntilCertain(repeated([4096], 100), 0.5)).toBeNull();
});

describe('once it was certain', () => {
  const certain = () => {
    const watch = createBlockBufferingWatch();
    for (let index = 0; index < 3; index += 1) watch.read(index * 40, output.subarray(0, 4096));
    expect(watch.certain).toBe(true);
    return watch;
  };

  test('it is over when the output comes as it is printed, and told again when it comes in blocks again', () => {
    const watch = certain();
    const told: (string | null)[] = [];
    for (let at = 120; told.at(-1) !== 'over' && at < 10_000; at += 5)
      told.push(watch.read(at, output.subarray(0, line.length)));
    expect(told.at(-1)).toBe('over');
    expect(told.length * line.length).toBeLessThan(20_000);
    expect(watch.certain).toBe(false);
    const blocks = [0, 40, 80].map((after) => watch.read(20_000 + after, output.subarray(0, 4096)));
    expect(blocks).toEqual([null, null, 'certain']);
  });

  test('what comes on stderr in between does not end it', () => {
    const watch = certain();
    for (let index = 0; index < 200; index += 1) {
      expect(watch.read(200 + index * 40, output.subarray(0, 4096))).toBeNull();
      expect(watch.read(210 + index * 40, output.subarray(0, 500))).toBeNull();
    }
    expect(watch.certain).toBe(true);
  });
});
