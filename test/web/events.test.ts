import { expect, test } from 'vitest';
import { eventsReport } from '../../src/web/events.ts';
import { aSnapshot } from '../support/snapshots.ts';

test('reports what happened, to whom and when, oldest first', () => {
  const events = [
    {
      at: 1700000000,
      kind: 'share_rejected',
      card: 'card1',
      source: 'stdin',
      times: 3,
      text: 'share rejected',
    },
    { at: 1700000001, kind: 'restart', card: null, source: 'stdin', times: 1, text: 'miner restarted' },
  ] as const;
  expect(eventsReport({ ...aSnapshot(), events })).toEqual({ takenAt: 1700000002.75, events });
});
