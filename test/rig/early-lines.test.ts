import { describe, expect, test } from 'vitest';
import { fxLine, nimiqLine, Rig, sharesLine } from '../support/rig.ts';

const none = { stale: 0, difficulty: 0, other: 0 };
const rb4Failure = 'Submitting a share failed for the following reason: stale';
const rb4 = `${fxLine('1/1')} Shares: 1/1`;

describe('lines of shares and events before any statistics', () => {
  const early = ['reject reason: stale', sharesLine(1, 2), 'Stale work.'];

  test('count for nothing: a miner that nothing recognises may print them', () => {
    const rig = new Rig().print(...early);
    expect(rig.snapshot().lines).toEqual({ stats: 0, share: 0, event: 0, other: 0 });
    expect(rig.miner).toMatchObject({ shares: null, events: {}, failures: null });
    expect(rig.known.facts()).toMatchObject({ reportsShares: false, acceptedAt: null });
  });

  test('are taken up with the first statistics', () => {
    const rig = new Rig().print(...early, 'chatter', nimiqLine('1/1'));
    expect(rig.snapshot().lines).toEqual({ stats: 1, share: 2, event: 1, other: 1 });
    expect(rig.card).toMatchObject({
      totals: { shares: 2, sharesRejected: 1, failures: { ...none, stale: 1 } },
      events: { stale_work: 1 },
    });
    expect(rig.known.facts()).toMatchObject({ reportsShares: true });
  });

  test('a share that failed shows that the miner reports them', () => {
    const rig = new Rig().print('reject reason: stale', nimiqLine('1/1'));
    expect(rig.known.facts()).toMatchObject({ reportsShares: true });
    expect(new Rig().print('Stale work.', nimiqLine('1/1')).known.facts()?.reportsShares).toBe(false);
  });

  test('but only those of that format', () => {
    const rig = new Rig().print(rb4Failure, 'reject reason: stale', sharesLine(1, 1), nimiqLine('1/1'));
    expect(rig.snapshot().lines).toEqual({ stats: 1, share: 2, event: 0, other: 1 });
    expect(rig.card.totals.failures).toEqual({ ...none, stale: 1 });
  });

  test('each of two formats has its own', () => {
    const rig = new Rig().print('reject reason: stale', rb4Failure, rb4Failure, sharesLine(7, 7), rb4);
    expect(rig.snapshot().lines).toEqual({ stats: 1, share: 2, event: 0, other: 2 });
    expect(rig.card.totals).toMatchObject({ shares: 1, failures: { ...none, stale: 2 } });
  });

  test('are lines like any other once the output has ended without statistics', () => {
    const rig = new Rig().print(...early).end();
    expect(rig.snapshot().lines).toEqual({ stats: 0, share: 0, event: 0, other: 3 });
  });

  test('are counted by themselves, however many: no line is held', () => {
    const rig = new Rig();
    for (let line = 0; line < 5000; line += 1) rig.print('reject reason: stale', 'Stale work.');
    rig.print(nimiqLine('1/1'));
    expect(rig.card).toMatchObject({
      totals: { failures: { ...none, stale: 5000 } },
      events: { stale_work: 5000 },
    });
    expect(rig.snapshot().lines).toMatchObject({ share: 5000, event: 5000 });
  });
});

describe('the end of the output', () => {
  test('leaves the miner down, and nothing known of its well-being', () => {
    const rig = new Rig().print(nimiqLine('1/1'));
    expect(rig.miner).toMatchObject({ up: true, open: true });
    rig.known.ended();
    expect(rig.miner).toMatchObject({ up: false, open: false, stalls: [] });
    expect(rig.known.facts()).toBeNull();
  });

  test('is over once we start the miner again', () => {
    const rig = new Rig().print('reject reason: stale').end().startedAgain();
    rig.print(nimiqLine('1/1'));
    expect(rig.miner).toMatchObject({ up: true, open: true, restarts: 1 });
    expect(rig.known.facts()).not.toBeNull();
    expect(rig.card.totals.failures).toEqual(none);
  });
});
