import { beforeEach, describe, expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { type BitstreamReader, createReader } from '../../src/bitstreams/reader.ts';
import { bitstreamNamed, trueLines } from './lines.ts';

const header = '| F# | Hashrate(GHs) |';
const row = '| 0 | 1.5 |';
const zetheronBanner = 'NIM Miner v9 for Windows, by Zetheron Technology & WhiteFire990';
const fxBanner = 'FXTokenMiner v1.50';
const { nimiq, whitefire, rb4 } = trueLines;
const zeroXBtc = trueLines['0xbtc'];

let reader: BitstreamReader;
beforeEach(() => {
  reader = createReader(bitstreams);
});

/** Reads lines, and tells which bitstream is in force then. */
function inForceAfter(...lines: string[]): string | null {
  for (const line of lines) reader.read(line);
  return reader.bitstream?.name ?? null;
}

/** The types of what the lines say. */
function types(...lines: string[]): string[][] {
  return lines.map((line) => reader.read(line).readings.map(({ type }) => type));
}

describe('the first bitstream that recognises statistics is in force', () => {
  test.each([
    ['0xbtc', [zeroXBtc]],
    ['rb4', [rb4]],
    ['nimiq', [nimiq]],
    ['whitefire', [whitefire]],
    ['whitefire-table', [header, row]],
  ])('%s', (name, lines) => {
    expect(inForceAfter(...lines)).toBe(name);
  });

  test('none before, whatever else is printed', () => {
    expect(
      inForceAfter(
        zetheronBanner,
        'accepted: 1/1 (100.00%), (yay!!!)',
        'Stale work.',
        header,
        fxBanner,
        'chatter',
        '',
      ),
    ).toBeNull();
  });

  test('what is printed before is read all the same', () => {
    expect(types(zetheronBanner, 'Stale work.', 'accepted: 1/1 (100.00%), (yay!!!)', 'chatter')).toEqual([
      ['start'],
      ['event'],
      ['shares'],
      [],
    ]);
  });

  test('what says something to one goes before what is merely known to another', () => {
    expect(bitstreams[0]?.known).toContain('Requesting clock speed .*');
    expect(types('Requesting clock speed 410MHz (Code 63)...')).toEqual([['event']]);
  });

  test('and only those are named that say it, in whatever order they are tried', () => {
    const line = 'Requesting clock speed 410MHz (Code 63)...';
    const sayIt = ['nimiq', 'whitefire', 'whitefire-table'];
    expect([...reader.read(line).formats].sort()).toEqual(sayIt);
    expect([...createReader([...bitstreams].reverse()).read(line).formats].sort()).toEqual(sayIt);
  });

  test('each line tells its own', () => {
    expect(reader.read('chatter').bitstream).toBeNull();
    expect(reader.read(rb4).bitstream?.name).toBe('rb4');
    expect(reader.read('chatter').bitstream?.name).toBe('rb4');
  });
});

describe('once it is found, it stays', () => {
  test('whatever is no line of statistics', () => {
    reader.read(rb4);
    const chatter = [
      'accepted: 1/1 (100.00%), (yay!!!)',
      'Stale work.',
      header,
      'x',
      '',
      row.replace('1.5', 'x'),
    ];
    expect(inForceAfter(...chatter, ...chatter, ...chatter)).toBe('rb4');
  });

  test("others' shares and events are not read", () => {
    reader.read(rb4);
    expect(types('accepted: 1/1 (100.00%), (yay!!!)', 'Stale work.', 'reject reason: x')).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('two lines of statistics of another are passed over', () => {
    reader.read(rb4);
    expect(types(nimiq, nimiq)).toEqual([[], []]);
    expect(reader.bitstream?.name).toBe('rb4');
  });

  test('and so is any number with its own between them', () => {
    reader.read(rb4);
    for (let round = 0; round < 10; round += 1) expect(inForceAfter(nimiq, nimiq, rb4)).toBe('rb4');
  });

  test('and three that are of several others', () => {
    reader.read(rb4);
    expect(inForceAfter(nimiq, whitefire, nimiq, zeroXBtc, nimiq, whitefire)).toBe('rb4');
  });
});

describe('a line that others print alike', () => {
  const total = '[2026-03-21 16:27:42] Total: 3.02 kH/s';
  const card = '[2026-03-21 16:27:42] GPU0 : 3.02 kH/s [ 4| 1| 0| 11.02 H/W]';

  test('shows nothing alone', () => {
    expect(inForceAfter(total, total)).toBeNull();
    expect(types(total)).toEqual([[]]);
  });

  test('counts once another line has shown the format', () => {
    expect(inForceAfter(card)).toBe('srbminer');
    expect(types(total)).toEqual([['process']]);
  });
});

describe('another one takes over', () => {
  test('by three lines of statistics in a row: a new program, of which nothing is lost', () => {
    reader.read(rb4);
    expect(types(nimiq, 'chatter', nimiq, nimiq, nimiq)).toEqual([
      [],
      [],
      [],
      ['start', 'stats', 'stats', 'stats'],
      ['stats'],
    ]);
    expect(reader.bitstream?.name).toBe('nimiq');
  });

  test('by its first line of statistics after its banner', () => {
    reader.read(rb4);
    expect(types(zetheronBanner, nimiq)).toEqual([['start'], ['stats']]);
    expect(reader.bitstream?.name).toBe('nimiq');
  });

  test("by its first line of statistics after the old one's banner", () => {
    reader.read(rb4);
    expect(inForceAfter(fxBanner)).toBe('rb4');
    expect(inForceAfter(zeroXBtc)).toBe('0xbtc');
  });

  test('by its first line of statistics once the miner is known to have been restarted', () => {
    reader.read(rb4);
    reader.minerRestarted();
    expect(inForceAfter('chatter', 'Stale work.')).toBe('rb4');
    expect(inForceAfter(zeroXBtc)).toBe('0xbtc');
  });

  test('but not after a banner that its own statistics followed', () => {
    reader.read(rb4);
    expect(inForceAfter(fxBanner, rb4, zeroXBtc)).toBe('rb4');
  });

  test('and the old one by three in a row again', () => {
    expect(inForceAfter(rb4, nimiq, nimiq, nimiq, rb4, rb4)).toBe('nimiq');
    expect(inForceAfter(rb4)).toBe('rb4');
  });
});

describe('a bitstream that is named', () => {
  test('reads no other', () => {
    reader = createReader([bitstreamNamed('0xbtc')]);
    expect(inForceAfter(nimiq, nimiq, nimiq, nimiq, rb4)).toBeNull();
    expect(inForceAfter(zeroXBtc)).toBe('0xbtc');
  });

  test('reads its siblings', () => {
    reader = createReader(chooseBitstreams('nimiq') ?? []);
    expect(inForceAfter(whitefire)).toBe('whitefire');
    expect(inForceAfter(zetheronBanner, nimiq)).toBe('nimiq');
    expect(inForceAfter(rb4, rb4, rb4)).toBe('nimiq');
  });
});

describe('a line that may still grow', () => {
  const read = (line: string) => reader.readUnterminated(line).readings.map(({ type }) => type);

  test('is read where the newest line has no newline', () => {
    expect(read(nimiq)).toEqual(['stats']);
    expect(read('Stale work.')).toEqual(['event']);
  });

  test('is not read where lines end in one', () => {
    expect(read(zeroXBtc)).toEqual([]);
    expect(read(rb4)).toEqual([]);
    expect(read(rb4.replace('37/38', '37/3'))).toEqual([]);
    reader.read(rb4);
    expect(read(rb4)).toEqual([]);
    expect(reader.bitstream?.name).toBe('rb4');
  });

  test('decides nothing for good: half a Nimiq line looks like one of its siblings', () => {
    const half = nimiq.slice(0, nimiq.indexOf('  [q='));
    expect(read(half)).toEqual(['stats']);
    expect(reader.bitstream?.name).toBe('whitefire');
    expect(types(nimiq)).toEqual([['stats']]);
    expect(reader.bitstream?.name).toBe('nimiq');
  });

  test('decides nothing for good either when it looks like the one in force', () => {
    reader.read(whitefire);
    reader.minerRestarted();
    expect(read(nimiq.slice(0, nimiq.indexOf('  [q=')))).toEqual(['stats']);
    expect(inForceAfter(nimiq)).toBe('nimiq');
  });

  test('decides once it has ended as it was', () => {
    read(whitefire);
    reader.read(whitefire);
    expect(inForceAfter(nimiq, nimiq)).toBe('whitefire');
  });

  test('is none of three in a row before it has ended', () => {
    reader.read(nimiq);
    for (let round = 0; round < 5; round += 1) expect(read(whitefire)).toEqual([]);
    expect(inForceAfter(whitefire, whitefire)).toBe('nimiq');
    expect(inForceAfter(whitefire)).toBe('whitefire');
  });
});
