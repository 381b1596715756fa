import path from 'node:path';
import { chooseBitstreams } from '../bitstreams/index.ts';
import type { RigStart, RunOptions } from '../options/parse.ts';
import { usualPoolInterval } from '../options/pools.ts';
import type { RigFile, RigMiner } from '../options/rig-file/rig-file.ts';
import type { PoolOptions } from '../pools/entry.ts';
import type { MinerPlan } from '../run/miner-plan.ts';

/** All that is to run. */
export interface RunPlan {
  /** With what a rig file says in place of an option that was not given. */
  readonly options: RunOptions;
  readonly miners: readonly MinerPlan[];
}

/** Where a command is started. */
export interface Here {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Seconds of patience with a ramp-down where nobody says otherwise. */
const defaultStopGrace = 120;

/** One command, as the command line has it. Its name is that of the program's file. */
export function planCommand(
  options: RunOptions,
  [file, ...args]: readonly [string, ...string[]],
  here: Here,
): RunPlan {
  const miner: MinerPlan = {
    name: path.basename(file) || file,
    command: { file, args, ...here },
    candidates: options.candidates,
    names: options.names,
    log: options.log,
    restart: options.restart,
    stop: { stopGrace: options.stopGrace ?? defaultStopGrace, killAfter: options.killAfter },
  };
  return { options, miners: [miner] };
}

/**
 * The miners of a rig file.
 *
 * @param start the options that were given, which the file does not overrule
 */
export function planRig(
  options: RunOptions,
  rig: RigFile,
  start: Pick<RigStart, 'said' | 'poolInterval'>,
  here: Pick<Here, 'environment'>,
): RunPlan {
  const { said } = start;
  const port = said.has('port') ? options.port : (rig.port ?? options.port);
  const names = new Set(rig.miners.map(({ bitstream }) => bitstream));
  const [bitstream = 'auto'] = names.size === 1 ? names : [];
  return {
    options: {
      ...options,
      bitstream,
      port,
      host: said.has('host') ? options.host : (rig.host ?? options.host),
      staleAfter: said.has('stale-after') ? options.staleAfter : (rig.staleAfter ?? options.staleAfter),
      // Where nothing is served the file's is not looked at.
      webConfig: options.webConfig ?? (port === null ? null : rig.webConfig),
      pools: planPools(options.pools, rig, start.poolInterval),
    },
    miners: rig.miners.map((miner) => planMiner(options, miner, here)),
  };
}

/** Pools of the command line stand in place of the file's, all of them; the interval holds for whichever there are. */
function planPools(
  given: PoolOptions | null,
  rig: Pick<RigFile, 'pools' | 'poolInterval'>,
  interval: number | null,
): PoolOptions | null {
  const entries = given?.entries ?? rig.pools;
  if (entries.length === 0) return null;
  return { entries, interval: interval ?? rig.poolInterval ?? usualPoolInterval };
}

function planMiner(
  options: RunOptions,
  miner: RigMiner,
  { environment }: Pick<Here, 'environment'>,
): MinerPlan {
  const [file, ...args] = miner.command;
  return {
    name: miner.name,
    command: {
      file,
      args,
      directory: miner.directory,
      environment: { ...environment, ...miner.environment },
    },
    candidates: chooseBitstreams(miner.bitstream) ?? options.candidates,
    names: miner.cards,
    log: miner.log === null || options.log === null ? null : { ...options.log, path: miner.log },
    restart: miner.restart,
    stop: {
      stopGrace: miner.stopGrace ?? options.stopGrace ?? defaultStopGrace,
      killAfter: miner.killAfter ?? options.killAfter,
    },
  };
}
