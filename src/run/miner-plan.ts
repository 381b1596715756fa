import type { Bitstream } from '../bitstreams/bitstream.ts';
import type { LogOptions } from '../bytes/log/log-file.ts';
import type { CardNames } from '../rig/names.ts';
import type { MinerCommand } from './command.ts';
import type { RampDownOptions } from './ramp-down.ts';
import type { RestartOptions } from './restart-policy.ts';

/** A miner to start, and what becomes of its output. */
export interface MinerPlan {
  readonly name: string;
  readonly command: MinerCommand;
  readonly candidates: readonly Bitstream[];
  readonly names: CardNames;
  /** `null` for no log. */
  readonly log: LogOptions | null;
  readonly restart: RestartOptions;
  readonly stop: RampDownOptions;
}
