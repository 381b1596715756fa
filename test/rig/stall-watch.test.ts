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

const thresholds = { silent: 60, 'no-stats': 120, 'no-shares': 600, startGrace: 300 };
const facts = (known: Partial<MinerFacts> = {}): MinerFacts => ({
  ...silent,
  heardAt: null,
  reportsShares: true,
  ...known,
});

/** What is told by checks every ten seconds up to then; the facts may depend on the time. */
function told(until: number, factsAt: (now: number) => MinerFacts): string[] {
  const watch = new StallWatch(thresholds);
  const lines: string[] = [];
  for (let now = 10; now <= until; now += 10)
    for (const { type, kind, lasting } of watch.check(now, factsAt(now)))
      lines.push(`${now}: ${type} ${kind} ${lasting}`);
  return lines;
}

test('the third check in a row raises the alarm, and no later one does again', () => {
  expect(told(9000, () => facts())).toEqual(['320: stalled silent 320']);
});

test('a check that finds it well begins the count anew', () => {
  const lines = told(420, (now) => facts({ heardAt: now >= 320 ? 320 : 0, statsAt: now }));
  expect(lines).toEqual(['400: stalled silent 80']);
});

test('it is told when the stall is over, and a new one is a new alarm', () => {
  const heard = (now: number) => facts({ heardAt: now < 400 ? 0 : 400, statsAt: 1000, acceptedAt: 1000 });
  expect(told(490, heard)).toEqual([
    '320: stalled silent 320',
    '400: over silent 400',
    '480: stalled silent 80',
  ]);
});

test('a stall behind a worse one is neither over nor told again', () => {
  const lines = told(1220, (now) =>
    now < 1100 || now >= 1200
      ? facts({ heardAt: now, statsAt: now })
      : facts({ heardAt: 1020, statsAt: 1020 }),
  );
  expect(lines).toEqual(['620: stalled no-shares 620', '1120: stalled silent 100', '1200: over silent 180']);
});

test('a restart ends every stall', () => {
  expect(told(330, (now) => facts({ startedAt: now === 330 ? 329 : 0 }))).toEqual([
    '320: stalled silent 320',
    '330: over silent 330',
  ]);
});
