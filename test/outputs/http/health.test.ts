import { expect, test } from 'vitest';
import { healthOf } from '../../../src/outputs/http/health.ts';
import { aCard, aSnapshot } from '../../support/snapshots.ts';

test('is waiting before the first reading', () => {
  expect(healthOf(aSnapshot({ cards: [] }).rig, 120)).toEqual({
    status: 'waiting',
    reason: 'no card has reported yet',
    newestReadingAge: null,
    cards: [],
  });
});

test('is ok while the newest reading is fresh, and tells of the card that is silent', () => {
  const cards = [aCard({ up: false, age: 300 }), aCard({ name: 'card2', age: 1.23456 })];
  expect(healthOf(aSnapshot({ cards }).rig, 120)).toEqual({
    status: 'ok',
    reason: null,
    newestReadingAge: 1.235,
    cards: [
      { card: 'card1', up: false, age: 300 },
      { card: 'card2', up: true, age: 1.235 },
    ],
  });
});

test('is stale when no card is fresh, and says for how long', () => {
  const cards = [aCard({ up: false, age: 300.9 }), aCard({ name: 'card2', up: false, age: 150.5 })];
  expect(healthOf(aSnapshot({ cards }).rig, 120)).toMatchObject({
    status: 'stale',
    reason: 'no card has reported for 150 s (stale after 120 s)',
    newestReadingAge: 150.5,
  });
});
