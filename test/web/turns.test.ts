import { expect, test } from 'vitest';
import { Turns } from '../../src/web/turns.ts';

/** Turns in a world where time only passes while something is done or waited for. */
function aWorld() {
  let now = 100;
  const rests: number[] = [];
  const ready: (() => void)[] = [];
  return {
    rests,
    turns: new Turns({
      clock: { monotonic: () => now, wall: () => 0 },
      timers: {
        after(seconds, callback) {
          rests.push(seconds);
          ready.push(() => {
            now += seconds;
            callback();
          });
          return () => {};
        },
      },
      soon: (callback) => ready.push(callback),
    }),
    /** Something that takes so many seconds. */
    takes: (seconds: number) => async () => {
      now += seconds;
    },
    pass: (seconds: number) => {
      now += seconds;
    },
    now: () => now,
    /** One turn of the event loop. */
    async turn() {
      ready.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    waits: () => ready.length,
  };
}

test('one piece is done in a turn, in the order in which they came', async () => {
  const { turns, turn } = aWorld();
  const done: number[] = [];
  for (const piece of [1, 2, 3]) turns.add(() => void done.push(piece));
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual([1]);
  await turn();
  await turn();
  expect(done).toEqual([1, 2, 3]);
});

test('the next piece waits for one that is not done at once', async () => {
  const { turns, turn, waits } = aWorld();
  let finish = () => {};
  turns.add(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  turns.add(() => {});
  await turn();
  expect(waits()).toBe(0);
  finish();
  await turn();
  expect(waits()).toBe(1);
});

test('what takes long is followed by three times as much rest', async () => {
  const { turns, turn, takes, rests } = aWorld();
  turns.add(takes(0.02));
  turns.add(takes(0.1));
  turns.add(() => {});
  for (const _ of [1, 2, 3]) await turn();
  expect(rests).toEqual([expect.closeTo(0.06), expect.closeTo(0.3)]);
});

test('also when nothing waits at its end, and not longer than needed', async () => {
  const { turns, turn, takes, pass, rests } = aWorld();
  turns.add(takes(0.1));
  await turn();
  pass(0.2);
  turns.add(takes(0.1));
  await turn();
  pass(10);
  turns.add(() => {});
  await turn();
  expect(rests).toEqual([expect.closeTo(0.1)]);
});

test('however short the pieces, they take a quarter of the time', async () => {
  const { turns, turn, takes, now } = aWorld();
  for (let piece = 0; piece < 1000; piece += 1) turns.add(takes(0.0001));
  for (let piece = 0; piece < 1000; piece += 1) await turn();
  expect(now() - 100).toBeGreaterThan(0.39);
  expect(now() - 100).toBeLessThan(0.41);
});

test('where there is no timer to be had it goes on without a rest', async () => {
  const done: string[] = [];
  let now = 0;
  const turns = new Turns({
    clock: { monotonic: () => now, wall: () => 0 },
    timers: {
      after() {
        throw new Error('no timers left');
      },
    },
  });
  for (const name of ['one', 'two', 'three']) {
    turns.add(() => {
      now += 1;
      done.push(name);
    });
  }
  await expect.poll(() => done).toEqual(['one', 'two', 'three']);
});
