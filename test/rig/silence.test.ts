import { expect, test } from 'vitest';
import { FakeTime } from '../support/fake-time.ts';
import { fxLine, nimiqLine, Rig, tableHeader, tableRow } from '../support/rig.ts';

test('a card is up until the time to be silent is over, to the moment', () => {
  const rig = new Rig({ staleAfter: 120 }).print(nimiqLine('1/1'));
  expect(rig.card).toMatchObject({ up: true, age: 0 });
  rig.time.advance(119.999);
  expect(rig.card.up).toBe(true);
  rig.time.advance(0.001);
  expect(rig.card).toMatchObject({ up: false });
  expect(rig.card.age).toBeCloseTo(120, 6);
});

test('a silent card keeps its counters and the time of its newest reading', () => {
  const rig = new Rig({ staleAfter: 10, time: new FakeTime(500) }).print(nimiqLine('118/120'));
  rig.time.advance(1000);
  expect(rig.card).toMatchObject({
    up: false,
    readAt: FakeTime.epoch,
    totals: { solutions: 120, solutionsBad: 2 },
  });
});

test('it is up again with its next reading', () => {
  const rig = new Rig({ staleAfter: 10 }).print(nimiqLine('1/1'));
  rig.time.advance(11);
  rig.print('chatter', 'Stale work.');
  expect(rig.card.up).toBe(false);
  rig.print(nimiqLine('2/2'));
  expect(rig.card).toMatchObject({ up: true, age: 0, totals: { solutions: 2 } });
});

test('each card is silent for itself', () => {
  const rig = new Rig({ staleAfter: 10 }).print(tableHeader, tableRow(0, 1), tableRow(1, 1));
  rig.time.advance(8);
  rig.print(tableHeader, tableRow(1, 2));
  rig.time.advance(8);
  expect(rig.cards.map(({ name, up }) => [name, up])).toEqual([
    ['card1', false],
    ['card2', true],
  ]);
});

test('a miner is up while it prints anything, and its output is open', () => {
  const rig = new Rig({ staleAfter: 10 });
  expect(rig.miner).toMatchObject({ up: false, silentFor: null });
  rig.bytes('.');
  expect(rig.miner).toMatchObject({ up: true, silentFor: 0 });
  rig.time.advance(9);
  expect(rig.miner).toMatchObject({ up: true, silentFor: 9 });
  rig.time.advance(1);
  expect(rig.miner.up).toBe(false);
  rig.bytes('.');
  expect(rig.miner.up).toBe(true);
  rig.end();
  expect(rig.miner.up).toBe(false);
});

test('what a line does not tell is not kept from the line before', () => {
  const rig = new Rig().print(nimiqLine('1/1'), nimiqLine('2/2', { hashrate: 'nan' }));
  expect(rig.card.gauges).toMatchObject({ hashrate: null, temperature: 31.4 });
  expect(rig.card.printed).toBeNull();
});

test('a hashrate that is none is left out of the average', () => {
  const rig = new Rig().print(nimiqLine('1/1', { hashrate: '1000' }));
  for (const hashrate of ['nan', 'inf', '-5', '1e30']) {
    rig.time.advance(2);
    rig.print(nimiqLine('1/1', { hashrate }));
  }
  expect(rig.card.trend.average).toBe(1e6);
  expect(rig.card.trend.points.filter((point) => point !== null)).toEqual([1e6]);
});

test('a snapshot does not change any more', () => {
  const rig = new Rig().print(fxLine('1/1'));
  const before = rig.snapshot();
  const copy = structuredClone(before);
  rig.time.advance(5);
  rig.print(fxLine('2/2'), 'chatter');
  expect(before).toEqual(copy);
});
