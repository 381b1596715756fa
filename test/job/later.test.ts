import { expect, test } from 'vitest';
import { startLater } from '../../src/job/later.ts';
import { JobWorld } from './support/job-world.ts';

test('it starts when the input that was there has been taken, and is stopped also while it starts', async () => {
  let go = (): void => {};
  const idle = new Promise<void>((resolve) => {
    go = resolve;
  });
  const did: string[] = [];
  const start = async () => {
    did.push('start');
    return { state: () => 'at work', stop: () => did.push('stop') };
  };
  const part = startLater(new JobWorld({}, { idle }).shared(), start, 'pool', 'no pool is asked');
  await Promise.resolve();
  expect([part.state(), did]).toEqual([null, []]);
  const stopped = part.stop();
  go();
  await stopped;
  expect([part.state(), did]).toEqual(['at work', ['start', 'stop']]);
});

test('one that can not be started is a warning, and there is nothing to stop', async () => {
  const world = new JobWorld();
  const part = startLater(
    world.shared(),
    () => Promise.reject(new Error('gone')),
    'pool',
    'no pool is asked',
  );
  await part.stop();
  expect(part.state()).toBeNull();
  expect(world.stderr.text).toBe('no pool is asked: gone\n');
});
