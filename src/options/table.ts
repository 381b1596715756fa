import { type CommandName, jobs, type OptionRow, subcommands } from './row.ts';
import { alertRows } from './table/alerts.ts';
import { configRows } from './table/config.ts';
import { inputRows } from './table/input.ts';
import { learnRows } from './table/learn.ts';
import { logRows } from './table/log.ts';
import { outputRows } from './table/output.ts';
import { panelRows } from './table/panel.ts';
import { poolServeRows } from './table/pool-serve.ts';
import { poolRows } from './table/pools.ts';
import { runRows } from './table/run.ts';
import { setupRows } from './table/setup.ts';
import { simulateRows } from './table/simulate.ts';
import { stallRows } from './table/stalls.ts';

const all: readonly CommandName[] = [...new Set([...jobs, ...subcommands])];

/** What several commands have that are about nothing else in common. */
export const generalRows = {
  json: { name: 'json', commands: ['check', 'pool'], help: 'print the report as JSON, in SI units' },
  help: {
    name: 'help',
    short: 'h',
    commands: all,
    help: 'show the most needed of this and end; --help all: all of it',
  },
  version: { name: 'version', short: 'v', commands: all, help: 'show the version and end' },
} satisfies Record<string, OptionRow>;

/** Every option there is, in the order of the help; a name stands more than once where commands mean different things. */
export const optionTable: readonly OptionRow[] = [
  inputRows,
  logRows,
  outputRows,
  panelRows,
  alertRows,
  stallRows,
  poolServeRows,
  poolRows,
  runRows,
  simulateRows,
  learnRows,
  setupRows,
  configRows,
  generalRows,
].flatMap((rows): readonly OptionRow[] => Object.values(rows));

/** The options of one command or of any of several, in the order of the help. */
export function optionsOf(...commands: readonly CommandName[]): readonly OptionRow[] {
  return optionTable.filter((row) => commands.some((command) => row.commands.includes(command)));
}
