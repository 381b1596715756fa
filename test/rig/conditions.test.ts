import { describe, expect, test } from 'vitest';
import { emptyGauges } from '../../src/readings/gauges.ts';
import { Conditions } from '../../src/rig/conditions.ts';
import type { CardSnapshot, RigSnapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, aSnapshot } from '../support/snapshots.ts';

const look = (rig: Partial<RigSnapshot>) => new Conditions().look(0, aSnapshot(rig).rig);
const wordsOf = (card: Partial<CardSnapshot>) =>
  look({ cards: [aCard(card)] }).map(({ kind, state, text }) => `${kind} ${state} ${text}`);
const with_ = (gauges: Partial<CardSnapshot['gauges']>) => ({ gauges: { ...emptyGauges, ...gauges } });
/** So many solutions, of which some are wrong. */
const solutions = (total: number, bad: number) => ({
  minerCounts: { solutionsGood: total - bad, solutionsTotal: total, sharesGood: null, sharesTotal: null },
});

test('a card that is well has none', () => {
  expect(wordsOf({})).toEqual([]);
});

describe('hot', () => {
  test.each([
    [80, ['hot bad hot, 80.0 °C (limit 80.0 °C)']],
    [79.9, ['hot between hot, 79.9 °C (limit 80.0 °C)']],
    [76.3, ['hot between hot, 76.3 °C (limit 80.0 °C)']],
    [76.2, []],
  ])('at %s °C', (temperature, words) => {
    expect(wordsOf(with_({ temperature }))).toEqual(words);
  });

  test('has its own limits for a card, or none', () => {
    const { limits } = aCard();
    const own = (temperature: CardSnapshot['limits']['temperature']) => ({
      limits: { ...limits, temperature },
    });
    expect(wordsOf({ ...with_({ temperature: 70 }), ...own({ yellow: 60, red: 70 }) })).toEqual([
      'hot bad hot, 70.0 °C (limit 70.0 °C)',
    ]);
    expect(wordsOf({ ...with_({ temperature: 120 }), ...own(null) })).toEqual([]);
  });
});

describe('failing', () => {
  test('has its errors in words', () => {
    expect(wordsOf({ ...with_({ errorRatio: 0.3 }), ...solutions(100, 30) })).toEqual([
      'failing bad failing, 30.0 % errors (limit 3 %)',
    ]);
  });

  test('is no card of which one or two solutions were wrong', () => {
    expect(wordsOf({ ...with_({ errorRatio: 0.5 }), ...solutions(4, 2) })).toEqual([]);
  });
});

test('a slow card makes less than it did', () => {
  expect(wordsOf({ slowness: { slow: true, current: 1.2e9, median: 1.8e9 } })).toEqual([
    'slow bad slow, 1.200 GH/s instead of 1.800 GH/s',
  ]);
});

test('of a silent card nothing else is known', () => {
  const found = look({ cards: [aCard({ up: false, age: 540, ...with_({ temperature: 95 }) })] });
  expect(found.filter(({ state }) => state === 'bad')).toMatchObject([
    { kind: 'silent', text: 'silent for 9m' },
  ]);
  expect(found.find(({ kind }) => kind === 'hot')).toMatchObject({ state: 'between', text: null });
});

test('a stuck miner is told by the worst of its stalls', () => {
  const stalls = [{ kind: 'silent', lasting: 400 } as const, { kind: 'no-shares', lasting: 2000 } as const];
  expect(look({ miners: [aMiner({ stalls })] })).toMatchObject([
    { card: null, source: 'stdin', kind: 'stuck', text: 'no output for 6m' },
  ]);
});

describe('rejecting', () => {
  const shares = (total: number, rejected: number) => {
    const card = aCard();
    return aCard({ totals: { ...card.totals, shares: total, sharesRejected: rejected } });
  };
  /** What the last of several counts comes to, an hour apart at the most. */
  const lastLook = (cards: readonly CardSnapshot[], rig: Partial<RigSnapshot> = {}) => {
    const conditions = new Conditions();
    return cards
      .map((card, place) => conditions.look(place * 60, aSnapshot({ cards: [card], ...rig }).rig))
      .at(-1);
  };

  test('is a card of whose last hour the pool rejected too much', () => {
    expect(lastLook([shares(100, 0), shares(150, 3)])).toMatchObject([
      { state: 'bad', text: 'rejecting, 6 % of the shares of the last hour rejected (limit 5 %)' },
    ]);
  });

  test('is none that has had two rejected, nor one that had many long ago', () => {
    expect(lastLook([shares(100, 0), shares(110, 2)])).toEqual([]);
    expect(lastLook([shares(100, 50), shares(150, 51)])).toEqual([]);
  });

  test('is the miner, where it counts for all its cards', () => {
    const conditions = new Conditions();
    const at = (now: number, total: number, rejected: number) =>
      conditions.look(now, aSnapshot({ miners: [aMiner({ shares: { total, rejected } })] }).rig);
    at(0, 10, 0);
    expect(at(60, 40, 6)).toMatchObject([{ card: null, source: 'stdin', kind: 'rejecting' }]);
  });
});
