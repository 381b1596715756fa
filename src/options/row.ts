import type { ValueReader } from '../values/node-reader.ts';

/** The commands that stand as a first word. */
export const subcommands = [
  'run',
  'rig',
  'check',
  'formats',
  'learn',
  'pool',
  'simulate',
  'demo',
  'init',
  'dashboards',
  'completion',
  'hash-password',
] as const;

/** The commands of the program; `tee` is what it does without one, `follow` with logs to follow. */
export type CommandName = 'tee' | 'follow' | (typeof subcommands)[number];

/** The commands that log, show and serve what miners print. */
export const jobs: readonly CommandName[] = ['tee', 'follow', 'run'];

/** Makes a value of a text, and has the words for one that is none. */
export interface Reader<Value> extends ValueReader<Value> {
  /** What stands for it in the help, such as `<duration>`. */
  readonly placeholder: string;
  /** What a wrong value of the command line is told; else to give what would be right. */
  readonly wrong?: string;
}

/** One option: all that is known of it. It is parsed, explained in `--help` and listed in the documents by this. */
export interface OptionRow {
  /** Long name without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly commands: readonly CommandName[];
  /** `{default}` in it stands for the default. */
  readonly help: string;
  /** What its value is; a switch has none. The values of a list stay text. */
  readonly reader?: Reader<unknown>;
  /** A value that would be right, for the message about one that is missing, where the default does not serve. */
  readonly example?: string;
  /** The value where none is given, as one would write it. */
  readonly default?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** Commands in which it takes all the values behind it, and may be given several times. */
  readonly listIn?: readonly CommandName[];
  /** Has a form that turns it off, `--no-<name>`: explained, and whether the plain form exists as well. */
  readonly off?: { readonly help: string; readonly only: boolean };
  /** The name of an option that can't be turned off, as `--no-<name>`, beside it. */
  readonly contradicts?: string;
  /** Options of which one must be given with it, in these commands; and what is said without. */
  readonly needs?: {
    readonly oneOf: readonly string[];
    readonly in: readonly CommandName[];
    readonly words: string;
  };
  /**
   * Where it stands in a rig file: a key of the whole rig, which the command line overrules; a key of each miner, which
   * overrules the command line; or of each miner, and then not on the command line.
   */
  readonly rigFile?: 'rig' | 'miner' | 'miner-only';
}

/** An option whose value is read. */
export interface ValueRow<Value> extends OptionRow {
  readonly reader: Reader<Value>;
}

/** Whether an option may be given several times in a command. */
export function isRepeatable(row: OptionRow, command: CommandName): boolean {
  return row.multiple === true || row.listIn?.includes(command) === true;
}

/** A value of it that would be right. */
export function exampleOf({ example, default: usual }: OptionRow): string {
  return example ?? usual ?? '';
}
