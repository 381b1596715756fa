import { withoutLogin } from '../lines/printable.ts';
import { type CommandName, isRepeatable, type OptionRow } from './row.ts';
import { optionsOf } from './table.ts';

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
