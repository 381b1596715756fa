import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { panelHeight, panelRows } from '../../src/panel/rows.ts';
import { paint, spansWidth } from '../../src/panel/span.ts';
import { sparkline, sumOfPoints } from '../../src/panel/sparkline.ts';
import { combined, likeCards } from '../../src/rig/like-cards.ts';
import type { CardSnapshot } from '../../src/rig/snapshot.ts';
import { troublesOf } from '../../src/rig/trouble.ts';
import { card, miner, props, snapshot } from './samples.ts';

const value = (min: number, max: number) => fc.option(fc.double({ min, max, noNaN: true }), { nil: null });

/** Any card of any rig, in trouble or not. */
const anyCard = fc.record({
  source: fc.constantFrom('left', 'right'),
  bitstream: fc.constantFrom('nimiq', '0xbtc'),
  device: fc.constantFrom(null, 'VU35P'),
  up: fc.boolean(),
  age: fc.integer({ min: 0, max: 1_000_000 }),
  hashrate: value(0, 1e12),
  temperature: value(0, 120),
  errorRatio: value(0, 1),
  power: value(0, 500),
});

const anyRig = fc.array(anyCard, { minLength: 1, maxLength: 45 }).map((some): CardSnapshot[] =>
  some.map(({ hashrate, temperature, errorRatio, power, ...rest }, place) =>
    card({
      ...rest,
      name: `card${place + 1}`,
      gauges: { ...card().gauges, hashrate, temperature, errorRatio, power },
    }),
  ),
);

const miners = [miner({ source: 'left' }), miner({ source: 'right' })];
const widths = fc.constantFrom(60, 80, 99, 100, 120, 140, 200);
const heights = fc.constantFrom(12, 15, 24, 30, 40, 50);

describe('of any rig in a terminal of any size', () => {
  const holds = (look: (cards: CardSnapshot[], columns: number, rows: number) => void): void =>
    fc.assert(fc.property(anyRig, widths, heights, look), { numRuns: 150 });

  test('no row is wider than the screen, and all of them leave room for the miner', () => {
    holds((cards, columns, rows) => {
      const shown = panelRows(props({ snapshot: snapshot({ cards, miners }), columns, rows }));
      for (const { spans } of shown) expect(spansWidth(spans)).toBeLessThanOrEqual(columns);
      expect(shown.length).toBeLessThanOrEqual(panelHeight(rows));
    });
  });

  test('a card in trouble has a row, or is counted by what is wrong with it', () => {
    holds((cards, columns, rows) => {
      const shown = panelRows(props({ snapshot: snapshot({ cards, miners }), columns, rows }));
      const withRows = shown.filter(({ key }) => key.startsWith('card ')).length;
      const hidden = paint(shown.find(({ key }) => key === 'hidden')?.spans ?? [], false);
      const inTrouble = cards.filter((one) => troublesOf(one).length > 0).length;
      const counted = [...hidden.matchAll(/(\d+) (?:silent|hot|failing|slow)/g)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
      expect(counted).toBe(Math.max(0, inTrouble - withRows));
    });
  });

  test('the values of all cards end in the same columns', () => {
    holds((cards, columns, rows) => {
      const shown = panelRows(props({ snapshot: snapshot({ cards, miners }), columns, rows }));
      const table = shown.filter(({ key }) => /^(?:card|total|header)/.test(key));
      const ends = new Set(
        table.map(({ spans }) => spansWidth(spans.filter(({ text }) => !/^[!↓]$/.test(text)))),
      );
      // A mark takes one of the blanks behind its value, the last one a column of its own.
      expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(4);
    });
  });
});

test('subtotals hold each card once, and add only what is alike', () => {
  fc.assert(
    fc.property(anyRig, (cards) => {
      const groups = likeCards(snapshot({ cards, miners }).rig);
      expect(groups.flatMap((group) => group.cards).length).toBe(cards.length);
      for (const group of groups) {
        const rates = group.cards.map(({ gauges }) => gauges.hashrate).filter((rate) => rate !== null);
        const sum = rates.reduce((total, rate) => total + rate, 0);
        expect(combined('hashrate', group.cards)).toBe(rates.length === 0 ? null : sum);
        const heat = group.cards.map(({ gauges }) => gauges.temperature).filter((one) => one !== null);
        expect(combined('temperature', group.cards)).toBe(heat.length === 0 ? null : Math.max(...heat));
      }
    }),
  );
});

test('constant cards make a flat sum, whenever each was first read', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 }), (starts) => {
      const trends = starts.map((start) =>
        Array.from({ length: 40 }, (_, place) => (place < start ? null : 1.5e6)),
      );
      const sum = sumOfPoints(trends, 24).filter((point) => point !== null);
      expect(new Set(sum).size).toBe(1);
      expect(new Set(sparkline(sum, 40).trim()).size).toBe(1);
    }),
  );
});
