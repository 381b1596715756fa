import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createReader } from '../../src/bitstreams/reader.ts';
import { createFeed } from '../../src/rig/feed.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import { Store } from '../../src/rig/store.ts';
import { FakeTime } from '../support/fake-time.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Bytes of the heap that something still holds. */
function alive(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed;
}

const dnaOf = (number: number) => number.toString(16).toUpperCase().padStart(24, '0');
const stats = (dna: string, solutions: number) =>
  `[${dna}] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${solutions}/${solutions}`;

/** Lines of which no two are the same, each with a number. */
const everNew: Readonly<Record<string, (number: number) => string>> = {
  'statistics of one card': (number) => stats(dnaOf(0), number),
  'statistics of cards that were never seen before': (number) => stats(dnaOf(number), 1),
  'cards that are only named': (number) => `Card with DNA ${dnaOf(number)} selected and locked.`,
  'starts of the miner': (number) => (number % 2 === 0 ? 'FXTokenMiner v1.50' : stats(dnaOf(0), number)),
  'lines of no format': (number) => `<miner${number}> hello, I am number ${number}`,
  'lines that are written over': (number) => `at ${number} %\rat ${number + 1} %`,
};

test.each(Object.entries(everNew))('of %s nothing stays', (_, line) => {
  const time = new FakeTime();
  const store = new Store(time, 120);
  const feed = createFeed({
    miner: store.addMiner('stdin', new NameGiver(noNames)),
    reader: createReader(bitstreams),
    clock: time,
    timers: time,
  });
  let number = 0;
  const print = (lines: number): void => {
    for (const end = number + lines; number < end; number += 100) {
      const text = Array.from({ length: 100 }, (_, place) => `${line(number + place)}\n`).join('');
      feed.bytes(Buffer.from(text));
      // So little that the cards' history, which has its bounds, hardly grows.
      time.advance(0.01);
    }
    store.snapshot();
  };
  print(4000);
  const before = alive();
  print(20_000);
  expect((alive() - before) / 20_000).toBeLessThan(10);
});
