import { expect, test } from 'vitest';
import type { NamedPool } from '../../src/exporter/settings.ts';
import { Watches } from '../../src/exporter/watches.ts';
import { nothingTold } from '../../src/pools/pool.ts';
import { FakeTime } from '../support/fake-time.ts';

function named(name: string, host: string): NamedPool {
  return { name, entry: { url: new URL(`https://${host}`), address: '0xabc', kind: 'yiimp', paths: null } };
}

/** Pools that count how often they are asked. */
function setUp() {
  const time = new FakeTime();
  const asked: string[] = [];
  const recovered: string[] = [];
  const watches = new Watches({
    clock: time,
    timers: time,
    random: () => 0,
    onProblem: () => {},
    onRecovered: (server) => recovered.push(server),
    pool: ({ url }) => ({
      poll: async () => {
        asked.push(url.host);
        return { kind: 'yiimp', ...nothingTold, hashrate: 1e9 };
      },
    }),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  const names = () => watches.state().map(({ name }) => name);
  return { watches, asked, recovered, settle, names, time };
}

test('other pools take the places of those that were watched; one that stays is not asked anew', async () => {
  const { watches, asked, recovered, settle, names } = setUp();
  watches.watch([named('a', 'one.example'), named('b', 'two.example')], 60);
  await settle();
  expect(asked).toEqual(['one.example', 'two.example']);
  watches.watch([named('c', 'three.example'), named('a', 'one.example')], 60);
  await settle();
  expect(asked.slice(2)).toEqual(['three.example']);
  expect(names()).toEqual(['c', 'a']);
  expect(watches.state().map(({ up }) => up)).toEqual([true, true]);
  expect(recovered).toContain('two.example');
});

test('one that is gone is asked no more', async () => {
  const { watches, asked, settle, names, time } = setUp();
  watches.watch([named('a', 'one.example')], 60);
  await settle();
  watches.stop();
  time.advance(600);
  await settle();
  expect(asked).toEqual(['one.example']);
  expect(names()).toEqual([]);
});
