import { expect, test } from 'vitest';
import { checkStall, type MinerFacts, noStall, type StallState, stallOf } from '../../src/rig/stall.ts';
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

/** Checks at these times; the facts may depend on the time. */
function checks(times: readonly number[], factsAt: (now: number) => MinerFacts, from: StallState = noStall) {
  let state = from;
  const told: string[] = [];
  for (const now of times) {
    const checked = checkStall(state, now, factsAt(now), thresholds);
    state = checked.state;
    for (const { type, kind, lasting } of checked.events) told.push(`${now}: ${type} ${kind} ${lasting}`);
  }
  return { state, told };
}

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

test('the third check in a row raises the alarm, and no later one does again', () => {
  const { told } = checks([300, 310, 320, 330, 340, 9000], () => facts());
  expect(told).toEqual(['320: stalled silent 320']);
});

test('a check that finds it well begins the count anew', () => {
  const { told } = checks([300, 310, 315, 400, 410, 420], (now) =>
    facts({ heardAt: now === 315 ? 315 : 0, statsAt: now }),
  );
  expect(told).toEqual(['420: stalled silent 420']);
});

test('it is told when the stall is over, and a new one is a new alarm', () => {
  const heard = (now: number) => facts({ heardAt: now < 400 ? 0 : 400, statsAt: 1000, acceptedAt: 1000 });
  const { told } = checks([300, 310, 320, 400, 410, 460, 470, 480, 490], heard);
  expect(told).toEqual(['320: stalled silent 320', '400: over silent 0', '480: stalled silent 80']);
});

test('a stall behind a worse one is neither over nor told again', () => {
  const { told } = checks([1000, 1010, 1020, 1100, 1110, 1120, 1200, 1210, 1220], (now) =>
    now < 1100 || now >= 1200
      ? facts({ heardAt: now, statsAt: now })
      : facts({ heardAt: 1020, statsAt: 1020 }),
  );
  expect(told).toEqual(['1020: stalled no-shares 1020', '1120: stalled silent 100', '1200: over silent 0']);
});

test('a restart ends every stall', () => {
  const { state } = checks([300, 310, 320], () => facts());
  expect(checks([330], () => facts({ startedAt: 329 }), state).told).toEqual(['330: over silent 1']);
});

test('unless somebody says otherwise nothing is a stall for five minutes', () => {
  expect(stallOf(299, facts(), defaultThresholds)).toBeNull();
});
