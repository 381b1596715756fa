import path from 'node:path';
import { UsageError } from '../../values/usage-error.ts';
import { type Flags, GivenOptions } from '../given.ts';
import type { CommandName, OptionRow } from '../row.ts';
import type { Source } from '../source.ts';
import { configRows } from '../table/config.ts';
import { inputRows } from '../table/input.ts';
import { logRows } from '../table/log.ts';
import { poolRows } from '../table/pools.ts';
import { runRows } from '../table/run.ts';
import { optionsOf } from '../table.ts';
import { fromConfigFile } from './config-file.ts';
import { type Environment, fromEnvironment, variableOf } from './environment.ts';
import type { Level } from './level.ts';

/** What there is beside a command line. */
export interface Surroundings {
  readonly environment: Environment;
  /** Where a user keeps what is their own; `null` for nowhere. */
  readonly folder: string | null;
}

/** Nothing beside the command line. */
export const nowhere: Surroundings = { environment: {}, folder: null };

/** Options of which one, given higher up, takes the others' places as well. */
const together: readonly (readonly [name: string, ...others: readonly string[]])[] = [
  [inputRows.bitstream.name, inputRows.format.name],
  [inputRows.format.name, inputRows.bitstream.name],
  [poolRows.pool.name, poolRows.address.name, poolRows.kind.name, poolRows.json.name],
];

/**
 * The command line, then the environment, then the configuration file. What these two say fits the command line or is left
 * out: the same file serves a pipe and logs that are followed.
 *
 * @throws UsageError for what is wrong in the environment or the file
 */
export function settled(command: CommandName, line: GivenOptions, surroundings: Surroundings): GivenOptions {
  const rows = optionsOf(command);
  if (!rows.includes(configRows.config)) return line;
  if (line.has(runRows.rig) && line.texts(configRows.config).length > 0)
    throw new UsageError('--config: with --rig the options stand in the rig file; leave it out');
  const flags = new Map(line.flags);
  const sources = new Map<string, Source>();
  for (const level of levelsOf(command, line, surroundings)) {
    const higher = new Set(flags.keys());
    for (const [name, ...others] of together)
      if (higher.has(name)) for (const other of others) higher.add(other);
    for (const [name, value] of level.flags) {
      const row = rows.find((known) => known.name === name);
      if (row === undefined || higher.has(name) || !mayStand(row, command, line)) continue;
      flags.set(name, value);
      const source = level.sources.get(name);
      if (source !== undefined) sources.set(name, source);
    }
  }
  for (const row of rows)
    if (sources.has(row.name) && !fits(row, command, flags)) {
      flags.delete(row.name);
      sources.delete(row.name);
    }
  return new GivenOptions(flags, sources);
}

function levelsOf(command: CommandName, line: GivenOptions, { environment, folder }: Surroundings): Level[] {
  const fromVariables = fromEnvironment(command, environment);
  const file = configFileOf(line, environment, folder);
  return file === null ? [fromVariables] : [fromVariables, fromConfigFile(file.path, file.asked)];
}

/** A rig file stands in its place. */
function configFileOf(line: GivenOptions, environment: Environment, folder: string | null) {
  const { config } = configRows;
  if (line.off(config) || line.has(runRows.rig)) return null;
  const [given] = line.texts(config);
  if (given !== undefined) return { path: given, asked: `--${config.name} ${given}` };
  const none = environment[variableOf(`no-${config.name}`)];
  if (none !== undefined && /^(?:1|true|yes|on)$/i.test(none.trim())) return null;
  const variable = environment[variableOf(config.name)];
  if (variable) return { path: variable, asked: `${variableOf(config.name)}=${variable}` };
  return folder === null ? null : { path: path.join(folder, 'config.yaml'), asked: null };
}

function mayStand(row: OptionRow, command: CommandName, line: GivenOptions): boolean {
  // Logs that are followed are logs already.
  if (command === 'follow' && row.name === logRows.log.name) return false;
  return !(line.has(runRows.rig) && row.rigFile === 'miner-only');
}

function fits({ contradicts, needs }: OptionRow, command: CommandName, flags: Flags): boolean {
  if (contradicts !== undefined && flags.get(contradicts) === false) return false;
  return needs?.in.includes(command) !== true || needs.oneOf.some((other) => flags.has(other));
}
