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
