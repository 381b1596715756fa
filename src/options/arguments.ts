import { UsageError } from '../values/usage-error.ts';
import { type CommandName, exampleOf, isRepeatable, type OptionRow } from './row.ts';
import { optionsOf } from './table.ts';
import { unknownOption } from './unknown-option.ts';

/** One option as it stands on the command line. */
interface Written {
  readonly row: OptionRow;
  /** Its name as it was written, such as `-p`. */
  readonly name: string;
  readonly form: 'on' | 'off' | 'value';
  /** The value that stands in the same argument. */
  readonly attached: string | undefined;
}

/**
 * A command line with each option as `--name=value`, checked for its name and for having a value or none. Before meow
 * sees it, because meow guesses: for it `-ofile` is five switches, `--stale-after -5s` an option `-5`, `--log.x` a log,
 * and `--card` without a value no mistake.
 *
 * @param args the arguments after the command's name
 * @throws UsageError for an unknown option, a value missing or given to a switch, or an option given twice that may
 *   not be
 */
export function writtenOut(command: CommandName, args: readonly string[]): string[] {
  const rest = [...args];
  const result: string[] = [];
  const given = new Map<string, Written>();
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') return [...result, arg, ...rest];
    if (!arg.startsWith('-') || arg === '-') {
      // What follows are the miner's options, which would be taken for wrong ones of ours.
      if (command === 'run')
        throw new UsageError(`${arg}: the miner's command stands after --: fpga-tee run -- ${arg} …`);
      result.push(arg);
      continue;
    }
    for (const option of arg.startsWith('--') ? [longOption(arg, command)] : shortOptions(arg, command)) {
      const { row, name, form } = option;
      const before = given.get(row.name);
      given.set(row.name, option);
      const values = form === 'value' ? valuesOf(option, rest, command) : [];
      if (before !== undefined && before.form !== form)
        throw new UsageError(`${name}: contradicts ${before.name}; give one of them`);
      if (before !== undefined && form === 'value' && !isRepeatable(row, command))
        throw new UsageError(`${name}: given twice; give it once`);
      if (form === 'value') result.push(...values.map((value) => `--${row.name}=${value}`));
      // A switch that is given again says nothing new.
      else if (before === undefined) result.push(`--${form === 'off' ? 'no-' : ''}${row.name}`);
    }
  }
  return result;
}

function longOption(arg: string, command: CommandName): Written {
  const [, written = arg, off, name = '', attached] = /^(--(no-)?([^=]*))(?:=(.*))?$/s.exec(arg) ?? [];
  const row = optionsOf(command).find((known) => known.name === name || known.aliases?.includes(name));
  if (row === undefined) throw unknownOption(written, command);
  if (off !== undefined && row.off === undefined)
    throw new UsageError(`${written}: unknown option; ${name} can't be turned off, leave it out`);
  if (off === undefined && row.off?.only === true)
    throw new UsageError(`${written}: unknown option; did you mean --no-${name}?`);
  const form = off !== undefined ? 'off' : row.reader === undefined ? 'on' : 'value';
  if (form !== 'value' && attached !== undefined)
    throw new UsageError(`${arg}: takes no value; give ${written} alone`);
  return { row, name: written, form, attached };
}

/** `-p`, `-p9091`, `-p=9091`; switches may stand together. */
function shortOptions(arg: string, command: CommandName): readonly Written[] {
  const name = `-${arg.charAt(1)}`;
  const behind = arg.slice(2);
  const row = optionsOf(command).find(({ short }) => short === arg.charAt(1));
  if (row === undefined) throw unknownOption(name, command);
  if (row.reader !== undefined)
    return [{ row, name, form: 'value', attached: behind === '' ? undefined : behind.replace(/^=/, '') }];
  const others = behind === '' ? [] : shortOptions(`-${behind}`, command);
  return [{ row, name, form: 'on', attached: undefined }, ...others];
}

/** The value of an option, or the values where it takes all; those behind it are taken from the rest of the line. */
function valuesOf({ row, name, attached }: Written, rest: string[], command: CommandName): readonly string[] {
  const values = [attached ?? (isValue(rest[0]) ? rest.shift() : undefined) ?? ''];
  while (row.listIn?.includes(command) === true && isValue(rest[0])) values.push(rest.shift() ?? '');
  if (values.includes(''))
    throw new UsageError(
      `${name}: needs a value ${row.reader?.placeholder.replace('...', '')}, such as ${name} ${exampleOf(row)}`,
    );
  return values;
}

/** A negative number is a value, if a wrong one: the message is then about it. */
function isValue(arg: string | undefined): boolean {
  return arg !== undefined && !/^-[^\d.]/.test(arg);
}
