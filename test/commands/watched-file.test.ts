import { expect, test } from 'vitest';
import { watchFile } from '../../src/commands/watched-file.ts';
import { FakeTime } from '../support/fake-time.ts';

/** A file that is like what a test says. */
function setUp() {
  const time = new FakeTime();
  const file = { state: 'first', reads: 0 };
  const watched = watchFile({
    file: 'pools.yaml',
    state: 'first',
    timers: time,
    stateOf: async () => file.state,
    changed: async () => {
      file.reads += 1;
    },
  });
  const second = async (): Promise<void> => {
    time.advance(1);
    await new Promise(setImmediate);
  };
  return { file, watched, second };
}

test('a file that has changed is read once, when it has stood still for a second', async () => {
  const { file, second } = setUp();
  await second();
  for (const state of ['half', 'more', 'all']) {
    file.state = state;
    await second();
    expect(file.reads).toBe(0);
  }
  await second();
  expect(file.reads).toBe(1);
  await second();
  expect(file.reads).toBe(1);
});

test('one that is as it was again is not read', async () => {
  const { file, second } = setUp();
  file.state = 'half';
  await second();
  file.state = 'first';
  await second();
  await second();
  expect(file.reads).toBe(0);
});

test('asked for, it is read at once, changed or not, and not a second time', async () => {
  const { file, watched, second } = setUp();
  await watched.changedNow();
  expect(file.reads).toBe(1);
  file.state = 'next';
  await watched.changedNow();
  await second();
  await second();
  expect(file.reads).toBe(2);
});
