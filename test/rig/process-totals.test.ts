import { beforeEach, expect, test } from 'vitest';
import type { Bitstream } from '../../src/bitstreams/bitstream.ts';
import type { ProcessReading, Reading } from '../../src/readings/reading.ts';
import type { Miner } from '../../src/rig/miner.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import { rigShares } from '../../src/rig/shares.ts';
import { Store } from '../../src/rig/store.ts';
import { momentOf } from '../../src/time.ts';
import { bitstreamNamed } from '../bitstreams/lines.ts';
import { statsSample } from '../bitstreams/stats-sample.ts';
import { FakeTime } from '../support/fake-time.ts';

const bitstream: Bitstream = { ...bitstreamNamed('nimiq'), name: 'several lines', sharesOf: 'printed' };

let time: FakeTime;
let store: Store;
let miner: Miner;

beforeEach(() => {
  time = new FakeTime();
  store = new Store(time, 120);
  miner = store.addMiner('stdin', new NameGiver(noNames));
});

function take(...readings: readonly Reading[]): void {
  for (const reading of readings)
    miner.take(reading, { readings: [reading], bitstream, formats: [] }, momentOf(time));
}

const process = (told: Partial<ProcessReading>): ProcessReading => ({
  type: 'process',
  hashrate: null,
  power: null,
  shares: null,
  ...told,
});

const card = (told: Parameters<typeof statsSample>[0]): Reading => ({ ...statsSample(told), partial: true });

const processNow = () => store.snapshot().miners[0]?.process;

test('what a miner prints for all its cards together is known without any card', () => {
  take(process({ hashrate: 31e6, shares: { total: 7, rejected: 1 } }), process({ power: 412 }));
  expect(processNow()).toEqual({
    hashrate: 31e6,
    power: 412,
    shares: { total: 7, rejected: 1 },
    cardsTell: false,
  });
  expect(store.snapshot().cards).toEqual([]);
});

test('its hashrate and power are gone once they were not told for long, its shares stay', () => {
  take(process({ hashrate: 31e6, power: 412, shares: { total: 7, rejected: 1 } }));
  time.advance(121);
  expect(processNow()).toMatchObject({ hashrate: null, power: null, shares: { total: 7, rejected: 1 } });
});

test('its shares are summed over restarts', () => {
  take(process({ shares: { total: 7, rejected: 1 } }), process({ shares: { total: 2, rejected: 0 } }));
  expect(processNow()?.shares).toEqual({ total: 9, rejected: 1 });
  expect(store.snapshot().miners[0]?.restarts).toBe(1);
});

test('shares that its cards count too are counted once for the rig', () => {
  const shares = { total: 4, rejected: 1 };
  take(process({ shares: { total: 8, rejected: 2 } }));
  expect(rigShares(store.snapshot())).toEqual({ total: 8, rejected: 2 });
  take(card({ index: 0, shares }), card({ index: 1, shares }));
  expect(rigShares(store.snapshot())).toEqual({ total: 8, rejected: 2 });
  expect(processNow()?.shares).toEqual({ total: 8, rejected: 2 });
});

test('a card has no shares where none are printed for it', () => {
  take(card({ index: 0, hashrate: 31e6 }));
  expect(store.snapshot().cards[0]?.totals).toMatchObject({ shares: null, sharesRejected: null });
});

test('the cards tell when one of them has a hashrate', () => {
  take(card({ index: 0, temperature: 50 }), process({ hashrate: 31e6 }));
  expect(processNow()?.cardsTell).toBe(false);
  take(card({ index: 0, hashrate: 31e6 }));
  expect(processNow()?.cardsTell).toBe(true);
  time.advance(121);
  expect(processNow()?.cardsTell).toBe(false);
});

test('values of a card that stand on several lines are put together', () => {
  take(card({ index: 0, hashrate: 31e6, power: 100 }), card({ index: 0, temperature: 50, power: 101 }));
  expect(store.snapshot().cards[0]?.gauges).toMatchObject({ hashrate: 31e6, temperature: 50, power: 101 });
});

test('a value that is told no more is gone in the end, while the card goes on', () => {
  take(card({ index: 0, temperature: 50 }));
  for (let minute = 0; minute < 5; minute += 1) {
    time.advance(60);
    take(card({ index: 0, hashrate: 31e6 }));
  }
  expect(store.snapshot().cards[0]?.gauges).toMatchObject({ hashrate: 31e6, temperature: 50 });
  time.advance(61);
  take(card({ index: 0, hashrate: 31e6 }));
  expect(store.snapshot().cards[0]?.gauges).toMatchObject({ hashrate: 31e6, temperature: null });
});
