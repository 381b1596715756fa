import type { RigSnapshot } from '../../cards/snapshot.ts';

/** What `/health` says. `ok` while the newest reading of all cards is fresh; a card that is silent alone is in `cards`. */
export interface Health {
  readonly status: 'ok' | 'waiting' | 'stale';
  /** What is wrong, in words; `null` when nothing is. */
  readonly reason: string | null;
  /** Seconds; `null` before the first reading. */
  readonly newestReadingAge: number | null;
  readonly cards: readonly { readonly card: string; readonly up: boolean; readonly age: number }[];
}

/** Healthy while any card is read; which cards are silent is said for each. */
export function healthOf(rig: RigSnapshot, staleAfter: number): Health {
  const cards = rig.cards.map(({ name, up, age }) => ({ card: name, up, age: milliseconds(age) }));
  if (cards.length === 0) {
    return { status: 'waiting', reason: 'no card has reported yet', newestReadingAge: null, cards };
  }
  const newestReadingAge = Math.min(...cards.map(({ age }) => age));
  if (cards.some(({ up }) => up)) return { status: 'ok', reason: null, newestReadingAge, cards };
  const reason = `no card has reported for ${Math.floor(newestReadingAge)} s (stale after ${staleAfter} s)`;
  return { status: 'stale', reason, newestReadingAge, cards };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
