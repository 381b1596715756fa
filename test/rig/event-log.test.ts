import { expect, test } from 'vitest';
import { EventLog } from '../../src/rig/event-log.ts';
import { mostEvents } from '../../src/rig/rig-event.ts';
import type { RigSnapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, anAlert, aSnapshot } from '../support/snapshots.ts';

/** Looks at moments that a test names, in seconds. */
function looked() {
  const log = new EventLog();
  const look = (takenAt: number, rig: Partial<RigSnapshot>) =>
    log.look(aSnapshot({ takenAt, miners: [aMiner({ restarts: 0 })], ...rig }).rig);
  const told = () => log.list.map(({ at, kind, card, times }) => `${at} ${card ?? 'miner'} ${kind} ${times}`);
  return { log, look, told };
}

const rejected = (count: number) => {
  const card = aCard();
  return aCard({ totals: { ...card.totals, sharesRejected: count } });
};

test('what a card counts more than before has happened', () => {
  const { look, told, log } = looked();
  look(10, { cards: [rejected(5)] });
  expect(told()).toEqual([]);
  look(20, { cards: [rejected(6)] });
  expect(log.list).toEqual([
    { at: 20, kind: 'share_rejected', card: 'card1', source: 'stdin', times: 1, text: 'share rejected' },
  ]);
});

test('the same within five minutes is one event that happened more often, and stands last', () => {
  const { look, told } = looked();
  look(0, { cards: [rejected(5)] });
  look(10, { cards: [rejected(6)] });
  look(20, { cards: [rejected(6)], miners: [aMiner({ restarts: 1 })] });
  look(200, { cards: [rejected(8)], miners: [aMiner({ restarts: 1 })] });
  look(900, { cards: [rejected(9)], miners: [aMiner({ restarts: 1 })] });
  expect(told()).toEqual(['20 miner restart 1', '200 card1 share_rejected 3', '900 card1 share_rejected 1']);
});

test('lines that tell of events count from the first look on, and new blocks are none', () => {
  const { look, told } = looked();
  look(10, { cards: [aCard({ events: { over_temperature: 1, new_block: 7 } })] });
  look(20, { miners: [aMiner({ restarts: 0, events: { connection_lost: 2, dev_fee: 1 } })] });
  expect(told()).toEqual(['10 card1 over_temperature 1', '20 miner connection_lost 2', '20 miner dev_fee 1']);
});

test('a hardware error is one, whether the card counts it or a line tells of it', () => {
  const { look, told } = looked();
  const card = aCard();
  const bad = (solutionsBad: number | null) => ({ totals: { ...card.totals, solutionsBad } });
  look(0, { cards: [aCard(bad(3))] });
  look(10, {
    cards: [aCard({ ...bad(4), events: { hardware_error: 1 } })],
    miners: [aMiner({ restarts: 0, events: { hardware_error: 1 } })],
  });
  expect(told()).toEqual(['10 card1 hardware_error 1']);
  look(400, { cards: [aCard(bad(null))], miners: [aMiner({ restarts: 0 })] });
  look(410, { cards: [aCard(bad(null))], miners: [aMiner({ restarts: 0, events: { hardware_error: 1 } })] });
  look(420, { cards: [aCard(bad(null))], miners: [aMiner({ restarts: 0, events: { hardware_error: 2 } })] });
  expect(told().at(-1)).toBe('420 miner hardware_error 1');
});

test('a count that falls is no event', () => {
  const { look, told } = looked();
  look(0, { cards: [rejected(5)] });
  look(10, { cards: [rejected(0)] });
  expect(told()).toEqual([]);
});

test('alerts are events, when they begin and when they are over', () => {
  const { log } = looked();
  log.alert({ type: 'begun', alert: anAlert() }, 100);
  log.alert({ type: 'over', alert: anAlert() }, 700);
  expect(log.list).toMatchObject([
    { at: 100, kind: 'alert', card: 'card1', text: 'hot, 83.0 °C (limit 80 °C)' },
    { at: 700, kind: 'alert_over', card: 'card1', text: 'no longer hot, after 10m' },
  ]);
});

test('the newest fifty stay', () => {
  const { look, told } = looked();
  for (let count = 0; count < 80; count += 1) look(count * 1000, { cards: [rejected(count)] });
  expect(told()).toHaveLength(mostEvents);
  expect(told().at(-1)).toBe('79000 card1 share_rejected 1');
});
