import { expect, test } from 'vitest';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import { Store } from '../../src/rig/store.ts';
import { momentOf } from '../../src/time.ts';
import { FakeTime } from '../support/fake-time.ts';
import { fxBanner, nimiqLine, Rig, sharesLine } from '../support/rig.ts';

const rb4Line = (shares: string, good = 118) =>
  `[40020000013AE3213511111C] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: ${good}/120 Shares: ${shares}`;

/** What is known of the miner now. */
const factsOf = (rig: Rig) => rig.known.facts();

test('the facts are when each thing happened last', () => {
  const rig = new Rig({ time: new FakeTime(50) });
  expect(factsOf(rig)).toEqual({
    startedAt: 50,
    heardAt: null,
    statsAt: null,
    acceptedAt: null,
    reportsShares: false,
  });
  rig.time.advance(1);
  rig.print('chatter');
  expect(factsOf(rig)).toMatchObject({ heardAt: 51, statsAt: null });
  rig.time.advance(1);
  rig.print(nimiqLine('1/1'));
  expect(factsOf(rig)).toMatchObject({ heardAt: 52, statsAt: 52, reportsShares: false });
});

test('a share that the pool took is one on a line of its own', () => {
  const rig = new Rig().print(nimiqLine('1/1'));
  rig.time.advance(5);
  rig.print(sharesLine(0, 1));
  expect(factsOf(rig)).toMatchObject({ acceptedAt: null, reportsShares: true });
  rig.time.advance(5);
  rig.print(sharesLine(1, 2));
  expect(factsOf(rig)).toMatchObject({ acceptedAt: 10 });
  rig.time.advance(5);
  rig.print(sharesLine(1, 3));
  expect(factsOf(rig)).toMatchObject({ acceptedAt: 10 });
});

test('or one more in the statistics', () => {
  const rig = new Rig({ bitstream: 'rb4' }).print(rb4Line('0/0'));
  expect(factsOf(rig)).toMatchObject({ acceptedAt: null, reportsShares: true });
  rig.time.advance(5);
  rig.print(rb4Line('1/1'));
  expect(factsOf(rig)).toMatchObject({ acceptedAt: 5 });
  rig.time.advance(5);
  rig.print(rb4Line('1/1'), rb4Line('1/2'));
  expect(factsOf(rig)).toMatchObject({ statsAt: 10, acceptedAt: 5 });
});

test('a share that failed shows that the miner reports them', () => {
  const rig = new Rig().print(nimiqLine('1/1'));
  expect(factsOf(rig)).toMatchObject({ reportsShares: false });
  rig.print('reject reason: stale');
  expect(factsOf(rig)).toMatchObject({ reportsShares: true, acceptedAt: null });
});

test('a restart is a new start: by the banner, by counts that fall, or because somebody knows of it', () => {
  const rig = new Rig().print(nimiqLine('50/50'));
  rig.time.advance(10);
  rig.print(fxBanner);
  expect(factsOf(rig)?.startedAt).toBe(10);
  rig.time.advance(10);
  rig.print(nimiqLine('60/60'));
  expect(factsOf(rig)?.startedAt).toBe(10);
  rig.print(nimiqLine('1/1'));
  expect(factsOf(rig)?.startedAt).toBe(20);
  rig.time.advance(10);
  rig.known.started();
  expect(factsOf(rig)?.startedAt).toBe(30);
});

test('after the end there are none', () => {
  expect(factsOf(new Rig().print(nimiqLine('1/1')).end())).toBeNull();
});

test('the snapshot tells in what a miner is stuck and for how long, until its output has ended', () => {
  const time = new FakeTime(100);
  const store = new Store(time, 120);
  const miner = store.addMiner('stdin', new NameGiver(noNames), { stalls: () => ['silent', 'no-shares'] });
  time.advance(400);
  miner.heard(momentOf(time));
  time.advance(30);
  expect(store.snapshot().miners[0]?.stalls).toEqual([
    { kind: 'silent', lasting: 30 },
    { kind: 'no-shares', lasting: 430 },
  ]);
  miner.ended();
  expect(store.snapshot().miners[0]).toMatchObject({ stalls: [], open: false });
});

test('a card below its own habit is slow', () => {
  const rig = new Rig({ slowBelow: 0.8 });
  const mine = (minutes: number, hashrate: string) => {
    for (let passed = 0; passed < minutes; passed += 1) {
      rig.print(nimiqLine('1/1', { hashrate }));
      rig.time.advance(60);
    }
  };
  mine(50, '1000');
  expect(rig.card.slowness).toBeNull();
  mine(60, '1000');
  expect(rig.card.slowness).toMatchObject({ slow: false });
  mine(21, '700');
  expect(rig.card.slowness).toEqual({ slow: true, current: 7e5, median: 1e6 });
  const never = new Rig();
  never.print(nimiqLine('1/1'));
  expect(never.card.slowness).toBeNull();
});
