import { basename } from 'node:path';
import { efficiencyOf } from '../readings/efficiency.ts';
import { rounded } from '../readings/units.ts';
import type { Alert } from '../rig/alert.ts';
import type { CardSnapshot, MinerSnapshot, PoolSnapshot, Snapshot, TeeSnapshot } from '../rig/snapshot.ts';

/**
 * What `/api/cards` answers: everything that the panel shows. SI units (H/s, Hz, °C, V, ratios of 1, seconds, bytes),
 * timestamps in Unix seconds, `null` for what is not known. Fields may be added, none is renamed or removed: so they are
 * named one by one, and a change of the snapshot is no change of what is promised here.
 */
export type CardsReport = ReturnType<typeof cardsReport>;

/** The answer of `/api/cards`. */
export function cardsReport({ rig, alerts, pools, tee }: Snapshot) {
  return {
    takenAt: rig.takenAt,
    cards: rig.cards.map(cardReport),
    miners: rig.miners.map(minerReport),
    /** What is the matter, the worst first. */
    alerts: alerts.map(alertReport),
    pools: pools.map(poolReport),
    lines: rig.lines,
    tee: teeReport(tee),
  };
}

function cardReport({ totals, trend, slowness, ...card }: CardSnapshot) {
  return {
    card: card.name,
    source: card.source,
    bitstream: card.bitstream,
    dna: card.dna,
    index: card.index,
    device: card.device,
    /** False once the newest reading is stale; the values below are then the last ones known. */
    up: card.up,
    age: card.age,
    readAt: card.readAt,
    ...card.gauges,
    /** Hashes per joule. */
    efficiency: efficiencyOf(card.gauges.hashrate, card.gauges.power),
    hashrateAverage: roundedOrNull(trend.average),
    /** The time that the average covers. */
    averageSeconds: trend.averageSeconds,
    hashrateAverageHour: roundedOrNull(trend.hour),
    hashrateAverageDay: roundedOrNull(trend.day),
    /** Mean hashrates in equal steps of so many seconds up to now, oldest first. */
    trend: { step: trend.step, hashrates: trend.points.map(roundedOrNull) },
    /** Whether it makes less than it usually does; `null` while it is not known what that is. */
    slow: slowness?.slow ?? null,
    /** Median over the last day. */
    hashrateMedian: roundedOrNull(slowness?.median ?? null),
    /** Running totals over restarts of the miner. */
    solutions: totals.solutions,
    solutionsBad: totals.solutionsBad,
    shares: totals.shares,
    sharesRejected: totals.sharesRejected,
    sharesStale: totals.sharesStale ?? null,
    /** The part of the last hour's shares that was rejected. */
    rejectRatio: card.rejectRatio,
    shareFailures: totals.failures,
    events: card.events,
    /** From where on values are yellow and red; `null` for none. */
    limits: {
      temperature: card.limits.temperature,
      errorRatio: card.limits.errorRatio,
      rejectRatio: card.limits.rejectRatio,
    },
  };
}

/** The card is `null` where it is about the miner. */
function alertReport({ card, source, kind, since, lasting, text }: Alert) {
  return { card, source, kind, since, seconds: lasting, text };
}

function minerReport(miner: MinerSnapshot) {
  return {
    source: miner.source,
    up: miner.up,
    bitstream: miner.bitstream,
    restarts: miner.restarts,
    /** Seconds; `null` where its start was not seen. */
    uptime: miner.uptime,
    silentFor: miner.silentFor,
    /** In what it is stuck, the worst first; seconds without. */
    stalls: miner.stalls.map(({ kind, lasting }) => ({ kind, seconds: lasting })),
    /** What is to be said of it besides. */
    status: miner.status && { text: miner.status.text, level: miner.status.level },
    /** What it prints for all its cards together. */
    hashrate: miner.process.hashrate,
    power: miner.process.power,
    efficiency: efficiencyOf(miner.process.hashrate, miner.process.power),
    /** Running totals, where the miner counts for all its cards together. */
    shares: (miner.process.shares ?? miner.shares)?.total ?? null,
    sharesRejected: (miner.process.shares ?? miner.shares)?.rejected ?? null,
    sharesStale: miner.process.shares?.stale ?? null,
    rejectRatio: miner.rejectRatio,
    shareFailures: miner.failures,
    events: miner.events,
  };
}

/** Without the address that is mined for; `null` for what the pool does not tell, or not now. */
function poolReport({ balance, comparison, ...pool }: PoolSnapshot) {
  return {
    pool: pool.name,
    kind: pool.kind,
    up: pool.up,
    problem: pool.problem,
    addressKnown: pool.addressKnown,
    /** The pool's own figure. */
    hashrate: pool.hashrate,
    /** The figure from its list of shares. */
    hashrateFromShares: roundedOrNull(pool.hashrateFromShares),
    lastShareAt: pool.lastShareAt,
    lastShareAge: pool.lastShareAge,
    balance: balance && { amount: balance.amount, currency: balance.currency },
    shares: pool.shares,
    lastSuccessAt: pool.lastSuccessAt,
    requestSeconds: pool.requestSeconds,
    /** The pool's hashrate and the cards' over the same time, and by how much chance may part them (1/√shares). */
    comparison: comparison && {
      hashrate: rounded(comparison.hashrate),
      cards: roundedOrNull(comparison.cards),
      seconds: comparison.seconds,
      shares: comparison.shares,
      noise: comparison.noise,
    },
  };
}

function teeReport({ version, uptime, bytes, log, metrics, ...tee }: TeeSnapshot) {
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

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
