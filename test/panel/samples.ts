import type { PanelProps } from '../../src/panel/rows.ts';
import { usualLimits } from '../../src/readings/card-limits.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type {
  CardSnapshot,
  MinerSnapshot,
  RigSnapshot,
  Snapshot,
  TeeSnapshot,
} from '../../src/rig/snapshot.ts';

/** A card that is well; `changes` make it what a test needs. */
export function card(changes: Partial<CardSnapshot> = {}): CardSnapshot {
  return {
    name: 'card1',
    source: 'stdin',
    bitstream: '0xbtc',
    dna: null,
    index: 0,
    device: null,
    up: true,
    age: 4,
    readAt: 1_700_000_000,
    gauges: {
      ...emptyGauges,
      hashrate: 17.52e9,
      clock: 730e6,
      temperature: 45.3,
      coreVoltage: 0.85,
      errorRatio: 0.0012,
    },
    printed: null,
    minerCounts: { solutionsGood: null, solutionsTotal: null, sharesGood: null, sharesTotal: null },
    totals: { solutions: 120, solutionsBad: 2, shares: null, sharesRejected: null, failures: null },
    events: {},
    trend: {
      average: 17.31e9,
      averageSeconds: 600,
      hour: 17.4e9,
      day: null,
      step: 60,
      points: [null, null, 10e9, 11e9, 12e9, 13e9, 14e9, 15e9, 16e9, 17e9],
    },
    rejectRatio: null,
    slowness: null,
    limits: usualLimits,
    ...changes,
  };
}

export function cards(number: number, changes: Partial<CardSnapshot> = {}): CardSnapshot[] {
  return Array.from({ length: number }, (_, index) => card({ name: `card${index + 1}`, index, ...changes }));
}

/** A card that counts its shares. */
export const withShares = (shares: number, sharesRejected: number): Partial<CardSnapshot> => ({
  totals: { solutions: 120, solutionsBad: 2, shares, sharesRejected, failures: null },
});

export function miner(changes: Partial<MinerSnapshot> = {}): MinerSnapshot {
  return {
    source: 'stdin',
    up: true,
    bitstream: '0xbtc',
    restarts: 0,
    status: null,
    uptime: 11_220,
    run: null,
    stalls: [],
    open: true,
    silentFor: 0.2,
    process: { hashrate: null, power: null, shares: null, cardsTell: true },
    shares: null,
    rejectRatio: null,
    events: {},
    failures: null,
    ...changes,
  };
}

export function snapshot(rig: Partial<RigSnapshot> = {}, tee: Partial<TeeSnapshot> = {}): Snapshot {
  return {
    rig: {
      takenAt: 1_700_000_000,
      miners: [miner()],
      cards: cards(1),
      lines: { stats: 12, share: 0, event: 0, other: 3 },
      ...rig,
    },
    alerts: [],
    events: [],
    pools: [],
    tee: {
      version: '0.1.0',
      uptime: 11_220,
      bytes: 1_234_567,
      log: { path: 'hashrates.log', size: 1_234_567, written: 1_234_567, queued: 0, dropped: 0, errors: 0 },
      metrics: { address: 'http://rig:9090', fromNetwork: null, listening: true, scrapedAgo: 4 },
      terminalLinesSkipped: 0,
      outputDropped: 0,
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
      ...tee,
    },
  };
}

export function props(changes: Partial<PanelProps> = {}): PanelProps {
  return {
    snapshot: snapshot(),
    columns: 80,
    rows: 24,
    tail: null,
    colour: false,
    bitstream: 'auto',
    staleAfter: 120,
    ...changes,
  };
}

/**
 * What stands in a row of the panel below a title of the header: values end where their title does, with a mark behind
 * it; names and trends begin there.
 */
export function below(title: string, header: string, row: string): string | null {
  const place = ` ${header} `.indexOf(` ${title} `);
  if (place === -1) return null;
  if (title === 'card' || title === 'trend') return row.slice(place).trimStart().split(' ')[0] ?? '';
  const end = place + title.length;
  return `${/[^\s!↓]*$/.exec(row.slice(0, end))?.[0] ?? ''}${/^[!↓]?/.exec(row.slice(end))?.[0] ?? ''}`;
}
