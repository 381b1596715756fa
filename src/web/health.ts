import type { RigSnapshot } from '../rig/snapshot.ts';
import type { StallKind } from '../rig/stall.ts';
import { stallWords } from '../rig/stall-words.ts';

/** What `/health` says. `ok` while the newest reading of all cards is fresh; a card that is silent alone is in `cards`. */
export interface Health {
  readonly status: 'ok' | 'waiting' | 'stale';
  /** What is wrong, in words; `null` when nothing is. While the status is `ok` it can only be a stuck miner. */
  readonly reason: string | null;
  /** Seconds; `null` before the first reading. */
  readonly newestReadingAge: number | null;
  readonly cards: readonly { readonly card: string; readonly up: boolean; readonly age: number }[];
  /** The miners that are stuck, and in what; seconds without. */
  readonly stalls: readonly { readonly source: string; readonly kind: StallKind; readonly seconds: number }[];
}

/** Healthy while any card is read; which cards are silent, and which miners are stuck, is said for each. */
export function healthOf(rig: RigSnapshot, staleAfter: number): Health {
  const cards = rig.cards.map(({ name, up, age }) => ({ card: name, up, age: milliseconds(age) }));
  const stalls = rig.miners.flatMap(({ source, stalls }) =>
    stalls.map(({ kind, lasting }) => ({ source, kind, seconds: milliseconds(lasting) })),
  );
  const stuck = rig.miners.flatMap(({ source, stalls: [worst] }) =>
    worst === undefined ? [] : [`${source}: ${stallWords(worst)}`],
  );
  const because = (reason: string | null): string | null =>
    [...(reason === null ? [] : [reason]), ...stuck].join('; ') || null;
  if (cards.length === 0) {
    const reason = because('no card has reported yet');
    return { status: 'waiting', reason, newestReadingAge: null, cards, stalls };
  }
  const newestReadingAge = Math.min(...cards.map(({ age }) => age));
  if (cards.some(({ up }) => up))
    return { status: 'ok', reason: because(null), newestReadingAge, cards, stalls };
  const reason = because(
    `no card has reported for ${Math.floor(newestReadingAge)} s (stale after ${staleAfter} s)`,
  );
  return { status: 'stale', reason, newestReadingAge, cards, stalls };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
