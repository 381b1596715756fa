import { UsageError } from '../values/usage-error.ts';
import { type CommandName, type OptionRow, subcommands } from './row.ts';
import { optionsOf } from './table.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** A shell that completes words. */
export type Shell = (typeof shells)[number];

/** The commands that stand as a first word, in few words each. */
const commands: Readonly<Record<Exclude<CommandName, 'tee' | 'follow'>, string>> = {
  run: 'start the miner, and give it its keys',
  rig: 'look through a rig file',
  check: 'report what is recognised in logs',
  formats: 'list the formats, or print one',
  learn: 'make a format for a log that none reads',
  pool: 'ask a pool once',
  simulate: 'print what a miner prints',
  demo: 'all of it, with simulated cards',
  init: 'write a rig file, a service and prometheus.yml',
  dashboards: 'write dashboards, alerts and scrape configuration',
  completion: 'make the shell complete words',
  'hash-password': 'make a hash of a password',
};
/** All first words. */
const firstWords: Readonly<Record<string, string>> = { ...commands, help: 'what a command does' };
/** What can stand behind `help`. */
const topics = [...subcommands, 'all'].join(' ');

/** @throws UsageError for any other word */
export function shellOf(words: readonly string[]): Shell {
  const [word, other] = words;
  const shell = shells.find((one) => one === word);
  if (shell !== undefined && other === undefined) return shell;
  if (word === undefined)
    throw new UsageError('completion needs a shell: fpga-tee completion bash, zsh or fish');
  throw new UsageError(
    `completion ${other ?? word}: not a shell that it can do; there are bash, zsh and fish`,
  );
}

/** What makes the shell complete the commands and options: for its start-up file, or a file of its own. */
export function completionOf(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
  }
}

type Command = keyof typeof commands | null;

const all: readonly Command[] = [null, ...subcommands];

/** Without a command: a pipe, and logs that are followed. */
function rowsOf(command: Command): readonly OptionRow[] {
  return command === null ? optionsOf('tee', 'follow') : optionsOf(command);
}

/** What is completed behind an option: `none` for a switch. */
function kindOf({ reader }: OptionRow): 'none' | 'file' | 'word' {
  if (reader === undefined) return 'none';
  return /file|log|folder/.test(reader.placeholder) ? 'file' : 'word';
}

function knownWords({ reader }: OptionRow): readonly string[] {
  return reader?.known ?? [];
}

function namesOf(row: OptionRow): readonly string[] {
  const plain =
    row.off?.only === true ? [] : [`--${row.name}`, ...(row.aliases ?? []).map((name) => `--${name}`)];
  const short = row.short === undefined || row.off?.only === true ? [] : [`-${row.short}`];
  return [...plain, ...(row.off === undefined ? [] : [`--no-${row.name}`]), ...short];
}

/** The first words of the help. */
function briefly({ help, off }: OptionRow): string {
  const text = help === '' ? (off?.help ?? '') : help;
  return (text.split(/[;(:]/)[0] ?? '')
    .trim()
    .replace(/['"[\]\\$`]/g, '')
    .slice(0, 70)
    .trim();
}

function bash(): string {
  const byValue = (kind: 'file' | 'word') =>
    [...new Set(all.flatMap((command) => rowsOf(command).filter((row) => kindOf(row) === kind)))]
      .filter((row) => knownWords(row).length === 0)
      .flatMap(namesOf);
  const known = new Map(
    all.flatMap((command) =>
      rowsOf(command)
        .filter((row) => knownWords(row).length > 0)
        .map((row) => [namesOf(row).join('|'), knownWords(row).join(' ')] as const),
    ),
  );
  const words = (command: Command) => [...new Set(rowsOf(command).flatMap(namesOf))].join(' ');
  const names = Object.keys(firstWords);
  return `# bash completion for fpga-tee
_fpga_tee() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} cmd=
  case \${COMP_WORDS[1]} in ${names.join('|')}) ((COMP_CWORD > 1)) && cmd=\${COMP_WORDS[1]} ;; esac
  case $prev in
${[...known].map(([options, choice]) => `    ${options}) COMPREPLY=($(compgen -W '${choice}' -- "$cur")); return ;;`).join('\n')}
    ${[...new Set(byValue('file'))].join('|')}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    ${[...new Set(byValue('word'))].join('|')}) return ;;
  esac
  if [[ $cur == -* ]]; then
    case $cmd in
${all
  .filter((command) => command !== null)
  .map((command) => `      ${command}) COMPREPLY=($(compgen -W '${words(command)}' -- "$cur")) ;;`)
  .join('\n')}
      *) COMPREPLY=($(compgen -W '${words(null)}' -- "$cur")) ;;
    esac
  elif ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$cur"))
  elif [[ $cmd == completion ]]; then COMPREPLY=($(compgen -W '${shells.join(' ')}' -- "$cur"))
  elif [[ $cmd == help ]]; then COMPREPLY=($(compgen -W '${topics}' -- "$cur"))
  else COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _fpga_tee fpga-tee
`;
}

function zsh(): string {
  const value = (row: OptionRow) => {
    if (kindOf(row) === 'none') return '';
    if (knownWords(row).length > 0) return `:value:(${knownWords(row).join(' ')})`;
    return kindOf(row) === 'file' ? ':file:_files' : ':value:';
  };
  const specs = (command: Command) =>
    rowsOf(command).flatMap((row) =>
      namesOf(row).map(
        (name) => `'${row.multiple === true ? '*' : ''}${name}[${briefly(row)}]${value(row)}'`,
      ),
    );
  const arguments_ = (command: Command, rest: string) =>
    `_arguments -s ${[...specs(command), rest].join(' ')}`;
  const choice = Object.entries(firstWords).map(([name, words]) => `${name}\\:"${words}"`);
  return `#compdef fpga-tee
local cmd=
((CURRENT > 2)) && cmd=$words[2]
case $cmd in
help) ((CURRENT == 3)) && compadd -- ${topics} ;;
${all
  .filter((command) => command !== null)
  .map(
    (command) =>
      `${command}) shift words; ((CURRENT--)); ${arguments_(command, command === 'completion' ? `'1:shell:(${shells.join(' ')})'` : "'*:file:_files'")} ;;`,
  )
  .join('\n')}
*) ${arguments_(null, `'1:command:((${choice.join(' ')}))' '*:file:_files'`)} ;;
esac
`;
}

function fish(): string {
  const options = all.flatMap((command) => {
    const when = command === null ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${command}`;
    return rowsOf(command).flatMap((row) =>
      namesOf(row).map((name) => {
        const option = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
        return `complete -c fpga-tee -n '${when}' ${option}${fishValue(row)} -d '${briefly(row)}'`;
      }),
    );
  });
  const names = Object.entries(firstWords).map(
    ([name, words]) => `complete -c fpga-tee -n __fish_use_subcommand -a ${name} -d '${words}'`,
  );
  return [
    '# fish completion for fpga-tee',
    'complete -c fpga-tee -n __fish_use_subcommand -f',
    ...names,
    `complete -c fpga-tee -n '__fish_seen_subcommand_from completion' -f -a '${shells.join(' ')}'`,
    `complete -c fpga-tee -n '__fish_seen_subcommand_from help' -f -a '${topics}'`,
    ...options,
    '',
  ].join('\n');
}

function fishValue(row: OptionRow): string {
  if (kindOf(row) === 'none') return '';
  if (knownWords(row).length > 0) return ` -x -a '${knownWords(row).join(' ')}'`;
  return kindOf(row) === 'file' ? ' -r -F' : ' -x';
}
