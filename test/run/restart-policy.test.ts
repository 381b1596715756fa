import { expect, test } from 'vitest';
import { defaultRestart } from '../../src/options/table/run.ts';
import { type RestartOptions, RestartPolicy, restartLimitOf } from '../../src/run/restart-policy.ts';

const exited = { type: 'exit', reason: 'exit 1' } as const;
const stalled = { type: 'stalled', reason: 'stalled: silent' } as const;
const key = { type: 'key', reason: 'key' } as const;

const policy = (options: Partial<RestartOptions>) => new RestartPolicy({ ...defaultRestart, ...options });

test.each([
  ['never', 'give-up', 'give-up', false],
  ['on-exit', 'restart', 'give-up', false],
  ['on-stall', 'give-up', 'restart', true],
  ['always', 'restart', 'restart', true],
] as const)('%s: after an exit %s, after a stall %s', (when, afterExit, afterStall, acts) => {
  expect(policy({ when }).decide(exited, 5, 0).type).toBe(afterExit);
  expect(policy({ when }).decide(stalled, 5, 0).type).toBe(afterStall);
  expect(policy({ when }).actsOnStall(0)).toBe(acts);
  expect(policy({ when }).decide(key, 5, 0)).toEqual({ type: 'restart', delay: 0 });
});

test('the pauses double from ten seconds to five minutes', () => {
  const restarts = policy({ when: 'on-exit', limit: null });
  const delays = Array.from({ length: 8 }, (_, index) => restarts.decide(exited, 1, index));
  expect(delays.map((decision) => decision.type === 'restart' && decision.delay)).toEqual([
    10, 20, 40, 80, 160, 300, 300, 300,
  ]);
});

test('after a thousand restarts the pause is still five minutes', () => {
  const restarts = policy({ when: 'always', limit: null });
  for (let index = 0; index < 2000; index += 1) restarts.decide(exited, 1, index);
  expect(restarts.decide(exited, 1, 2000)).toMatchObject({ delay: 300 });
});

test('a first pause longer than five minutes stays as it is', () => {
  const restarts = policy({ when: 'always', backoff: 900 });
  expect(restarts.decide(exited, 1, 0)).toMatchObject({ delay: 900 });
  expect(restarts.decide(exited, 1, 1)).toMatchObject({ delay: 900 });
});

test('a run of ten minutes was a good one: the pauses begin anew', () => {
  const restarts = policy({ when: 'always' });
  restarts.decide(exited, 1, 0);
  expect(restarts.decide(exited, 599, 600)).toMatchObject({ delay: 20 });
  expect(restarts.decide(exited, 600, 1300)).toMatchObject({ delay: 10 });
});

test('past the limit it gives up, until the first restarts are long enough ago', () => {
  const restarts = policy({ when: 'always', limit: { count: 2, seconds: 100 } });
  expect(restarts.decide(exited, 1, 0).type).toBe('restart');
  expect(restarts.decide(exited, 1, 50).type).toBe('restart');
  expect(restarts.decide(exited, 1, 99)).toEqual({ type: 'give-up', because: 'limit' });
  expect(restarts.decide(exited, 1, 100).type).toBe('restart');
});

test('a stalled miner that could not be started again is left alone: it may still be mining', () => {
  const restarts = policy({ when: 'always', limit: { count: 1, seconds: 100 } });
  restarts.decide(exited, 1, 0);
  expect(restarts.actsOnStall(99)).toBe(false);
  expect(restarts.actsOnStall(100)).toBe(true);
});

test('what a person restarts does not count', () => {
  const restarts = policy({ when: 'always', limit: { count: 1, seconds: 100 } });
  for (let index = 0; index < 5; index += 1) restarts.decide(key, 1, index);
  expect(restarts.decide(exited, 1, 9)).toMatchObject({ type: 'restart', delay: 10 });
});

test('a limit is a number of restarts and a time', () => {
  expect(restartLimitOf('10/1h')).toEqual({ count: 10, seconds: 3600 });
  expect(restartLimitOf('3/90s')).toEqual({ count: 3, seconds: 90 });
  for (const wrong of ['', '10', '0/1h', '10/1', '/1h', '1.5/1h', '10/0s', '-1/1h', '10/1h/1h'])
    expect(restartLimitOf(wrong)).toBeNull();
});

test('two runs in a row that end well at once have started something out of sight', () => {
  const endedWell = { type: 'exit', reason: 'exit 0' } as const;
  const giveUp = { type: 'give-up', because: 'starts-elsewhere' };
  const restarts = policy({ when: 'on-exit' });
  expect(restarts.decide(endedWell, 9, 0).type).toBe('restart');
  expect(restarts.decide(endedWell, 9, 20)).toEqual(giveUp);

  const others = policy({ when: 'on-exit' });
  for (const [cause, ranFor] of [
    [endedWell, 2],
    [exited, 2],
    [endedWell, 2],
    [endedWell, 11],
    [endedWell, 2],
  ] as const)
    expect(others.decide(cause, ranFor, 0).type).toBe('restart');
});
