import { lineKinds } from '../readings/reading.ts';
import type { PoolSnapshot, RigSnapshot, Snapshot } from '../rig/snapshot.ts';
import { topics } from '../rig/warnings.ts';
import { version } from '../version.ts';

/** A rig without a miner. */
export function rigWithoutMiner(takenAt: number): RigSnapshot {
  return { takenAt, miners: [], cards: [], lines: zeros(lineKinds) };
}

/**
 * What is known where there is nothing but pools.
 *
 * @param takenAt Unix seconds
 */
export function snapshotOfPools(pools: readonly PoolSnapshot[], takenAt: number): Snapshot {
  return {
    rig: rigWithoutMiner(takenAt),
    alerts: [],
    events: [],
    pools,
    tee: {
      version,
      uptime: 0,
      bytes: 0,
      log: null,
      metrics: null,
      terminalLinesSkipped: 0,
      outputDropped: 0,
      warnings: [],
      warningCounts: zeros(topics),
    },
  };
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number>;
function zeros(keys: readonly string[]): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, 0]));
}
