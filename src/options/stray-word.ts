import { withoutLogin } from '../lines/printable.ts';
import { didYouMean } from '../values/usage-error.ts';
import type { CommandLine } from './command-line.ts';
import { type CommandName, isRepeatable, type OptionRow, subcommands } from './row.ts';
import { inputRows } from './table/input.ts';
import { optionsOf } from './table.ts';

/** What to say of a word that a command does not take; `null` when there is none. */
export function strayWord(
  command: CommandName,
  { given, words: [word, next] }: CommandLine,
  args: readonly string[],
): string | null {
  if (word === undefined) return null;
  switch (command) {
    case 'tee': {
      if (subcommands.some((name) => name === word))
        return `${word}: a command comes first: fpga-tee ${word} [options]`;
      const log = word === 'follow' ? (next ?? 'hashrates.log') : word;
      const hint =
        repeatHint(command, args, word) ??
        (didYouMean(word, subcommands, 'fpga-tee ') ||
          `to follow a log: fpga-tee -m ${log}; to read it once: fpga-tee check ${log}`);
      return `${withoutLogin(word)}: not a command; ${hint}`;
    }
    case 'follow': {
      const log = word === 'follow' ? (given.texts(inputRows.follow)[0] ?? 'hashrates.log') : word;
      const hint = repeatHint(command, args, word) ?? `logs to follow stand behind -m: fpga-tee -m ${log}`;
      return `${withoutLogin(word)}: not an option; ${hint}`;
    }
    case 'simulate':
      return `${word}: simulate takes options only; see fpga-tee simulate --help`;
    case 'demo':
      return `${word}: demo takes no words; fpga-tee simulate has all that can be simulated`;
    case 'hash-password':
      // Whatever is typed into a command line is read by others.
      return 'hash-password takes no words: it asks for the password, or reads it from a pipe';
    default:
      return null;
  }
}

/**
 * What to do about a word right behind the value of an option that may be repeated: `--pool-kind auto json`.
 *
 * @param args the arguments after the command's name
 * @param word a word that the command does not take
 * @returns the way out; `null` when the word stands elsewhere
 */
export function repeatHint(command: CommandName, args: readonly string[], word: string): string | null {
  const place = args.indexOf(word);
  const [beforeLast, last] = [args[place - 2], args[place - 1]];
  const repeatable = optionsOf(command).filter(
    (option) => option.reader !== undefined && isRepeatable(option, command),
  );
  for (const option of repeatable) {
    for (const name of written(option)) {
      const value = beforeLast === name ? last : attached(last, name);
      if (value === undefined) continue;
      if (option.name === 'pool' && !word.includes('://'))
        return "a pool's address stands behind --pool-address";
      return `for another value repeat ${name}: ${name} ${withoutLogin(value)} ${name} ${withoutLogin(word)}`;
    }
  }
  return null;
}

function written({ name, short, aliases = [] }: OptionRow): readonly string[] {
  return [...[name, ...aliases].map((long) => `--${long}`), ...(short === undefined ? [] : [`-${short}`])];
}

/** The value in `--name=value`, `-nvalue` or `-n=value`. */
function attached(arg: string | undefined, name: string): string | undefined {
  if (arg === undefined || !arg.startsWith(name) || arg === name) return undefined;
  const rest = arg.slice(name.length);
  if (rest.startsWith('=')) return rest.slice(1);
  return name.startsWith('--') ? undefined : rest;
}
