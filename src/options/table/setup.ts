import { UsageError } from '../../values/usage-error.ts';
import type { GivenOptions } from '../given.ts';
import { file, fixedPort, oneOf, text } from '../readers.ts';
import type { OptionRow } from '../row.ts';

/** What is written for a new rig, or beside one. */
export const setupRows = {
  overwrite: {
    name: 'overwrite',
    commands: ['dashboards'],
    help: 'write files anew that are there and differ; without it they are kept',
  },
  miner: {
    name: 'miner',
    commands: ['init'],
    reader: text('<command>'),
    multiple: true,
    help: "a miner's command as you type it, in quotes; may be repeated. Without it the terminal is asked",
    example: "'fx-tokenminer -t 730 -C -P'",
  },
  follow: {
    name: 'follow',
    short: 'm',
    commands: ['init'],
    reader: file,
    multiple: true,
    help: 'in place of --miner: a log, of a miner that something else starts; may be repeated',
    example: 'hashrates.log',
  },
  port: {
    name: 'port',
    short: 'p',
    commands: ['init'],
    reader: fixedPort,
    default: '9464',
    help: 'port of metrics and page (default {default}, as Prometheus itself has 9090)',
  },
  system: {
    name: 'system',
    commands: ['init'],
    reader: oneOf('<system>', ['linux', 'windows'] as const),
    help: 'what the rig runs: linux for a service of systemd, windows for a batch file (default: what this machine runs)',
    example: 'linux',
  },
} satisfies Record<string, OptionRow>;

/** Where `fpga-tee dashboards` is to write, and whether over what is there. */
export type DashboardsOptions = Readonly<ReturnType<typeof dashboardsOptions>>;

/** @param words the folder */
export function dashboardsOptions(given: GivenOptions, [folder, other]: readonly string[]) {
  if (folder === undefined)
    throw new UsageError('dashboards needs a folder to write into: fpga-tee dashboards monitoring');
  if (other !== undefined) throw new UsageError(`dashboards ${other}: one folder at a time`);
  return { folder, overwrite: given.on(setupRows.overwrite) };
}

/** What `fpga-tee init` is to write, and where; what is not given is asked for. */
export type InitOptions = Readonly<ReturnType<typeof initOptions>>;

/** @param words the folder, if it is not this one */
export function initOptions(given: GivenOptions, [folder = '.', other]: readonly string[]) {
  if (other !== undefined)
    throw new UsageError(
      `init ${other}: one folder at a time; the miner's command stands in quotes behind --miner`,
    );
  if (given.has(setupRows.miner) && given.has(setupRows.follow))
    throw new UsageError('--follow: contradicts --miner; give each a folder of its own');
  return {
    folder,
    miners: given.texts(setupRows.miner),
    logs: given.texts(setupRows.follow),
    /** `null` when it was not given. */
    port: given.has(setupRows.port) ? given.value(setupRows.port) : null,
    /** `null` for that of this machine. */
    system: given.value(setupRows.system),
  };
}
