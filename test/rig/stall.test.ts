import { expect, test } from 'vitest';
import { type MinerFacts, stallOf } from '../../src/rig/stall.ts';
import { defaultThresholds } from '../support/stalls.ts';

const thresholds = { silent: 60, 'no-stats': 120, 'no-shares': 600, startGrace: 300 };
const facts = (known: Partial<MinerFacts> = {}): MinerFacts => ({
  startedAt: 0,
  heardAt: null,
  statsAt: null,
  acceptedAt: null,
  reportsShares: true,
  ...known,
});

test('three stalls are told apart: no bytes, no statistics, no shares', () => {
  const at = (known: Partial<MinerFacts>) => stallOf(1000, facts(known), thresholds);
  expect(at({})).toBe('silent');
  expect(at({ heardAt: 940 })).toBe('silent');
  expect(at({ heardAt: 941, statsAt: 880 })).toBe('no-stats');
  expect(at({ heardAt: 1000, statsAt: 881 })).toBe('no-shares');
  expect(at({ heardAt: 1000, statsAt: 990, acceptedAt: 401 })).toBeNull();
});

test('a miner that does not report shares does not lack them', () => {
  expect(stallOf(9999, facts({ heardAt: 9999, statsAt: 9999, reportsShares: false }), thresholds)).toBeNull();
});

test('each threshold can be switched off', () => {
  const off = { silent: null, 'no-stats': null, 'no-shares': null, startGrace: 0 };
  expect(stallOf(1e9, facts(), off)).toBeNull();
});

test('after each start it has its time, and what was before does not count against it', () => {
  expect(stallOf(299, facts(), thresholds)).toBeNull();
  expect(stallOf(300, facts(), thresholds)).toBe('silent');
  expect(stallOf(5299, facts({ startedAt: 5000, heardAt: 100 }), thresholds)).toBeNull();
  expect(
    stallOf(9000, facts({ startedAt: 8650, heardAt: 9000, statsAt: 9000, acceptedAt: 1 }), thresholds),
  ).toBeNull();
});

test('unless somebody says otherwise nothing is a stall for five minutes', () => {
  expect(stallOf(299, facts(), defaultThresholds)).toBeNull();
});
