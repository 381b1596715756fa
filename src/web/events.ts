import type { RigEvent } from '../rig/rig-event.ts';
import type { Snapshot } from '../rig/snapshot.ts';

/**
 * What `/api/events` answers: what happened lately, oldest first, and when it was asked; Unix seconds. The card is `null`
 * where it is about the miner. Fields may be added, none is renamed or removed.
 */
export type EventsReport = ReturnType<typeof eventsReport>;

/** The answer of `/api/events`. */
export function eventsReport({ rig, events }: Snapshot) {
  return { takenAt: rig.takenAt, events: events.map(eventReport) };
}

function eventReport({ at, kind, card, source, times, text }: RigEvent) {
  return { at, kind, card, source, times, text };
}
