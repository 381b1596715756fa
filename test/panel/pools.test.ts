import { describe, expect, test } from 'vitest';
import { poolRows, poolSpans } from '../../src/panel/pools.ts';
import { panelHeight, panelRows } from '../../src/panel/rows.ts';
import { paint, spansWidth } from '../../src/panel/span.ts';
import { aPool } from '../support/snapshots.ts';
import { cards, props, snapshot } from './samples.ts';

const long = 'a-pool-with-a-long-name.some-subdomain.example';
const text = (pool: ReturnType<typeof aPool>, columns: number) => paint(poolSpans(pool, columns), false);

test('a row at 80 columns', () => {
  expect(text(aPool(), 78)).toBe(
    'pool pool.example 17.00 GH/s cards 17.40 98 % ±14 % · share 4m ago · 12.35 NIM',
  );
  expect(text(aPool({ name: 'mike.rs' }), 78)).toBe(
    'pool mike.rs 17.00 GH/s cards 17.40 98 % ±14 % · share 4m ago · 12.35 NIM',
  );
});

test('a row at 120 columns has room for all of it', () => {
  expect(text(aPool(), 118)).toBe(
    'pool pool.example 17.00 GH/s cards 17.40 98 % ±14 % · share 4m ago · 12.35 NIM',
  );
});

test('what is wrong stands in place of the figures', () => {
  expect(text(aPool({ up: false, problem: 'refuses the connection' }), 78)).toBe(
    'pool pool.example refuses the connection!',
  );
});

test('no row is wider than the terminal', () => {
  const states = [aPool(), aPool({ name: long }), aPool({ name: long, up: false, problem: 'x'.repeat(300) })];
  for (let columns = 1; columns < 130; columns += 1) {
    for (const pool of states) expect(spansWidth(poolSpans(pool, columns))).toBeLessThanOrEqual(columns);
  }
});

test('four rows at the most: the last one counts the others', () => {
  const pools = Array.from({ length: 9 }, (_, place) =>
    aPool({ name: `p${place}`, problem: place > 6 ? 'fails' : null }),
  );
  const rows = poolRows(pools, 78);
  expect(rows).toHaveLength(4);
  expect(paint(rows[3]?.spans ?? [], false)).toBe('… 6 more pools  2 with a problem!');
  expect(poolRows(pools.slice(0, 4), 78)).toHaveLength(4);
  expect(poolRows([], 78)).toEqual([]);
});

describe('the panel', () => {
  const keys = (rows: number, number = 2) =>
    panelRows(props({ rows, snapshot: { ...snapshot({ cards: cards(number) }), pools: [aPool()] } })).map(
      ({ key }) => key,
    );

  test('has the pools below the cards, above the status', () => {
    expect(keys(24)).toEqual(['title', 'header', 'card 0', 'card 1', 'total', 'pool 0', 'status']);
  });

  test('gives them up before the cards', () => {
    for (let rows = 3; rows < 24; rows += 1) {
      const shown = keys(rows, 5);
      expect(shown.length).toBeLessThanOrEqual(panelHeight(rows));
      if (shown.includes('pool 0')) expect(shown).toContain('card 1');
    }
    expect(keys(8, 5)).not.toContain('pool 0');
  });

  test('shows them while no card has reported', () => {
    expect(keys(24, 0)).toEqual(['title', 'waiting', 'pool 0', 'status']);
  });
});
