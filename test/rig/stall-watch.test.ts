import { expect, test } from 'vitest';
import type { MinerFacts } from '../../src/rig/stall.ts';
import { StallWatch } from '../../src/rig/stall-watch.ts';
import { defaultThresholds } from '../support/stalls.ts';

const silent: MinerFacts = {
  startedAt: 0,
  heardAt: 100,
  statsAt: null,
  acceptedAt: null,
  reportsShares: false,
};

/** Found stuck at the third check. */
function stuck(): StallWatch {
  const watch = new StallWatch(defaultThresholds);
  for (const now of [410, 420]) expect(watch.check(now, silent)).toEqual([]);
  expect(watch.check(430, silent)).toEqual([{ type: 'stalled', kind: 'silent', lasting: 330 }]);
  return watch;
}

test('what was told stands until it is over, which tells how long all of it was', () => {
  const watch = stuck();
  expect(watch.standing).toEqual(['silent']);
  expect(watch.check(440, { ...silent, heardAt: 439, statsAt: 439 })).toEqual([
    { type: 'over', kind: 'silent', lasting: 340 },
  ]);
  expect(watch.standing).toEqual([]);
});

test('the end of the output ends it without a word', () => {
  const watch = stuck();
  expect(watch.check(440, null)).toEqual([]);
  expect(watch.standing).toEqual([]);
});

test('a miner that is started anew after its end has what stood over, once', () => {
  const watch = stuck();
  for (const now of [440, 450]) expect(watch.check(now, null)).toEqual([]);
  const anew = { ...silent, startedAt: 455 };
  expect(watch.check(460, anew)).toEqual([{ type: 'over', kind: 'silent', lasting: 360 }]);
  expect(watch.check(470, anew)).toEqual([]);
  // And it can be stuck again.
  for (let now = 480; now <= 770; now += 10) expect(watch.check(now, anew)).toEqual([]);
  expect(watch.check(780, anew)).toEqual([{ type: 'stalled', kind: 'silent', lasting: 325 }]);
});

test('what did not come while the computer slept counts against nobody', () => {
  const watch = new StallWatch(defaultThresholds);
  watch.check(50, silent);
  const hours = 9000;
  for (let after = 0; after < 290; after += 10) expect(watch.check(hours + after, silent)).toEqual([]);
  expect(watch.check(hours + 300, silent)).toEqual([]);
  expect(watch.check(hours + 310, silent)).toEqual([]);
  expect(watch.check(hours + 320, silent)).toEqual([{ type: 'stalled', kind: 'silent', lasting: 320 }]);
});

test('a sleep does not end what was told, so that it is not told again', () => {
  const watch = stuck();
  for (const now of [9000, 9010, 9400, 9410, 9420]) expect(watch.check(now, silent)).toEqual([]);
  expect(watch.standing).toEqual(['silent']);
});
