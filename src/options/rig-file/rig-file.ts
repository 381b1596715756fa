import type { PoolEntry } from '../../pools/entry.ts';
import type { CardNames } from '../../rig/names.ts';
import type { RestartOptions } from '../../run/restart-policy.ts';

/** A rig as its file describes it: which miners to start, and how. Checked; paths are absolute. */
export interface RigFile {
  readonly path: string;
  /** At least one. */
  readonly miners: readonly RigMiner[];
  /** What the file says in place of `--port`, `--host`, `--stale-after`; `null` where it says nothing. */
  readonly port: number | null;
  readonly host: string | null;
  /** Seconds. */
  readonly staleAfter: number | null;
  /** In place of `--web-config`. */
  readonly webConfig: string | null;
  /** The pools to watch, in place of `--pool` and what belongs to it; may be empty. */
  readonly pools: readonly PoolEntry[];
  /** Seconds between two polls of a pool; `null` where the file says nothing. */
  readonly poolInterval: number | null;
}

/** One miner of a rig. */
export interface RigMiner {
  /** Different for each: the label `source` of its metrics. */
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  /** Added to the environment of the tool. */
  readonly environment: Readonly<Record<string, string>>;
  /** A bitstream's name, or `auto`. */
  readonly bitstream: string;
  readonly cards: CardNames;
  /** `null`: no log. */
  readonly log: string | null;
  readonly restart: RestartOptions;
  /** Seconds; `null` where the file says nothing. */
  readonly stopGrace: number | null;
  /** Seconds; `null`: it is never killed. */
  readonly killAfter: number | null;
}
