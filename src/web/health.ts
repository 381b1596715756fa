import { type Alert, type AlertKind, alertLine } from '../rig/alert.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { StallKind } from '../rig/stall.ts';
import { stallWords } from '../rig/stall-words.ts';

/** What `/health` says. `ok` while the newest reading of all cards is fresh: the status is about readings alone. */
export interface Health {
  readonly status: 'ok' | 'waiting' | 'stale';
  /** All that is wrong, in words; `null` when nothing is. */
  readonly reason: string | null;
  /** Seconds; `null` before the first reading. */
  readonly newestReadingAge: number | null;
  readonly cards: readonly { readonly card: string; readonly up: boolean; readonly age: number }[];
  /** The miners that are stuck, and in what; seconds without. */
  readonly stalls: readonly { readonly source: string; readonly kind: StallKind; readonly seconds: number }[];
  /** What is the matter, the worst first; the card is `null` where it is about the miner. */
  readonly alerts: readonly {
    readonly card: string | null;
    readonly source: string;
    readonly kind: AlertKind;
    readonly seconds: number;
    readonly text: string;
  }[];
}

/** Healthy while any card is read; whatever else is the matter is said beside it. */
export function healthOf({ rig, alerts }: Pick<Snapshot, 'rig' | 'alerts'>, staleAfter: number): Health {
  const cards = rig.cards.map(({ name, up, age }) => ({ card: name, up, age: milliseconds(age) }));
  const stalls = rig.miners.flatMap(({ source, stalls }) =>
    stalls.map(({ kind, lasting }) => ({ source, kind, seconds: milliseconds(lasting) })),
  );
  const stuck = rig.miners.flatMap(({ source, stalls: [worst] }) =>
    worst === undefined ? [] : [`${source}: ${stallWords(worst)}`],
  );
  // A stall is known a moment before it is an alert.
  const troubles = alerts.filter(({ kind }) => kind !== 'stuck').map(alertLine);
  const known = { cards, stalls, alerts: alerts.map(alertReport) };
  const because = (reason: string | null): string | null =>
    [...(reason === null ? [] : [reason]), ...stuck, ...troubles].join('; ') || null;
  if (cards.length === 0) {
    const reason = because('no card has reported yet');
    return { status: 'waiting', reason, newestReadingAge: null, ...known };
  }
  const newestReadingAge = Math.min(...cards.map(({ age }) => age));
  if (cards.some(({ up }) => up)) return { status: 'ok', reason: because(null), newestReadingAge, ...known };
  const reason = because(
    `no card has reported for ${Math.floor(newestReadingAge)} s (stale after ${staleAfter} s)`,
  );
  return { status: 'stale', reason, newestReadingAge, ...known };
}

function alertReport({ card, source, kind, lasting, text }: Alert): Health['alerts'][number] {
  return { card, source, kind, seconds: milliseconds(lasting), text };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
