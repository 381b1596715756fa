import { describe, expect, test } from 'vitest';
import { fxLine, nimiqBanner, nimiqLine, Rig, sharesLine, tableHeader, tableRow } from '../support/rig.ts';

const none = { stale: 0, difficulty: 0, other: 0 };
const failed = (reason: string) => `Submitting a share failed for the following reason: ${reason}`;
const rb4 = (card: 0 | 1 = 0) => `${fxLine('1/1', card)} Shares: 1/1`;

describe('what happens to a miner of one card', () => {
  test('happens to the card', () => {
    const rig = new Rig().print(nimiqLine('1/1'), 'Stale work.', 'Stale work.', 'NIMIQ New block!');
    expect(rig.card.events).toEqual({ stale_work: 2, new_block: 1 });
    expect(rig.miner.events).toEqual({});
  });

  test('also what happened before its first statistics', () => {
    const rig = new Rig().print('Stale work.', 'reject reason: stale', nimiqLine('1/1'), 'Stale work.');
    expect(rig.card.events).toEqual({ stale_work: 2 });
    expect(rig.card.totals.failures).toEqual({ ...none, stale: 1 });
    expect(rig.miner).toMatchObject({ events: {}, failures: null });
  });

  test('but is not shown before the card is: a counter that was shown must not go away', () => {
    const rig = new Rig().print('Stale work.', 'reject reason: stale');
    expect(rig.miner).toMatchObject({ events: {}, failures: null });
    expect(rig.cards).toEqual([]);
  });

  test('happens to the card that the program drives since its start, however many there were before', () => {
    const rig = new Rig().print(
      ...[nimiqBanner, nimiqLine('5/5'), sharesLine(5, 5), 'Stale work.'],
      ...[
        nimiqBanner,
        'reject reason: stale',
        nimiqLine('1/1', { card: 1 }),
        sharesLine(3, 4),
        'Stale work.',
      ],
    );
    expect(rig.cards.map(({ totals }) => [totals.shares, totals.sharesRejected])).toEqual([
      [5, 0],
      [4, 1],
    ]);
    expect(rig.cards.map(({ events }) => events)).toEqual([{ stale_work: 1 }, { stale_work: 1 }]);
    expect(rig.cards.map(({ totals }) => totals.failures?.stale)).toEqual([0, 1]);
    expect(rig.miner).toMatchObject({ shares: null, events: {}, failures: null });
    rig.print(nimiqBanner, nimiqLine('1/1'), sharesLine(2, 2));
    expect(rig.cards.map(({ totals }) => totals.shares)).toEqual([7, 4]);
  });

  test('a second card in the same run: no share is counted for the first and for all', () => {
    const rig = new Rig().print(nimiqLine('1/1'), sharesLine(50, 50), nimiqLine('1/1', { card: 1 }));
    rig.print(sharesLine(51, 51));
    expect(rig.cards.map(({ totals }) => totals.shares)).toEqual([50, 0]);
    expect(rig.miner.shares).toEqual({ total: 1, rejected: 0 });
  });

  test('stays counted over a restart', () => {
    const rig = new Rig().print(
      nimiqLine('1/1'),
      'Stale work.',
      nimiqBanner,
      nimiqLine('1/1'),
      'Stale work.',
    );
    expect(rig.card.events).toEqual({ stale_work: 2 });
  });

  test('shares that failed count by their reason', () => {
    const rig = new Rig().print(
      rb4(),
      failed('stale'),
      failed('share difficulty too low'),
      failed(''),
      failed('stale'),
    );
    expect(rig.card.totals.failures).toEqual({ stale: 2, difficulty: 1, other: 1 });
  });

  test('a miner that prints no failures has none to count, not 0', () => {
    expect(new Rig().print(fxLine('1/1')).card.totals.failures).toBeNull();
    expect(new Rig().print(rb4()).card.totals.failures).toEqual(none);
  });
});

describe('what happens to a miner of several cards', () => {
  const table = [tableHeader, tableRow(0, 1), tableRow(1, 1)];

  test('belongs to no card where they are counted together', () => {
    const rig = new Rig().print('Stale work.', ...table, 'Stale work.', 'reject reason: stale');
    expect(rig.miner).toMatchObject({ events: { stale_work: 2 }, failures: { ...none, stale: 1 } });
    expect(rig.cards.map(({ events }) => events)).toEqual([{}, {}]);
    expect(rig.cards.map(({ totals }) => totals.failures)).toEqual([null, null]);
  });

  test('also where the table has one row only', () => {
    const rig = new Rig().print(tableHeader, tableRow(0, 1), 'Stale work.', sharesLine(1, 1));
    expect(rig.miner).toMatchObject({ events: { stale_work: 1 }, shares: { total: 1, rejected: 0 } });
    expect(rig.card).toMatchObject({ events: {}, totals: { shares: null } });
  });

  test('belongs to the first card while it is the only one, then to none', () => {
    const rig = new Rig().print(rb4(0), failed('stale'), rb4(1), failed('stale'), failed('x'));
    expect(rig.cards.map(({ totals }) => totals.failures)).toEqual([{ ...none, stale: 1 }, none]);
    expect(rig.miner.failures).toEqual({ ...none, stale: 1, other: 1 });
  });
});

test('lines count by their kind', () => {
  const rig = new Rig().print(
    nimiqBanner,
    nimiqLine('1/1'),
    sharesLine(1, 1),
    'reject reason: x',
    'Stale work.',
    'chatter',
    '',
    nimiqLine('2/2'),
  );
  expect(rig.snapshot().lines).toEqual({ stats: 2, share: 2, event: 1, other: 3 });
});
