import { didYouMean, UsageError } from '../values/usage-error.ts';
import { type CommandName, isRepeatable, type OptionSpec, optionsOf, optionTable } from './table.ts';

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
  const options = optionsOf(command);
  const rest = [...args];
  const result: string[] = [];
  const given = new Map<string, { readonly written: string; readonly form: 'on' | 'off' | 'value' }>();

  const add = (option: OptionSpec, written: string, form: 'on' | 'off' | 'value', argument: string): void => {
    const before = given.get(option.name);
    if (before !== undefined && before.form !== form)
      throw new UsageError(`${written}: contradicts ${before.written}; give one of them`);
    if (before !== undefined && form === 'value' && !isRepeatable(option, command))
      throw new UsageError(`${written}: given twice; give it once`);
    // A switch that is given again says nothing new.
    if (before !== undefined && form !== 'value') return;
    given.set(option.name, { written, form });
    result.push(argument);
  };

  const addWithValue = (option: OptionSpec, written: string, attached: string | undefined): void => {
    const value = attached ?? (isValue(rest[0]) ? rest.shift() : '');
    if (value === undefined || value === '')
      throw new UsageError(
        `${written}: needs a value ${option.value?.replace('...', '')}, such as ${written} ${option.example}`,
      );
    add(option, written, 'value', `--${option.name}=${value}`);
    if (option.listIn?.includes(command) !== true) return;
    while (isValue(rest[0])) addWithValue(option, written, rest.shift());
  };

  const addLong = (arg: string): void => {
    const [, written = arg, off, name = '', value] = /^(--(no-)?([^=]*))(?:=(.*))?$/s.exec(arg) ?? [];
    const option = options.find((known) => known.name === name || known.aliases?.includes(name));
    if (option === undefined) throw unknownOption(written, command);
    if (off !== undefined && option.off === undefined)
      throw new UsageError(`${written}: unknown option; ${name} can't be turned off, leave it out`);
    if (off === undefined && option.off?.only === true)
      throw new UsageError(`${written}: unknown option; did you mean --no-${name}?`);
    if (off === undefined && option.value !== null) addWithValue(option, written, value);
    else if (value !== undefined) throw new UsageError(`${arg}: takes no value; give ${written} alone`);
    else add(option, written, off === undefined ? 'on' : 'off', written);
  };

  /** `-p 9091`, `-p9091`, `-p=9091`; switches may stand together. */
  const addShort = (letters: string): void => {
    const written = `-${letters.charAt(0)}`;
    const attached = letters.slice(1);
    const option = options.find((known) => known.short === letters.charAt(0));
    if (option === undefined) throw unknownOption(written, command);
    if (option.value !== null) {
      addWithValue(option, written, attached === '' ? undefined : attached.replace(/^=/, ''));
      return;
    }
    add(option, written, 'on', `--${option.name}`);
    if (attached !== '') addShort(attached);
  };

  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') return [...result, arg, ...rest];
    if (arg.startsWith('--')) addLong(arg);
    else if (arg.startsWith('-') && arg !== '-') addShort(arg.slice(1));
    // What follows are the miner's options, which would be taken for wrong ones of ours.
    else if (command === 'run')
      throw new UsageError(`${arg}: the miner's command stands after --: fpga-tee run -- ${arg} …`);
    else result.push(arg);
  }
  return result;
}

/** How each command is called. */
const commandLines: Readonly<Record<CommandName, string>> = {
  tee: 'fpga-tee',
  run: 'fpga-tee run',
  follow: 'fpga-tee -m <log>',
  check: 'fpga-tee check',
  pool: 'fpga-tee pool',
  simulate: 'fpga-tee simulate',
  'hash-password': 'fpga-tee hash-password',
};

/** A negative number is a value, if a wrong one: the message is then about it. */
function isValue(arg: string | undefined): boolean {
  return arg !== undefined && !/^-[^\d.]/.test(arg);
}

function unknownOption(written: string, command: CommandName): UsageError {
  const all: readonly OptionSpec[] = optionTable;
  const elsewhere = all.find(
    (option) =>
      (`--${option.name}` === written || `-${option.short}` === written) &&
      !option.commands.includes(command),
  );
  if (elsewhere !== undefined) {
    const where = elsewhere.commands
      // Following logs has all options of a pipe.
      .filter((name) => name !== 'follow' || !elsewhere.commands.includes('tee'))
      .map((name) => commandLines[name])
      .join(', ');
    return new UsageError(`${written}: an option of ${where}, not of this command`);
  }
  const names = optionsOf(command).flatMap((option) => [
    ...(option.off?.only === true ? [] : [option.name]),
    ...(option.off === undefined ? [] : [`no-${option.name}`]),
    ...(option.aliases ?? []),
  ]);
  const hint = didYouMean(written.replace(/^--?/, ''), names, '--');
  const help = command === 'follow' ? commandLines.tee : commandLines[command];
  return new UsageError(`${written}: unknown option; ${hint || `${help} --help lists them`}`);
}
