import path from 'node:path';
import { chooseBitstreams } from '../bitstreams/index.ts';
import type { RigStart, RunOptions } from '../options/parse.ts';
import type { RigMiner } from '../options/rig-file/miner.ts';
import type { RigFile } from '../options/rig-file/read.ts';
import { logOptions } from '../options/table/log.ts';
import { outputOptions } from '../options/table/output.ts';
import { poolRows } from '../options/table/pools.ts';
import { stopOptions } from '../options/table/run.ts';
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
    stop: { stopGrace: options.stopGrace, killAfter: options.killAfter },
  };
  return { options, miners: [miner] };
}

/**
 * The miners of a rig file.
 *
 * @param start what was given on the command line, which the file does not overrule
 */
export function planRig(
  options: RunOptions,
  rig: RigFile,
  start: Pick<RigStart, 'given'>,
  here: Pick<Here, 'environment'>,
): RunPlan {
  const given = start.given.orElse(rig.said);
  const names = new Set(rig.miners.map(({ bitstream }) => bitstream));
  const [bitstream = 'auto'] = names.size === 1 ? names : [];
  // Pools of the command line stand in place of the file's, all of them.
  const entries = options.pools?.entries ?? rig.pools;
  return {
    options: {
      ...options,
      ...outputOptions(given),
      bitstream,
      pools: entries.length === 0 ? null : { entries, interval: given.value(poolRows.interval) },
    },
    miners: rig.miners.map((miner) =>
      planMiner({ ...options, log: logOptions(given, true) }, miner, start, here),
    ),
  };
}

function planMiner(
  options: RunOptions,
  miner: RigMiner,
  { given }: Pick<RigStart, 'given'>,
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
    candidates: miner.format ?? chooseBitstreams(miner.bitstream) ?? options.candidates,
    names: miner.cards,
    log: miner.log === null || options.log === null ? null : { ...options.log, path: miner.log },
    restart: miner.restart,
    stop: stopOptions(given.but(miner.said)),
  };
}
