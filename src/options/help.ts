import { homepage } from '../version.ts';
import { overview } from './overview.ts';
import { type CommandName, jobs, type OptionRow } from './row.ts';
import { outputRows } from './table/output.ts';
import { optionSections, optionsOf } from './table.ts';

/** Columns that help may take. */
const width = 80;
/** Column in which the explanations begin. */
const indent = 27;

const intros: Readonly<Record<Exclude<CommandName, 'follow'>, string>> = {
  tee: `fpga-tee: tee for FPGA miners. Writes the miner's output to a log byte for byte, shows it with
statistics of each card below it, and serves Prometheus metrics, all at once.

Usage:
  miner 2>&1 | fpga-tee [options]
  fpga-tee run [options] -- miner ...  start the miner, and give it its keys
  fpga-tee run --rig <file>            start all miners of a rig file
  fpga-tee -m <log>... [options]       follow logs that miners write

  fpga-tee demo                        all of it, with simulated cards
  fpga-tee init [<folder>]             write rig file, service, prometheus.yml
  fpga-tee rig --check <file>          look through a rig file, start nothing
  fpga-tee dashboards <folder>         write dashboards, alerts, configurations
  fpga-tee pool <url> <address>        ask a pool once, print what it says
  fpga-tee pool --serve <url> ...      serve what pools say, without a miner

  fpga-tee check <log>...              read logs once, report what is recognised
  fpga-tee formats [<name>]            list the formats, or print one
  fpga-tee learn <log>                 make a format for a log that none reads
  fpga-tee simulate [options]          print what a miner prints

  fpga-tee completion bash|zsh|fish    make the shell complete words
  fpga-tee hash-password               make a hash of a password
  fpga-tee help [<command>|all]        what a command does, and its options`,
  run: `fpga-tee run: starts the miner in a terminal of its own, and does with its output all that fpga-tee
does. What is typed goes to the miner; Ctrl-] opens the keys of the tool.

Usage:
  fpga-tee run [options] -- <miner> [its options]
  fpga-tee run [options] --rig <file>`,
  rig: `fpga-tee rig: looks through a rig file before it is used, and starts nothing. Mistakes are told with
line and column.

Usage:
  fpga-tee rig --check <file>`,
  check: `fpga-tee check: reads logs to their end and reports what is recognised in them.

Usage:
  fpga-tee check [options] <log>...`,
  formats: `fpga-tee formats: lists the formats of miners' output with where each comes from, or prints one as
a start for your own. Your own stand in the folder fpga-tee/formats of ~/.config (Windows: %APPDATA%).

Usage:
  fpga-tee formats [<name>]`,
  learn: `fpga-tee learn: makes a format from a log, and prints it. Values are found by units and words; what is
unsure stands in comments. Look it through, then use it with --format, or put it into your folder of formats.

Usage:
  fpga-tee learn [options] <log>
  fpga-tee learn [options] -           what comes on stdin`,
  pool: `fpga-tee pool: asks a pool once what it sees of an address, and prints it: to try a pool before
it is watched with --pool. With --serve it watches any number of pools from any machine, without
a miner, and serves what they say to Prometheus and browsers.

Usage:
  fpga-tee pool [options] <url> <address>
  fpga-tee pool --serve [options] <url> <address> [<url> <address>...]
  fpga-tee pool --serve [options] --config <file>`,
  simulate: `fpga-tee simulate: prints what a miner prints, for demos and tests. On a terminal its keys work:
+ and - change the clock, ESC and Ctrl-C ramp the cards down.

Usage:
  fpga-tee simulate [options]`,
  demo: `fpga-tee demo: three simulated cards piped through the tool, with the panel, a log in a folder of its
own and the metrics. On a terminal until Ctrl-C, else for 15 seconds.

Usage:
  fpga-tee demo`,
  init: `fpga-tee init: writes what a new rig needs into a folder: rig.yaml, a service for systemd (Windows: a batch
file) and prometheus.yml. It asks on a terminal, overwrites nothing, and ends with the command to type next.

Usage:
  fpga-tee init [options] [<folder>]`,
  dashboards: `fpga-tee dashboards: writes what Prometheus and Grafana need into a folder: scrape configuration, alerts,
averages, dashboards. Each file is told of in a line. One that you have changed is kept.

Usage:
  fpga-tee dashboards [options] <folder>`,
  completion: `fpga-tee completion: prints what makes a shell complete the commands and options of fpga-tee.

Usage:
  fpga-tee completion bash|zsh|fish`,
  'hash-password': `fpga-tee hash-password: makes the bcrypt hash of a password, for basic_auth_users in the file of
--web-config. Asks for the password and does not show it, or reads a line of it from a pipe.

Usage:
  fpga-tee hash-password`,
};

/** In one line, as docs/options.md says it. */
export const precedence = 'What counts: command line, environment (FPGA_TEE_<OPTION>), configuration file.';

const outros: Readonly<Record<Exclude<CommandName, 'follow'>, string>> = {
  tee: `Durations are 500ms, 90s, 5m, 1h. The metrics are at http://localhost:${outputRows.port.default}/metrics, a page for a
browser at /, the cards as JSON at /api/cards, the state at /health.

${precedence}

Documents: ${homepage}

Examples:
  fx-tokenminer -t 730 -C -P 2>&1 | fpga-tee --bitstream 0xbtc
  FPGAMinerNIM -o wss://pool:2053 2>&1 | fpga-tee -b nimiq -c bcu1 -p 9091
  fpga-tee -m hashrates1.log hashrates2.log -c bcu1 cvp1 -p 9091`,
  run: `Durations are 500ms, 90s, 5m, 1h. SIGTERM and SIGINT ramp the miner down (ESC, later SIGINT).
Ends with the miner's exit code, with 143 after SIGTERM; with a rig file with 0 when all
miners did, else with the code of the first that did not.

Examples:
  fpga-tee run -b 0xbtc -- fx-tokenminer -t 730 -C -P
  fpga-tee run --restart always -- FPGAMinerNIM -o wss://pool:2053 -t 400
  fpga-tee run --rig rig.yaml`,
  rig: `Ends with 0 when all is right, with 1 when a program is not there, with 2 when the file is wrong.

Examples:
  fpga-tee rig --check rig.yaml`,
  check: `Ends with 0 when something was recognised, with 1 when nothing was, with 2 when a log can't be read.

Examples:
  fpga-tee check hashrates.log
  fpga-tee check --json *.log`,
  formats: `Examples:
  fpga-tee formats
  fpga-tee formats nimiq > my-miner.yaml
  fpga-tee check --format my-miner.yaml hashrates.log`,
  learn: `Examples:
  fpga-tee learn hashrates.log > my-miner.yaml
  fpga-tee check --format my-miner.yaml hashrates.log
  my-miner 2>&1 | fpga-tee --format my-miner.yaml`,
  pool: `Ends with 0 when the pool told something of the address, with 1 when it did not; with --serve on
Ctrl-C with 0, after SIGTERM with 143. It serves /metrics, /health, a page at /, and with names in the
file /probe?target=<url>&module=<name> (docs/pools.md). The file is read again when it changes.

Examples:
  fpga-tee pool --serve --config pools.yaml
  fpga-tee pool https://pool.example 0x0123456789abcdef0123456789abcdef01234567
  fpga-tee pool --pool-json hashrate=rate*1e9 https://pool.example/{address} RB4`,
  simulate: `Examples:
  fpga-tee simulate -b whitefire-table --cards 12 | fpga-tee
  fpga-tee simulate -b nimiq --rate 0 --lines 100000 > nimiq.log`,
  demo: `Example:
  fpga-tee demo`,
  init: `Examples:
  fpga-tee init my-rig
  fpga-tee init my-rig --miner 'fx-tokenminer -t 730 -C -P' --port 9464
  fpga-tee init my-rig -m hashrates.log`,
  dashboards: `Ends with 1 when a file was kept that differs.

Examples:
  fpga-tee dashboards monitoring
  prometheus --config.file=monitoring/prometheus.yml`,
  completion: `Examples:
  source <(fpga-tee completion bash)                     # in ~/.bashrc
  fpga-tee completion zsh > ~/.zfunc/_fpga-tee
  fpga-tee completion fish > ~/.config/fish/completions/fpga-tee.fish`,
  'hash-password': `Example of a line with what it prints:
  basic_auth_users:
    prometheus: $2b$10$…`,
};

/** All of a command's help, with every option that it has. */
export function helpOf(ofCommand: CommandName): string {
  const command = ofCommand === 'follow' ? 'tee' : ofCommand;
  if (!jobs.includes(command)) return page(command, `Options:\n${optionList(explainedOptions(command))}`);
  const had = optionsOfHelp(command);
  const lists = optionSections.flatMap(({ title, rows }) => {
    const own = rows.filter((row) => had.includes(row));
    return own.length === 0 ? [] : [`${title}:\n${optionList(own.flatMap(explained))}`];
  });
  return page(command, lists.join('\n\n'));
}

/** What `--help` prints: on one screen, with the way to the rest. */
export function briefHelpOf(command: CommandName): string {
  if (command === 'tee' || command === 'follow') return overview;
  if (command !== 'run') return helpOf(command);
  const ofPipe = new Set(explainedOptions('tee').map(({ names }) => names));
  const own = explainedOptions(command).filter(({ names }) => !ofPipe.has(names));
  return page(
    command,
    `Options:\n${optionList(own)}\n\nAnd all of the pipe's (fpga-tee run --help all), such as --card, --log, --port.`,
  );
}

/** What a command does and how it is called: the head of its help. */
export function introOf(command: Exclude<CommandName, 'follow'>): string {
  return wrapped(intros[command]);
}

function page(command: Exclude<CommandName, 'follow'>, options: string): string {
  return `${introOf(command)}\n\n${options}\n\n${wrapped(outros[command])}\n`;
}

/** With the lines of the first paragraph as long as they may be, where that is prose. */
function wrapped(text: string): string {
  const [first = '', ...others] = text.split('\n\n');
  const prose = /^Examples?\b/.test(first) ? first : wrap(first.replaceAll('\n', ' '), width).join('\n');
  return [prose, ...others].join('\n\n');
}

function optionList(options: readonly ExplainedOption[]): string {
  return options.flatMap(({ names, help }) => row(names, help)).join('\n');
}

/** What is said when the tool is started with nothing to read. */
export const shortUsage = `fpga-tee: nothing to read: pipe a miner into it
  fx-tokenminer -t 730 -C -P 2>&1 | fpga-tee --bitstream 0xbtc
  fpga-tee run -- fx-tokenminer -t 730  or have it start the miner
  fpga-tee simulate | fpga-tee          to try it without a card
  fpga-tee --help                       what else it can do
`;

/** An option's names and explanation. */
export interface ExplainedOption {
  readonly names: string;
  readonly help: string;
}

/**
 * The options as they stand in the help and in the documents' tables. Following logs has no help of its own: its options
 * stand with those of a pipe.
 */
export function explainedOptions(command: CommandName): readonly ExplainedOption[] {
  return optionsOfHelp(command).flatMap(explained);
}

function optionsOfHelp(command: CommandName): readonly OptionRow[] {
  return command === 'tee' ? optionsOf('tee', 'follow') : optionsOf(command);
}

function explained(option: OptionRow): readonly ExplainedOption[] {
  const rows: ExplainedOption[] = [];
  if (option.off?.only !== true) rows.push({ names: namesOf(option), help: helpWords(option) });
  if (option.off !== undefined) rows.push({ names: `--no-${option.name}`, help: option.off.help });
  return rows;
}

function namesOf(option: OptionRow): string {
  const long = [option.name, ...(option.aliases ?? [])].map((name) => `--${name}`);
  const names = option.short === undefined ? long : [`-${option.short}`, ...long];
  return `${names.join(', ')}${option.reader === undefined ? '' : ` ${option.reader.placeholder}`}`;
}

function helpWords({ help, default: usual }: OptionRow): string {
  return help.replace('{default}', usual ?? '');
}

function row(names: string, help: string): string[] {
  const [first = '', ...others] = wrap(help, width - indent);
  const name = `  ${names}`;
  const head =
    name.length < indent - 1 ? [`${name.padEnd(indent)}${first}`] : [name, `${' '.repeat(indent)}${first}`];
  return [...head, ...others.map((line) => `${' '.repeat(indent)}${line}`)];
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
