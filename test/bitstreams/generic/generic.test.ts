import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GenericReader } from '../../../src/bitstreams/generic/generic.ts';
import { readingsOf } from '../../../src/bitstreams/generic/readings.ts';
import { chatterOf } from './chatter.ts';

/** The lines that give a reading. */
function readAmong(lines: Iterable<string>): readonly string[] {
  const reader = new GenericReader();
  return [...lines].filter((line) => readingsOf(reader.read(line)).length > 0);
}

describe('what is no statistics gives no reading', () => {
  const traps = readFileSync('test/fixtures/traps.log', 'utf8').trimEnd().split('\n');

  test('200 lines of limits, settings, benchmarks, means, other people’s hashrates, jobs', () => {
    expect(traps).toHaveLength(200);
    expect(readAmong(traps)).toEqual([]);
  });

  test.each(traps)('%s', (trap) => {
    expect(readAmong([trap])).toEqual([]);
  });

  test('20,000 lines of chatter', { timeout: 120_000 }, () => {
    expect(readAmong(chatterOf(11, 20_000))).toEqual([]);
  });
});

test('the chatter is not what keeps a reading away', () => {
  expect(readAmong(['FPGA 0: 11.2 GH/s', 'FPGA 1: 11.8 GH/s 61C'])).toHaveLength(2);
});

describe('all submitted shares beside the refused ones', () => {
  const readingOf = (line: string) => readingsOf(new GenericReader().read(line));

  test('tell how many were accepted', () => {
    expect(
      readingOf('ETH - Total Speed: 22.4 Mh/s, Total Shares: 12, Rejected: 2, Time: 00:03'),
    ).toMatchObject([{ type: 'process', hashrate: 22.4e6, shares: { total: 12, rejected: 2 } }]);
  });

  test('tell nothing where each was refused: the number may be that of others', () => {
    expect(readingOf('Ether - Total speed: 58.7 MH/s, Total shares: 1 Rejected: 1')).toMatchObject([
      { type: 'process', shares: null },
    ]);
  });
});

test('a watchdog measures otherwise', () => {
  expect(readAmong(['Watchdog GPU 2: hashrate 388600.1 MH/s in 10.0 secs.'])).toEqual([]);
});
