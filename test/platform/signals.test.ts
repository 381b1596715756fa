import { expect, test } from 'vitest';
import { listenToSignals } from '../../src/platform/signals.ts';

test('each signal has the effect of its meaning, and listening to it keeps its usual effect away', () => {
  const listeners = new Map<string, () => void>();
  const seen: string[] = [];
  listenToSignals(
    [
      ['SIGINT', 'interrupt'],
      ['SIGBREAK', 'interrupt'],
      ['SIGHUP', 'hangUp'],
      ['SIGTSTP', 'pause'],
      ['SIGQUIT', 'ignore'],
      ['SIGTERM', 'terminate'],
    ],
    {
      interrupted: () => seen.push('interrupted'),
      hungUp: () => seen.push('hung up'),
      paused: () => seen.push('paused'),
      terminated: () => seen.push('terminated'),
    },
    (signal, listener) => listeners.set(signal, listener),
  );
  for (const listener of listeners.values()) listener();
  expect([...listeners.keys()]).toEqual(['SIGINT', 'SIGBREAK', 'SIGHUP', 'SIGTSTP', 'SIGQUIT', 'SIGTERM']);
  expect(seen).toEqual(['interrupted', 'interrupted', 'hung up', 'paused', 'terminated']);
});
