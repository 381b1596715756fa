import { expect, test } from 'vitest';
import { poolsHealth } from '../../src/exporter/health.ts';
import { aPool } from '../support/snapshots.ts';

const good = aPool({ name: 'good', up: true, problem: null });
const bad = aPool({ name: 'bad', up: false, problem: 'refuses the connection' });
const unasked = aPool({ name: 'new', up: false, problem: null });

test('pools are well while any answers, and what is wrong is named', () => {
  expect(poolsHealth([good, bad])).toMatchObject({
    status: 'ok',
    reason: 'pool bad refuses the connection',
    pools: [
      { pool: 'good', up: true },
      { pool: 'bad', up: false },
    ],
  });
});

test('they fail when none answers, and wait before the first was asked', () => {
  expect(poolsHealth([bad])).toMatchObject({ status: 'failing' });
  expect(poolsHealth([unasked])).toMatchObject({ status: 'waiting', reason: 'no pool has answered yet' });
});

test('who only probes is well', () => {
  expect(poolsHealth([])).toEqual({ status: 'ok', reason: null, pools: [] });
});
