import type { LogSnapshot } from '../bytes/log/log-file.ts';
import type { CardLimits } from '../readings/card-limits.ts';
import type { Gauges } from '../readings/gauges.ts';
import type {
  EventKind,
  FailureReason,
  LineKind,
  PrintedHashrate,
  PrintedShares,
  ShareCount,
} from '../readings/reading.ts';
import type { Alert } from './alert.ts';
import type { RigEvent } from './rig-event.ts';
import type { Slowness } from './slow.ts';
import type { Stall } from './stall.ts';
import type { Topic } from './warnings.ts';

/**
 * What the outputs (panel, metrics, page, JSON) see: plain data taken from the store at one moment.
 * Ages are seconds on a clock that never jumps; timestamps are Unix seconds.
 */
export interface RigSnapshot {
  /** Unix seconds at which the snapshot was taken. */
  readonly takenAt: number;
  readonly miners: readonly MinerSnapshot[];
  /** All cards of all miners in the order in which they first appeared. */
  readonly cards: readonly CardSnapshot[];
  readonly lines: Readonly<Record<LineKind, number>>;
}

/** What is to be said of a miner besides its output: that its log is waited for, when it is started again. */
export interface MinerStatus {
  readonly text: string;
  /** In place of the text where the stall that it comes from is told beside it. */
  readonly besideStall?: string;
  /** `bad`: somebody should look. */
  readonly level: 'plain' | 'bad';
}

/** Where a miner is that we start. */
export type MinerState = 'not started' | 'running' | 'ramping down' | 'waiting' | 'ended';

/** A miner that we start, over its runs. */
export interface MinerRun {
  readonly state: MinerState;
  /** How its last run ended: `exit 1`; `null` before one has. */
  readonly lastExit: string | null;
  /** Seconds until it is started again; `null` while it is not to be. */
  readonly restartIn: number | null;
}

/** One miner program (a pipe, a followed log, a started miner). */
export interface MinerSnapshot {
  readonly source: string;
  /** True while its output is open and something was printed within the stale-after time. */
  readonly up: boolean;
  /** The bitstream that reads its lines; `null` until one recognised a stats line. */
  readonly bitstream: string | null;
  readonly restarts: number;
  readonly status: MinerStatus | null;
  /** Seconds since it was started, at its end how long it ran; `null` where its start was not seen. */
  readonly uptime: number | null;
  /** `null` where somebody else has started it. */
  readonly run: MinerRun | null;
  /** In what it is stuck, the worst first. */
  readonly stalls: readonly Stall[];
  /** True until its output has ended. */
  readonly open: boolean;
  /** Seconds since its newest byte; `null` before the first. */
  readonly silentFor: number | null;
  /** What it prints for all its cards together. */
  readonly process: ProcessSnapshot;
  /** Running totals where the miner counts for all its cards together, else `null`. */
  readonly shares: ShareCount | null;
  /** The part of the last hour's shares that the pool has rejected; `null` without any. */
  readonly rejectRatio: number | null;
  /** Events that belong to no single card. */
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
  /** Share failures that belong to no single card. */
  readonly failures: Readonly<Record<FailureReason, number>> | null;
}

/** What a miner prints for all its cards together; `null` for what it does not print, or not any more. */
export interface ProcessSnapshot {
  /** H/s. */
  readonly hashrate: number | null;
  /** W. */
  readonly power: number | null;
  /** Running totals over miner restarts. */
  readonly shares: PrintedShares | null;
  /** Whether its cards tell a hashrate each: then this one says nothing new. */
  readonly cardsTell: boolean;
}

/** One card. Exists from its first stats reading on. */
export interface CardSnapshot {
  readonly name: string;
  readonly source: string;
  readonly bitstream: string;
  readonly dna: string | null;
  readonly index: number | null;
  readonly device: string | null;
  /** True while the newest stats reading is younger than the stale-after time. */
  readonly up: boolean;
  /** Seconds since the newest stats reading. */
  readonly age: number;
  /** Unix seconds of the newest stats reading. */
  readonly readAt: number;
  /** The newest values. They stay after the card went silent: an output must look at `up` before it shows them as current. */
  readonly gauges: Gauges;
  /** The hashrate as the miner printed it. */
  readonly printed: PrintedHashrate | null;
  /** The miner's own counts since its start, not summed over restarts. */
  readonly minerCounts: {
    readonly solutionsGood: number | null;
    readonly solutionsTotal: number | null;
    readonly sharesGood: number | null;
    readonly sharesTotal: number | null;
  };
  /** Running totals over miner restarts. */
  readonly totals: CardTotals;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
  readonly trend: Trend;
  /** The part of the last hour's shares that the pool has rejected; `null` without any. */
  readonly rejectRatio: number | null;
  /** How it does against its own habit; `null` while it has none, or nobody wants to know. */
  readonly slowness: Slowness | null;
  /** From where on its values are yellow and red. */
  readonly limits: CardLimits;
}

/** A card's running totals; `null` where the format does not count it for the card. */
export interface CardTotals {
  readonly solutions: number;
  readonly solutionsBad: number | null;
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  /** Those that came too late, where the miner counts them for the card. */
  readonly sharesStale?: number;
  readonly failures: Readonly<Record<FailureReason, number>> | null;
}

/** The hashrate over time, for a sparkline and averages. */
export interface Trend {
  /** Mean hashrate (H/s) over the last `averageSeconds`, `null` without a reading in it. */
  readonly average: number | null;
  readonly averageSeconds: number;
  /** The same over the last hour and the last day. */
  readonly hour: number | null;
  readonly day: number | null;
  /**
   * Mean hashrate (H/s) in equal steps, oldest first, without the one that is not over; `null` where nothing was read for
   * so long that the card is silent.
   */
  readonly points: readonly (number | null)[];
  /** Length of one step in seconds. */
  readonly step: number;
}

/** What the trends of a snapshot show. */
export interface TrendWish {
  /** Seconds; `null`: all so far, a day at the most. */
  readonly span: number | null;
  readonly points: number;
}

/** What they show unless something else is asked for. */
export const usualTrend: TrendWish = { span: null, points: 10 };

/** What the tool itself does: the byte path, the log, the metrics server. */
export interface TeeSnapshot {
  readonly version: string;
  /** Seconds since the tool's start. */
  readonly uptime: number;
  /** Bytes read from the miners. */
  readonly bytes: number;
  readonly log: LogSnapshot | null;
  readonly metrics: MetricsServerSnapshot | null;
  /** Lines that the terminal was too slow to show (all of them are in the log). */
  readonly terminalLinesSkipped: number;
  /** Bytes that were not passed on, as nobody read stdout for long. */
  readonly outputDropped: number;
  /** One line each, newest last: what is wrong and the way out. */
  readonly warnings: readonly string[];
  /** How often something was warned of so far, by what it was about. */
  readonly warningCounts: Readonly<Record<Topic, number>>;
}

/** The metrics server, as people need to know of it. */
export interface MetricsServerSnapshot {
  /** What to type into a browser, `http://host:port`. */
  readonly address: string;
  /** The same from another device on the network; `null` where only this machine gets there. */
  readonly fromNetwork: string | null;
  /** False while the port could not be had. */
  readonly listening: boolean;
  /** Seconds since the last scrape of the metrics; `null` before the first. */
  readonly scrapedAgo: number | null;
}

/** A pool, as it answered last. All that it says is gone once it does not answer. */
export interface PoolSnapshot {
  /** Its host, made unique: the label of its metrics. Never the address that is mined for. */
  readonly name: string;
  /** What software it runs; `null` while it does not answer. */
  readonly kind: string | null;
  readonly up: boolean;
  /** What is wrong, in words that follow its name; `null` when nothing is, and before the first answer. */
  readonly problem: string | null;
  /** `null` where its answer can't tell an unknown address from an idle one. */
  readonly addressKnown: boolean | null;
  /** The pool's own figure, H/s. */
  readonly hashrate: number | null;
  /** The figure from the pool's list of shares, H/s. */
  readonly hashrateFromShares: number | null;
  /** Unix seconds, as the pool says it. */
  readonly lastShareAt: number | null;
  /** Seconds. */
  readonly lastShareAge: number | null;
  /** What the pool owes, in whole coins; the currency is `''` where it is not named. */
  readonly balance: { readonly amount: number; readonly currency: string } | null;
  /** Shares that the pool has counted since the tool's start. */
  readonly shares: number | null;
  /** Unix seconds; `null` before the first answer. */
  readonly lastSuccessAt: number | null;
  /** How long its last answer took. */
  readonly requestSeconds: number | null;
  readonly comparison: PoolComparison | null;
}

/** The pool's hashrate beside the cards' over the same time, in H/s. */
export interface PoolComparison {
  readonly hashrate: number;
  /** Seconds that the pool's figure covers, an hour at the most. */
  readonly seconds: number;
  /** The sum of the cards over as much of that time as they were watched; `null` in the first ten minutes. */
  readonly cards: number | null;
  /** The shares in it; `null` when they are not known. */
  readonly shares: number | null;
  /** The ratio by which so few shares let it differ by chance: 1/√shares, one standard deviation. */
  readonly noise: number | null;
}

/** Everything an output can show. Taken whole, so that one page or frame never mixes two moments. */
export interface Snapshot {
  readonly rig: RigSnapshot;
  /** What is the matter now, the worst first, and of a kind what began first. */
  readonly alerts: readonly Alert[];
  /** What happened lately, oldest first. */
  readonly events: readonly RigEvent[];
  /** The pools that are asked; empty without any, and before the first is. */
  readonly pools: readonly PoolSnapshot[];
  readonly tee: TeeSnapshot;
}
