import type { Gauges } from './gauges.ts';
import type { HashrateUnit } from './units.ts';

/**
 * What a miner's line says, in SI units. A bitstream turns lines into these; the store takes them up.
 */

/** What a line tells of the card it is about; `null` where the format does not say. */
export interface CardId {
  /** The id burnt into the FPGA, 24 hex digits in capitals. */
  readonly dna: string | null;
  /** The miner's own number of the card, from 0. */
  readonly index: number | null;
  /** The board's name, such as `VU35P`. */
  readonly device: string | null;
}

/** Solutions since the miner's start: `total` includes the bad ones; `bad` is `null` where the miner does not count them. */
export interface SolutionCount {
  readonly total: number;
  readonly bad: number | null;
}

/** Shares submitted since the miner's start, and of these the rejected ones. */
export interface ShareCount {
  readonly total: number;
  readonly rejected: number;
}

/** The same as some miners print it: `rejected` is `null` where they count only what the pool took. */
export interface PrintedShares extends Pick<ShareCount, 'total'> {
  readonly rejected: number | null;
  /** Those that came too late, where the miner counts them; some count them among the rejected, some beside them. */
  readonly stale?: number;
}

/** The hashrate exactly as printed, for the predecessor's metric names. */
export interface PrintedHashrate {
  readonly value: number;
  readonly unit: HashrateUnit;
}

/** Why the pool refused a share. */
export type FailureReason = 'stale' | 'difficulty' | 'other';

/** All reasons, in the order in which they are shown. */
export const failureReasons: readonly FailureReason[] = ['stale', 'difficulty', 'other'];

/** The fixed list of things that happen to a miner and are worth a mark in a graph. */
export const eventKinds = [
  'hardware_error',
  'over_temperature',
  'connection_lost',
  'stale_work',
  'watchdog_exit',
  'new_block',
  'clock_change',
  'dev_fee',
  'user_mining',
] as const;

/** One of {@link eventKinds}. */
export type EventKind = (typeof eventKinds)[number];

/** One card's statistics. */
export interface StatsReading {
  readonly type: 'stats';
  readonly card: CardId;
  readonly gauges: Gauges;
  readonly printed: PrintedHashrate | null;
  readonly solutions: SolutionCount | null;
  readonly shares: PrintedShares | null;
  /** Which printing of a table the row belongs to; `null` for a miner that prints a line a card. */
  readonly table: number | null;
  /** True where a card's values stand on several lines: what this one does not tell stays as it was. */
  readonly partial?: boolean;
}

/** What the miner prints for all its cards together; `null` where the line does not say. */
export interface ProcessReading {
  readonly type: 'process';
  /** H/s. */
  readonly hashrate: number | null;
  /** W. */
  readonly power: number | null;
  readonly shares: PrintedShares | null;
}

/** What one line says; what the lines of a miner can be. */
export type Reading =
  | StatsReading
  | ProcessReading
  /** Shares counted on a line of their own. */
  | { readonly type: 'shares'; readonly shares: ShareCount }
  | { readonly type: 'share-failure'; readonly reason: FailureReason }
  | { readonly type: 'event'; readonly kind: EventKind }
  /** The banner: the miner program starts here. */
  | { readonly type: 'start' }
  /** The miner names the card that it drives, before the card's first statistics. */
  | { readonly type: 'card'; readonly dna: string }
  /** A line of the format that carries no value: a table's header, its sum, an empty line. */
  | { readonly type: 'known' };

/** How lines are counted (`fpga_tee_lines_total{kind}`). */
export type LineKind = 'stats' | 'share' | 'event' | 'other';

/** All kinds, in the order in which they are shown. */
export const lineKinds: readonly LineKind[] = ['stats', 'share', 'event', 'other'];

/** The kind under which a line with this reading counts; `null` is a line that no bitstream knows. */
export function lineKindOf(reading: Reading | null): LineKind {
  switch (reading?.type) {
    case 'stats':
    case 'process':
      return 'stats';
    case 'shares':
    case 'share-failure':
      return 'share';
    case 'event':
      return 'event';
    default:
      return 'other';
  }
}
