import meow from 'meow';
import { UsageError } from '../values/usage-error.ts';
import { writtenOut } from './arguments.ts';
import { type Flags, GivenOptions } from './given.ts';
import { type CommandName, isRepeatable, type OptionRow } from './row.ts';
import { optionsOf } from './table.ts';

/** The options of a command line, and the words beside them. */
export interface CommandLine {
  readonly given: GivenOptions;
  readonly words: readonly string[];
}

/**
 * Splits a command line with meow.
 *
 * @param args the arguments after the command's name
 * @throws UsageError for an unknown option, a value missing, or an option that is given twice and may not be
 */
export function splitCommandLine(command: CommandName, args: readonly string[]): CommandLine {
  const argv = writtenOut(command, args);
  const written = new Set(argv.map((arg) => arg.split('=', 1)[0]));
  // Telling meow of all options that there are would take half of its time.
  const rows = optionsOf(command).filter(
    ({ name }) => written.has(`--${name}`) || written.has(`--no-${name}`),
  );
  const { flags, input } = meow({
    importMeta: import.meta,
    // meow gives the process this name; with none, no list of processes would show any.
    pkg: { name: 'fpga-tee' },
    argv,
    autoHelp: false,
    autoVersion: false,
    // A switch that was not given is neither on nor off.
    booleanDefault: undefined,
    flags: Object.fromEntries(rows.map((row) => [camelCase(row.name), meowFlag(row, command)])),
  });
  const given: Flags = new Map(
    rows.flatMap(({ name }): readonly (readonly [string, readonly string[] | boolean])[] => {
      const value: unknown = flags[camelCase(name)];
      if (typeof value === 'boolean') return [[name, value]];
      const texts = [value].flat().filter((text) => typeof text === 'string');
      return texts.length === 0 ? [] : [[name, texts]];
    }),
  );
  return { given: new GivenOptions(given), words: input };
}

/** Values stay text: what is right for each is said in its own words. */
function meowFlag(row: OptionRow, command: CommandName) {
  if (row.reader === undefined) return { type: 'boolean' as const };
  return isRepeatable(row, command)
    ? { type: 'string' as const, isMultiple: true as const }
    : { type: 'string' as const };
}

/**
 * Reads every value that was given, and looks whether all that was given goes together.
 *
 * @throws UsageError for the first thing that is wrong
 */
export function checkOptions(command: CommandName, given: GivenOptions): void {
  const rows = optionsOf(command).filter((row) => given.has(row));
  for (const row of rows) {
    const { reader } = row;
    if (reader !== undefined && !isRepeatable(row, command)) given.value({ ...row, reader });
  }
  const rig = given.has({ name: 'rig' });
  for (const { name, contradicts, needs, rigFile } of rows) {
    if (rig && rigFile === 'miner-only')
      throw new UsageError(`--${name}: with --rig it stands in the rig file, for each miner`);
    if (contradicts !== undefined && given.off({ name: contradicts }))
      throw new UsageError(`--${name}: contradicts --no-${contradicts}; leave one of them out`);
    if (needs?.in.includes(command) === true && !needs.oneOf.some((other) => given.has({ name: other })))
      throw new UsageError(`--${name}: ${needs.words}`);
  }
}

function camelCase(name: string): string {
  return name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
