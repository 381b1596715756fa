import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { markTrouble, soundsLikeTrouble } from '../../src/lines/trouble-words.ts';

describe('a line of no known format', () => {
  test.each([
    'ERROR: pool connection refused',
    'Connection to pool.example:2095 lost, reconnecting',
    'read timed out',
    'share rejected (low difficulty)',
    'watchdog: no share for 10 minutes',
    'bash: ./miner: No such file or directory: not found',
    "can't open device /dev/ttyUSB0",
    'Segmentation fault (core dumped)',
    '2 errors while configuring the card: failed',
  ])('tells of trouble: %s', (line) => {
    expect(soundsLikeTrouble(line)).toBe(true);
  });

  test.each([
    'Hashrate 1.5 MH/s, Errors: 0.12%, rejected: 3',
    'accepted 12, 0 rejected, 0 stale',
    '12 shares, 3 errors',
    'GPU0 Shares: 37/40 HW errors: 4',
    'connected to pool.example:2095',
    'new job 1234 difficulty 16',
    '',
  ])('tells of none: %s', (line) => {
    expect(soundsLikeTrouble(line)).toBe(false);
  });
});

test('no line of statistics of any format sounds like it', () => {
  const wrong = bitstreams.flatMap((bitstream) => {
    const { readAll } = createInterpreter(bitstream);
    const lines = bitstream.samples.flatMap((sample) => sample.lines);
    // But one that is told at a share that was rejected.
    const told = lines.filter((line) => !/rejected share/i.test(line));
    return told.filter((line) => readAll(line.trim())[0]?.type === 'stats' && soundsLikeTrouble(line));
  });
  expect(wrong).toEqual([]);
});

test('a mark is a colour around the line, and none for a line with colours of its own', () => {
  expect(markTrouble('share rejected')).toBe('\x1b[33mshare rejected\x1b[39m');
  expect(markTrouble('\x1b[31mshare rejected\x1b[0m')).toBe('\x1b[31mshare rejected\x1b[0m');
  expect(markTrouble('connected')).toBe('connected');
});
