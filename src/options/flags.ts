import meow from 'meow';
import { type CommandName, type OptionName, type OptionSpec, optionsOf, optionTable } from './table.ts';
import { didYouMean, UsageError } from './usage-error.ts';

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
  const options = optionsOf(command);
  const { flags, input } = split(options, args);
  for (const key of Object.keys(flags)) {
    if (!options.some((option) => camelCase(option.name) === key)) throw unknownOption(key, args, command);
  }
  for (const option of options) checkForm(option, flags[camelCase(option.name)], args);

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

function split(
  options: readonly OptionSpec[],
  args: readonly string[],
): { flags: RawFlags; input: string[] } {
  try {
    const { flags, input } = meow({
      importMeta: import.meta,
      pkg: {},
      argv: args,
      autoHelp: false,
      autoVersion: false,
      // meow ends the process for these; here they get a message of their own.
      allowUnknownFlags: true,
      // A switch that was not given is neither on nor off.
      booleanDefault: undefined,
      flags: Object.fromEntries(options.map((option) => [camelCase(option.name), meowFlag(option)])),
    });
    return { flags, input };
  } catch (error) {
    const twice = /^The flag (--\S+) can only be set once/.exec(error instanceof Error ? error.message : '');
    if (twice !== null) throw new UsageError(`${twice[1]}: given twice; give it once`);
    throw error;
  }
}

function meowFlag(option: OptionSpec) {
  const names = {
    ...(option.short === undefined ? {} : { shortFlag: option.short }),
    ...(option.aliases === undefined ? {} : { aliases: [...option.aliases] }),
  };
  if (option.value === null) return { type: 'boolean' as const, ...names };
  // Values stay text: what is right for each is said in its own words.
  return option.multiple === true
    ? { type: 'string' as const, isMultiple: true as const, ...names }
    : { type: 'string' as const, ...names };
}

function checkForm(option: OptionSpec, value: unknown, args: readonly string[]): void {
  const values = Array.isArray(value) ? value : [value];
  if (option.value !== null && values.includes('')) {
    const written = args.find((arg) => arg === `-${option.short}`) ?? `--${option.name}`;
    throw new UsageError(`${written}: needs a value ${option.value}, such as ${written} ${option.example}`);
  }
  if (values.includes(false) && option.off === undefined) {
    throw new UsageError(
      `--no-${option.name}: unknown option; ${option.name} can't be turned off, leave it out`,
    );
  }
  if (values.includes(true) && option.off?.only === true) {
    throw new UsageError(`--${option.name}: unknown option; did you mean --no-${option.name}?`);
  }
}

function unknownOption(key: string, args: readonly string[], command: CommandName): UsageError {
  const given = args.find((arg) => camelCase(arg.replace(/^--?(?:no-)?/, '').replace(/=.*$/s, '')) === key);
  const written = given?.replace(/=.*$/s, '') ?? (key.length === 1 ? `-${key}` : `--${key}`);
  const all: readonly OptionSpec[] = optionTable;
  const elsewhere = all.find(
    (option) => `--${option.name}` === written && !option.commands.includes(command),
  );
  if (elsewhere !== undefined) {
    const where = elsewhere.commands
      .map((name) => (name === 'tee' ? 'fpga-tee' : `fpga-tee ${name}`))
      .join(', ');
    return new UsageError(`${written}: an option of ${where}, not of this command`);
  }
  const names = optionsOf(command).flatMap((option) => [
    ...(option.off?.only === true ? [] : [option.name]),
    ...(option.off === undefined ? [] : [`no-${option.name}`]),
    ...(option.aliases ?? []),
  ]);
  const hint = didYouMean(written.replace(/^--?/, ''), names, '--');
  const help = command === 'tee' ? 'fpga-tee --help' : `fpga-tee ${command} --help`;
  return new UsageError(`${written}: unknown option; ${hint || `${help} lists them`}`);
}

function camelCase(name: string): string {
  return name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
