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
    help: 'show what is needed most and end; --help all: every option',
  },
  version: { name: 'version', short: 'v', commands: all, help: 'show the version and end' },
} satisfies Record<string, OptionRow>;

const { host, webConfig, port, metrics, legacyMetrics, staleAfter, ...shownRows } = outputRows;

/** Options that belong together, under their heading in the long help. */
export interface OptionSection {
  readonly title: string;
  readonly rows: readonly OptionRow[];
}

/** In the order of the help. */
export const optionSections: readonly OptionSection[] = [
  section('The miner', inputRows),
  section('Starting the miner', runRows),
  section('The log', logRows),
  section('What is served', { port, host, webConfig, metrics, legacyMetrics }),
  section('The terminal', shownRows, panelRows),
  section('Limits and alerts', { staleAfter }, alertRows),
  section('Miners that hang', stallRows),
  section('Pools', poolServeRows, poolRows),
  section('Other commands', simulateRows, learnRows, setupRows),
  section('Always', configRows, generalRows),
];

/** Every option there is, in the order of the help; a name stands more than once where commands mean different things. */
export const optionTable: readonly OptionRow[] = optionSections.flatMap(({ rows }) => rows);

function section(title: string, ...tables: readonly Readonly<Record<string, OptionRow>>[]): OptionSection {
  return { title, rows: tables.flatMap((rows) => Object.values(rows)) };
}

/** The options of one command or of any of several, in the order of the help. */
export function optionsOf(...commands: readonly CommandName[]): readonly OptionRow[] {
  return optionTable.filter((row) => commands.some((command) => row.commands.includes(command)));
}
