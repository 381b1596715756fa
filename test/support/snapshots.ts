import { usualLimits } from '../../src/readings/card-limits.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type { Alert } from '../../src/rig/alert.ts';
import type {
  CardSnapshot,
  MinerSnapshot,
  PoolSnapshot,
  RigSnapshot,
  Snapshot,
  TeeSnapshot,
} from '../../src/rig/snapshot.ts';

/** An rb4 card that reports; tests change what they are about. */
export function aCard(changes: Partial<CardSnapshot> = {}): CardSnapshot {
  return {
    name: 'card1',
    source: 'stdin',
    bitstream: 'rb4',
    dna: '40020000013AE3213511111C',
    index: null,
    device: null,
    up: true,
    age: 2.5,
    readAt: 1700000000.25,
    gauges: {
      ...emptyGauges,
      hashrate: 2310000000,
      clock: 600000000,
      temperature: 45.3,
      coreVoltage: 0.85,
      errorRatio: 0.001,
    },
    printed: { value: 2.31, unit: 'GH/s' },
    minerCounts: { solutionsGood: 118, solutionsTotal: 120, sharesGood: 37, sharesTotal: 40 },
    totals: {
      solutions: 220,
      solutionsBad: 3,
      shares: 70,
      sharesRejected: 5,
      failures: { stale: 4, difficulty: 0, other: 1 },
    },
    events: {},
    trend: {
      average: 2300000000,
      averageSeconds: 3600,
      hour: null,
      day: null,
      points: [null, 2200000000, 2400000000],
      step: 60,
    },
    rejectRatio: null,
    slowness: null,
    limits: usualLimits,
    ...changes,
  };
}

/** A miner that prints and leaves counting to its cards. */
export function aMiner(changes: Partial<MinerSnapshot> = {}): MinerSnapshot {
  return {
    source: 'stdin',
    up: true,
    bitstream: 'rb4',
    restarts: 1,
    status: null,
    uptime: null,
    run: null,
    stalls: [],
    open: true,
    silentFor: 0.5,
    process: { hashrate: null, power: null, shares: null, cardsTell: true },
    shares: null,
    rejectRatio: null,
    events: {},
    failures: null,
    ...changes,
  };
}

export function aTee(changes: Partial<TeeSnapshot> = {}): TeeSnapshot {
  return {
    version: '0.1.0',
    uptime: 3725,
    bytes: 123456,
    log: { path: 'hashrates.log', size: 200000, written: 123000, queued: 456, dropped: 7, errors: 2 },
    metrics: { address: 'http://localhost:9090', fromNetwork: null, listening: true, scrapedAgo: 3 },
    terminalLinesSkipped: 11,
    outputDropped: 12,
    warnings: [],
    warningCounts: {
      log: 0,
      output: 0,
      metrics: 0,
      'web-config': 0,
      panel: 0,
      reading: 0,
      input: 0,
      pool: 0,
      tool: 0,
    },
    ...changes,
  };
}

/** A card that is too hot; tests change what they are about. */
export function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    kind: 'hot',
    card: 'card1',
    source: 'stdin',
    since: 1699999402.75,
    lasting: 600,
    text: 'hot, 83.0 °C (limit 80 °C)',
    ...changes,
  };
}

/** One card of one miner, seen at one moment. */
export function aSnapshot(rig: Partial<RigSnapshot> = {}, tee: Partial<TeeSnapshot> = {}): Snapshot {
  return {
    rig: {
      takenAt: 1700000002.75,
      miners: [aMiner()],
      cards: [aCard()],
      lines: { stats: 100, share: 6, event: 0, other: 9 },
      ...rig,
    },
    alerts: [],
    events: [],
    pools: [],
    tee: aTee(tee),
  };
}

/** A pool that answers; tests change what they are about. */
export function aPool(changes: Partial<PoolSnapshot> = {}): PoolSnapshot {
  return {
    name: 'pool.example',
    kind: 'tokenpool',
    up: true,
    problem: null,
    addressKnown: true,
    hashrate: 16.9e9,
    hashrateFromShares: 17e9,
    lastShareAt: 1699999762.75,
    lastShareAge: 240,
    balance: { amount: 12.345, currency: 'NIM' },
    shares: 57,
    lastSuccessAt: 1699999992.75,
    requestSeconds: 0.35,
    comparison: { hashrate: 17e9, cards: 17.4e9, seconds: 3600, shares: 57, noise: 0.1325 },
    ...changes,
  };
}
