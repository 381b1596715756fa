import { expect, test } from 'vitest';
import { runStatus } from '../../src/run/run-status.ts';

test('a miner that runs needs no word', () => {
  expect(runStatus({ type: 'running', since: 0 }, null, 100)).toBe(null);
});

test('a ramp-down tells its step, and what comes afterwards', () => {
  const state = { type: 'ramping-down', since: 0, nextAt: 30, reason: null } as const;
  expect(runStatus({ ...state, step: 'escape' }, null, 1)).toEqual({
    text: 'ramping down: ESC sent',
    level: 'plain',
  });
  expect(runStatus({ ...state, step: 'interrupt', reason: 'stalled: silent' }, null, 1)).toEqual({
    text: 'ramping down: SIGINT sent, then a restart (stalled: silent)',
    besideStall: 'ramping down: SIGINT sent, then a restart',
    level: 'plain',
  });
  expect(runStatus({ ...state, step: 'await-lost', reason: 'lost its terminal' }, null, 1)).toMatchObject({
    text: 'waits for the miner that lost its terminal, then a restart (lost its terminal)',
    level: 'bad',
  });
  expect(runStatus({ ...state, step: 'leave' }, null, 1)?.level).toBe('bad');
});

test('a restart that is to come tells when and why', () => {
  const state = { type: 'waiting', restartAt: 120, reason: 'exit 1', attempt: 2 } as const;
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
});
