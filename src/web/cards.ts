import { basename } from 'node:path';
import type { LogSnapshot } from '../bytes/log/log-file.ts';
import type { EventKind, FailureReason, LineKind } from '../readings/reading.ts';
import type {
  CardSnapshot,
  MetricsServerSnapshot,
  MinerSnapshot,
  MinerStatus,
  PoolSnapshot,
  Snapshot,
  TeeSnapshot,
} from '../rig/snapshot.ts';
import type { StallKind } from '../rig/stall.ts';

/**
 * What `/api/cards` answers: everything that the panel shows. SI units (H/s, Hz, °C, V, ratios of 1, seconds, bytes),
 * timestamps in Unix seconds, `null` for what is not known. Fields may be added, none is renamed or removed.
 */
export interface CardsReport {
  readonly takenAt: number;
  readonly cards: readonly CardReport[];
  readonly miners: readonly MinerReport[];
  /** The pools that are asked. */
  readonly pools: readonly PoolReport[];
  readonly lines: Readonly<Record<LineKind, number>>;
  readonly tee: TeeReport;
}

/** One card in `/api/cards`, in SI units. */
export interface CardReport {
  readonly card: string;
  readonly source: string;
  readonly bitstream: string;
  readonly dna: string | null;
  readonly index: number | null;
  readonly device: string | null;
  /** False once the newest reading is stale; the values below are then the last ones known. */
  readonly up: boolean;
  readonly age: number;
  readonly readAt: number;
  readonly hashrate: number | null;
  readonly clock: number | null;
  readonly temperature: number | null;
  readonly coreVoltage: number | null;
  readonly errorRatio: number | null;
  readonly hashrateAverage: number | null;
  /** The time that the average covers. */
  readonly averageSeconds: number;
  /** Mean hashrates in equal steps of so many seconds up to now, oldest first. */
  readonly trend: { readonly step: number; readonly hashrates: readonly (number | null)[] };
  /** Whether it makes less than it usually does; `null` while it is not known what that is. */
  readonly slow: boolean | null;
  /** Median over the last day. */
  readonly hashrateMedian: number | null;
  /** Running totals over restarts of the miner. */
  readonly solutions: number;
  readonly solutionsBad: number | null;
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  readonly shareFailures: Readonly<Record<FailureReason, number>> | null;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
}

/** One miner in `/api/cards`. */
export interface MinerReport {
  readonly source: string;
  readonly up: boolean;
  readonly bitstream: string | null;
  readonly restarts: number;
  readonly silentFor: number | null;
  /** In what it is stuck, the worst first; seconds without. */
  readonly stalls: readonly { readonly kind: StallKind; readonly seconds: number }[];
  /** What is to be said of it besides. */
  readonly status: MinerStatus | null;
  /** Running totals, where the miner counts for all its cards together. */
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  readonly shareFailures: Readonly<Record<FailureReason, number>> | null;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
}

/** One pool in `/api/cards`, without the address that is mined for; `null` for what it does not tell, or not now. */
export interface PoolReport {
  readonly pool: string;
  readonly kind: string | null;
  readonly up: boolean;
  readonly problem: string | null;
  readonly addressKnown: boolean | null;
  /** The pool's own figure. */
  readonly hashrate: number | null;
  /** The figure from its list of shares. */
  readonly hashrateFromShares: number | null;
  readonly lastShareAt: number | null;
  readonly lastShareAge: number | null;
  readonly balance: { readonly amount: number; readonly currency: string } | null;
  readonly shares: number | null;
  readonly lastSuccessAt: number | null;
  readonly requestSeconds: number | null;
  /** The pool's hashrate and the cards' over the same time, and by how much chance may part them (1/√shares). */
  readonly comparison: {
    readonly hashrate: number;
    readonly cards: number | null;
    readonly seconds: number;
    readonly shares: number | null;
    readonly noise: number | null;
  } | null;
}

/** The tool itself in `/api/cards`. */
export interface TeeReport {
  readonly version: string;
  readonly uptime: number;
  readonly bytes: number;
  readonly log: LogSnapshot | null;
  readonly metrics: MetricsServerSnapshot | null;
  readonly terminalLinesSkipped: number;
  readonly outputDropped: number;
  readonly warnings: readonly string[];
}

/** The answer of `/api/cards`. */
export function cardsReport({ rig, pools, tee }: Snapshot): CardsReport {
  return {
    takenAt: rig.takenAt,
    cards: rig.cards.map(cardReport),
    miners: rig.miners.map(minerReport),
    pools: pools.map(poolReport),
    lines: rig.lines,
    tee: teeReport(tee),
  };
}

// The fields are named one by one, so that a change of the snapshot is no change of what is promised here.

function cardReport(card: CardSnapshot): CardReport {
  return {
    card: card.name,
    source: card.source,
    bitstream: card.bitstream,
    dna: card.dna,
    index: card.index,
    device: card.device,
    up: card.up,
    age: card.age,
    readAt: card.readAt,
    hashrate: card.gauges.hashrate,
    clock: card.gauges.clock,
    temperature: card.gauges.temperature,
    coreVoltage: card.gauges.coreVoltage,
    errorRatio: card.gauges.errorRatio,
    hashrateAverage: card.trend.average,
    averageSeconds: card.trend.averageSeconds,
    trend: { step: card.trend.step, hashrates: card.trend.points },
    slow: card.slowness?.slow ?? null,
    hashrateMedian: card.slowness?.median ?? null,
    solutions: card.totals.solutions,
    solutionsBad: card.totals.solutionsBad,
    shares: card.totals.shares,
    sharesRejected: card.totals.sharesRejected,
    shareFailures: card.totals.failures,
    events: card.events,
  };
}

function minerReport(miner: MinerSnapshot): MinerReport {
  return {
    source: miner.source,
    up: miner.up,
    bitstream: miner.bitstream,
    restarts: miner.restarts,
    silentFor: miner.silentFor,
    stalls: miner.stalls.map(({ kind, lasting }) => ({ kind, seconds: lasting })),
    status: miner.status && { text: miner.status.text, level: miner.status.level },
    shares: miner.shares?.total ?? null,
    sharesRejected: miner.shares?.rejected ?? null,
    shareFailures: miner.failures,
    events: miner.events,
  };
}

function poolReport({ balance, comparison, ...pool }: PoolSnapshot): PoolReport {
  return {
    pool: pool.name,
    kind: pool.kind,
    up: pool.up,
    problem: pool.problem,
    addressKnown: pool.addressKnown,
    hashrate: pool.hashrate,
    hashrateFromShares: pool.hashrateFromShares,
    lastShareAt: pool.lastShareAt,
    lastShareAge: pool.lastShareAge,
    balance: balance && { amount: balance.amount, currency: balance.currency },
    shares: pool.shares,
    lastSuccessAt: pool.lastSuccessAt,
    requestSeconds: pool.requestSeconds,
    comparison: comparison && {
      hashrate: comparison.hashrate,
      cards: comparison.cards,
      seconds: comparison.seconds,
      shares: comparison.shares,
      noise: comparison.noise,
    },
  };
}

function teeReport({ version, uptime, bytes, log, metrics, ...tee }: TeeSnapshot): TeeReport {
  return {
    version,
    uptime,
    bytes,
    log: log && {
      // The name only: whoever may see the metrics need not know the machine's folders.
      path: basename(log.path),
      size: log.size,
      written: log.written,
      queued: log.queued,
      dropped: log.dropped,
      errors: log.errors,
    },
    metrics: metrics && {
      address: metrics.address,
      listening: metrics.listening,
      scrapedAgo: metrics.scrapedAgo,
    },
    terminalLinesSkipped: tee.terminalLinesSkipped,
    outputDropped: tee.outputDropped,
    warnings: tee.warnings,
  };
}
