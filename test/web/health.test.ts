import { expect, test } from 'vitest';
import { healthOf } from '../../src/web/health.ts';
import { aCard, aMiner, anAlert, aSnapshot } from '../support/snapshots.ts';

test('is waiting before the first reading', () => {
  expect(healthOf(aSnapshot({ cards: [] }), 120)).toEqual({
    status: 'waiting',
    reason: 'no card has reported yet',
    newestReadingAge: null,
    cards: [],
    stalls: [],
    alerts: [],
  });
});

test('is ok while the newest reading is fresh, and tells of the card that is silent', () => {
  const cards = [aCard({ up: false, age: 300 }), aCard({ name: 'card2', age: 1.23456 })];
  expect(healthOf(aSnapshot({ cards }), 120)).toEqual({
    status: 'ok',
    reason: null,
    newestReadingAge: 1.235,
    cards: [
      { card: 'card1', up: false, age: 300 },
      { card: 'card2', up: true, age: 1.235 },
    ],
    stalls: [],
    alerts: [],
  });
});

test('is stale when no card is fresh, and says for how long', () => {
  const cards = [aCard({ up: false, age: 300.9 }), aCard({ name: 'card2', up: false, age: 150.5 })];
  expect(healthOf(aSnapshot({ cards }), 120)).toMatchObject({
    status: 'stale',
    reason: 'no card has reported for 150 s (stale after 120 s)',
    newestReadingAge: 150.5,
  });
});

test('is ok while a card is read, and its reason names all that is the matter', () => {
  const alerts = [
    anAlert({ card: 'card1', kind: 'hot', text: 'hot, 83.0 °C (limit 80 °C)', lasting: 90.5 }),
    anAlert({ card: 'card2', kind: 'silent', text: 'silent for 9m' }),
  ];
  expect(healthOf({ ...aSnapshot(), alerts }, 120)).toMatchObject({
    status: 'ok',
    reason: 'card1: hot, 83.0 °C (limit 80 °C); card2: silent for 9m',
    alerts: [{ card: 'card1', source: 'stdin', kind: 'hot', seconds: 90.5 }, { card: 'card2' }],
  });
});

test('a stuck miner is named once', () => {
  const alerts = [anAlert({ card: null, kind: 'stuck', text: 'no output for 6m' })];
  expect(healthOf({ ...aSnapshot({ miners: [stuck] }), alerts }, 120).reason).toBe('stdin: no output for 6m');
});

const stuck = aMiner({
  stalls: [
    { kind: 'silent', lasting: 400.1234 },
    { kind: 'no-shares', lasting: 2000 },
  ],
});

test('a stuck miner is told, and is no failure while another is read', () => {
  expect(healthOf(aSnapshot({ miners: [aMiner({ source: 'rig2' }), stuck] }), 120)).toMatchObject({
    status: 'ok',
    reason: 'stdin: no output for 6m',
    stalls: [
      { source: 'stdin', kind: 'silent', seconds: 400.123 },
      { source: 'stdin', kind: 'no-shares', seconds: 2000 },
    ],
  });
});

test('a stuck miner is in the reason why nothing is read', () => {
  const cards = [aCard({ up: false, age: 400 })];
  expect(healthOf(aSnapshot({ cards, miners: [stuck] }), 120).reason).toBe(
    'no card has reported for 400 s (stale after 120 s); stdin: no output for 6m',
  );
  expect(healthOf(aSnapshot({ cards: [], miners: [stuck] }), 120).reason).toBe(
    'no card has reported yet; stdin: no output for 6m',
  );
});
