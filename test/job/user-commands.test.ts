import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UserCommands } from '../../src/job/user-commands.ts';
import { FakeTime } from '../support/fake-time.ts';

/** A shell in which all that is started ends at once. */
function shell(perHour: number | null) {
  const time = new FakeTime();
  const runs: string[] = [];
  const problems: string[] = [];
  const commands = new UserCommands({
    bounds: { running: 1, waiting: 3, perHour },
    start(command) {
      runs.push(command);
      return { ended: Promise.resolve(0), end: () => {} };
    },
    clock: time,
    timers: time,
    onProblem: (line) => problems.push(line),
    onSuccess: () => {},
  });
  const run = async (command: string) => {
    commands.run({ option: '--on-alert', command, queue: 'alerts', variables: {} });
    await setImmediate();
  };
  return { time, runs, problems, run };
}

test('no more than so many are started within an hour, which is told, and then again', async () => {
  const { time, runs, problems, run } = shell(2);
  for (const command of ['one', 'two', 'three']) await run(command);
  expect(runs).toEqual(['one', 'two']);
  expect(problems).toEqual(['--on-alert: not run, as it ran 2 times within an hour']);
  time.advance(3600);
  await run('four');
  expect(runs).toEqual(['one', 'two', 'four']);
});

test('without a bound each is started', async () => {
  const { runs, problems, run } = shell(null);
  for (let count = 0; count < 100; count += 1) await run(String(count));
  expect(runs).toHaveLength(100);
  expect(problems).toEqual([]);
});
