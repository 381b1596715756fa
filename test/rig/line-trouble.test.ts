import { expect, test } from 'vitest';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type { Reading } from '../../src/readings/reading.ts';
import { isTrouble } from '../../src/rig/line-trouble.ts';

const stats: Reading = {
  type: 'stats',
  card: { dna: null, index: 0, device: null },
  gauges: emptyGauges,
  printed: null,
  solutions: null,
  shares: null,
  table: null,
};

test('what a format says of a line counts, not its words', () => {
  expect(isTrouble('Err: failed 3 times', stats)).toBe(false);
  expect(isTrouble('all is well', { type: 'share-failure', reason: 'stale' })).toBe(true);
  expect(isTrouble('all is well', { type: 'event', kind: 'hardware_error' })).toBe(true);
  expect(isTrouble('a new block', { type: 'event', kind: 'new_block' })).toBe(false);
});

test('of a line that no format knows its words do, without colours', () => {
  expect(isTrouble('\u001b[31mconnection lost\u001b[0m', null)).toBe(true);
  expect(isTrouble('hello', null)).toBe(false);
});
