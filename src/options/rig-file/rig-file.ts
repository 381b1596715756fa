import type { PoolEntry } from '../../pools/entry.ts';
import type { CardNames } from '../../rig/names.ts';
import type { RestartOptions } from '../../run/restart-policy.ts';

/** A rig as its file describes it: which miners to start, and how. Checked; paths are absolute. */
export interface RigFile {
  readonly path: string;
  /** At least one. */
  readonly miners: readonly RigMiner[];
  /** What the file says of options that the command line has as well, by their names and as it is written. */
  readonly said: ReadonlyMap<string, string>;
  /** The pools to watch, in place of `--pool` and what belongs to it; may be empty. */
  readonly pools: readonly PoolEntry[];
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
  /** What the file says of options of this miner, as for the rig. */
  readonly said: ReadonlyMap<string, string>;
}
