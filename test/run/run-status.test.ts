import { expect, test } from 'vitest';
import { RampDown } from '../../src/run/ramp-down.ts';
import type { RestartCause } from '../../src/run/restart-policy.ts';
import { runStatus } from '../../src/run/run-status.ts';
import type { SupervisorState } from '../../src/run/supervisor.ts';
import { FakeTime } from '../support/fake-time.ts';

const miner = { pid: 1, type: () => true, signal() {}, resize() {}, pause() {}, resume() {} };
const stalled: RestartCause = { type: 'stalled', reason: 'stalled: silent' };
const lost: RestartCause = { type: 'exit', reason: 'lost its terminal' };

/** A miner that is stopped, and the means to bring that further. */
function rampingDown(cause: RestartCause | null = null) {
  const time = new FakeTime();
  const ramp = new RampDown({ stopGrace: 120, killAfter: null }, time);
  const state: SupervisorState = { type: 'ramping-down', since: 0, miner, ramp, cause };
  return { time, ramp, status: () => runStatus(state, null, 1) };
}

test('a miner that runs needs no word', () => {
  expect(runStatus({ type: 'running', since: 0, miner }, null, 100)).toBe(null);
});

test('a ramp-down tells its step', () => {
  const { time, ramp, status } = rampingDown();
  expect(status()).toEqual({ text: 'ramping down: ESC sent', level: 'plain' });
  ramp.hurry();
  expect(status()?.text).toBe('ramping down: SIGINT sent');
  time.advance(120);
  ramp.due();
  expect(status()).toEqual({ text: 'ramping down: it does not end, and is left alone', level: 'bad' });
});

test('a ramp-down tells what comes afterwards', () => {
  expect(rampingDown(stalled).status()).toEqual({
    text: 'ramping down: ESC sent, then a restart (stalled: silent)',
    besideStall: 'ramping down: ESC sent, then a restart',
    level: 'plain',
  });
  const { ramp, status } = rampingDown(lost);
  ramp.lost();
  expect(status()).toMatchObject({
    text: 'waits for the miner that lost its terminal, then a restart (lost its terminal)',
    level: 'bad',
  });
});

test('a restart that is to come tells when and why', () => {
  const cause: RestartCause = { type: 'exit', reason: 'exit 1' };
  const state: SupervisorState = { type: 'waiting', restartAt: 120, cause, code: 1 };
  expect(runStatus(state, null, 100.5)).toEqual({ text: 'restarts in 20s (exit 1)', level: 'bad' });
  expect(runStatus(state, null, 121)?.text).toBe('restarts in 0s (exit 1)');
});

test('at its end it tells how that came', () => {
  const over = { type: 'over', code: 1 } as const;
  expect(runStatus({ type: 'not-started' }, null, 0)).toEqual({ text: 'not started yet', level: 'plain' });
  expect(runStatus(over, { type: 'stopped', code: 0 }, 0)).toEqual({ text: 'stopped', level: 'plain' });
  const ended = { type: 'gave-up', because: 'policy', reason: 'exit 1', code: 1 } as const;
  expect(runStatus(over, ended, 0)).toEqual({ text: 'ended (exit 1)', level: 'bad' });
  expect(runStatus(over, { ...ended, reason: 'exit 0', code: 0 }, 0)?.level).toBe('plain');
  expect(runStatus(over, { ...ended, because: 'limit' }, 0)).toEqual({
    text: 'given up after too many restarts (exit 1)',
    level: 'bad',
  });
  expect(runStatus(over, { ...ended, because: 'starts-elsewhere' }, 0)?.level).toBe('bad');
});
