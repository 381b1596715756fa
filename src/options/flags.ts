import meow from 'meow';
import { writtenOut } from './arguments.ts';
import { type CommandName, isRepeatable, type OptionName, type OptionSpec, optionsOf } from './table.ts';

/** The options of one command line, checked for their names and for having a value or none. */
export interface Flags {
  /** The value given, `null` when the option was not; the last check of what it says is the caller's. */
  text(name: OptionName): string | null;
  /** All values of an option that may be repeated. */
  texts(name: OptionName): readonly string[];
  /** A switch was given. */
  on(name: OptionName): boolean;
  /** `--no-<name>` was given. */
  off(name: OptionName): boolean;
  /** What stands beside the options. */
  readonly words: readonly string[];
}

/**
 * Splits a command line with meow.
 *
 * @param args the arguments after the command's name
 * @throws UsageError for an unknown option, a value missing, or an option that is given twice and may not be
 */
export function readFlags(command: CommandName, args: readonly string[]): Flags {
  const { flags, input } = split(command, writtenOut(command, args));
  return {
    text(name) {
      const value = flags[camelCase(name)];
      return typeof value === 'string' ? value : null;
    },
    texts(name) {
      const value = flags[camelCase(name)];
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    },
    on: (name) => flags[camelCase(name)] === true,
    off: (name) => flags[camelCase(name)] === false,
    words: input,
  };
}

type RawFlags = Readonly<Record<string, unknown>>;

function split(command: CommandName, args: readonly string[]): { flags: RawFlags; input: readonly string[] } {
  return meow({
    importMeta: import.meta,
    // meow gives the process this name; with none, no list of processes would show any.
    pkg: { name: 'fpga-tee' },
    argv: args,
    autoHelp: false,
    autoVersion: false,
    // A switch that was not given is neither on nor off.
    booleanDefault: undefined,
    flags: Object.fromEntries(
      optionsOf(command).map((option) => [camelCase(option.name), meowFlag(option, command)]),
    ),
  });
}

function meowFlag(option: OptionSpec, command: CommandName) {
  if (option.value === null) return { type: 'boolean' as const };
  // Values stay text: what is right for each is said in its own words.
  return isRepeatable(option, command)
    ? { type: 'string' as const, isMultiple: true as const }
    : { type: 'string' as const };
}

function camelCase(name: string): string {
  return name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
