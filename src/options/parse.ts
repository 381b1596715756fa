import { resolve } from 'node:path';
import { printable, withoutLogin } from '../lines/printable.ts';
import type { SimulateOptions } from '../simulate/run.ts';
import { didYouMean, UsageError } from '../values/usage-error.ts';
import { cardNamesOf } from './card-names.ts';
import { type CommandLine, checkOptions, splitCommandLine } from './command-line.ts';
import { type Shell, shellOf } from './completion.ts';
import { followedLogs } from './followed-logs.ts';
import { bitstreamsToCheck, bitstreamsToTry, formatsOf } from './formats.ts';
import type { GivenOptions } from './given.ts';
import { type CommandName, type OptionRow, subcommands } from './row.ts';
import { nowhere, settled } from './settings/settled.ts';
import { withSource } from './settings/with-source.ts';
import { strayWord } from './stray-word.ts';
import { inputRows } from './table/input.ts';
import { learnRows } from './table/learn.ts';
import { logOptions } from './table/log.ts';
import { outputOptions, outputRows } from './table/output.ts';
import { poolCommandOptions } from './table/pool-serve.ts';
import { poolOptions } from './table/pools.ts';
import { restartOptions, runRows, stopOptions } from './table/run.ts';
import { type DashboardsOptions, dashboardsOptions, type InitOptions, initOptions } from './table/setup.ts';
import { simulateOptions } from './table/simulate.ts';
import { generalRows } from './table.ts';

/** The main job: what to read, where to write, what to serve. */
export type TeeOptions = Readonly<ReturnType<typeof teeOptions>>;
/** The rig file that `fpga-tee rig` is to check. */
export type RigOptions = Readonly<ReturnType<typeof readRigOptions>>;
/** Which logs to follow, and how. */
export type FollowOptions = Readonly<ReturnType<typeof followOptions>>;
/** What `fpga-tee run` is to start, and how; the log, the bitstream and the cards are those of a single command. */
export type RunOptions = Readonly<ReturnType<typeof runOptions>>;
/** What `fpga-tee check` is to read, and how to report it. */
export type CheckOptions = Readonly<ReturnType<typeof readCheckOptions>>;
/** Which format `fpga-tee formats` is to print; `null` to list them. */
export type FormatsOptions = Readonly<ReturnType<typeof readFormatsOptions>>;
/** The log that `fpga-tee learn` is to learn from, and what to call the format. */
export type LearnOptions = Readonly<ReturnType<typeof readLearnOptions>>;
/** The pool that `fpga-tee pool` is to ask, and how to report what it says; or those to serve. */
export type PoolCommandOptions = Readonly<ReturnType<typeof poolCommandOptions>>;

/** One command, or the miners of a rig file. */
export type RunStart =
  | { readonly type: 'command'; readonly command: readonly [string, ...string[]] }
  | RigStart;

/** The miners of a rig file. */
export interface RigStart {
  readonly type: 'rig';
  readonly file: string;
  /** What was given on the command line: the file says some of it as well. */
  readonly given: GivenOptions;
}

/** What the command line asks for. */
export type Command =
  | { readonly command: 'tee'; readonly options: TeeOptions }
  | { readonly command: 'follow'; readonly options: FollowOptions }
  | { readonly command: 'run'; readonly options: RunOptions }
  | { readonly command: 'rig'; readonly options: RigOptions }
  | { readonly command: 'check'; readonly options: CheckOptions }
  | { readonly command: 'formats'; readonly options: FormatsOptions }
  | { readonly command: 'learn'; readonly options: LearnOptions }
  | { readonly command: 'pool'; readonly options: PoolCommandOptions }
  | { readonly command: 'simulate'; readonly options: SimulateOptions }
  | { readonly command: 'hash-password' }
  | { readonly command: 'demo'; readonly port: number }
  | { readonly command: 'init'; readonly options: InitOptions }
  | { readonly command: 'dashboards'; readonly options: DashboardsOptions }
  | { readonly command: 'completion'; readonly shell: Shell }
  | { readonly command: 'help'; readonly of: CommandName; readonly all: boolean }
  | { readonly command: 'version' };

/**
 * Reads the command line.
 *
 * @param args the arguments without `node` and the script
 * @param colour whether what is printed may be coloured
 * @param surroundings the environment and the user's folder; without them nothing but the arguments counts
 * @throws UsageError with one line that names what is wrong and the way out
 */
export function parseCommandLine(args: readonly string[], colour: boolean, surroundings = nowhere): Command {
  if (args[0] === 'help') return helpAskedFor(args.slice(1));
  const subcommand = subcommands.find((name) => name === args[0]);
  const rest = subcommand === undefined ? args : args.slice(1);
  // What stands behind is for the miner.
  const end = subcommand === 'run' ? rest.indexOf('--') : -1;
  const own = end === -1 ? rest : rest.slice(0, end);
  const command = subcommand ?? (isGiven(inputRows.follow, rest) ? 'follow' : 'tee');
  // Whoever asks for help gets it, whatever else is wrong with the line.
  if (isGiven(generalRows.help, rest)) return { command: 'help', of: command, all: own.includes('all') };
  if (isGiven(generalRows.version, rest)) return { command: 'version' };
  const line = splitCommandLine(command, own);
  const problem = strayWord(command, line, own);
  if (problem !== null) throw new UsageError(problem);
  const given = settled(command, line.given, surroundings);
  try {
    checkOptions(command, given);
    return commandOf(command, { ...line, given }, end === -1 ? [] : rest.slice(end + 1), colour);
  } catch (error) {
    throw withSource(error, given.sources);
  }
}

/** @param miner the command behind `--` */
function commandOf(
  command: CommandName,
  line: CommandLine,
  miner: readonly string[],
  colour: boolean,
): Command {
  switch (command) {
    case 'tee':
      return { command, options: teeOptions(line.given) };
    case 'follow':
      return { command, options: followOptions(line.given) };
    case 'run':
      return { command, options: runOptions(line.given, miner) };
    case 'rig':
      return { command, options: readRigOptions(line) };
    case 'check':
      return { command, options: readCheckOptions(line) };
    case 'formats':
      return { command, options: readFormatsOptions(line) };
    case 'learn':
      return { command, options: readLearnOptions(line) };
    case 'pool':
      return { command, options: poolCommandOptions(line.given, line.words, generalRows.json) };
    case 'simulate':
      return { command, options: simulateOptions(line.given, colour) };
    case 'hash-password':
      return { command };
    case 'demo':
      return { command, port: line.given.value(outputRows.port) };
    case 'init':
      return { command, options: initOptions(line.given, line.words) };
    case 'dashboards':
      return { command, options: dashboardsOptions(line.given, line.words) };
    case 'completion':
      return { command, shell: shellOf(line.words) };
  }
}

/** Whether an option is given, rightly or not: what else is wrong with the line is not known yet. */
function isGiven({ name, short, aliases = [], reader }: OptionRow, args: readonly string[]): boolean {
  const long = [name, ...aliases].map((known) => `--${known}`);
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some(
    (arg) =>
      arg.startsWith(`-${short}`) ||
      long.some((known) => arg === known || (reader !== undefined && arg.startsWith(`${known}=`))),
  );
}

function teeOptions(given: GivenOptions) {
  return {
    ...bitstreamAndCards(given),
    /** `null` for no log. */
    log: logOptions(given, true),
    ...outputOptions(given),
    pools: poolOptions(given),
  };
}

function bitstreamAndCards(given: GivenOptions) {
  return {
    /** The bitstream's name as it was given, or `auto`; and the bitstreams to try, in this order. */
    ...bitstreamsToTry(given),
    names: cardNamesOf(given.texts(inputRows.card)),
  };
}

function followOptions(given: GivenOptions) {
  const { follow, once, bitstream, card, interval, logging } = inputRows;
  const logs = followedLogs(given.texts(follow), given.texts(bitstream), given.texts(card), formatsOf(given));
  const log = logOptions(given, false);
  if (log !== null && logs.some(({ path }) => resolve(path) === resolve(log.path)))
    throw new UsageError(`--log ${log.path}: is followed and would grow without end; give it another name`);
  return {
    /** One at least. */
    logs,
    /** Read to the end and stop. */
    once: given.on(once),
    /** A log of our own; `null` for none. */
    log,
    ...outputOptions(given),
    pools: poolOptions(given),
    /** What a user should know of options that were given; a line each. */
    notes: [
      ...given
        .texts(interval)
        .map((text) => `--interval ${text}: not needed any more: lines are read as they are written`),
      ...(given.on(logging)
        ? ['--logging: not needed any more: all lines are shown; --log <file> writes them to a log']
        : []),
    ].map(printable),
  };
}

function runOptions(given: GivenOptions, command: readonly string[]) {
  return {
    ...teeOptions(given),
    start: startOf(given, command),
    restart: restartOptions(given),
    ...stopOptions(given),
  };
}

function startOf(given: GivenOptions, [program, ...args]: readonly string[]): RunStart {
  const file = given.value(runRows.rig);
  if (file !== null && program !== undefined)
    throw new UsageError(`--rig ${file}: contradicts the command ${program}; give one of them`);
  if (file !== null) return { type: 'rig', file, given };
  if (program === undefined)
    throw new UsageError(
      'run needs a miner to start: fpga-tee run -- fx-tokenminer -t 730 -C -P, or fpga-tee run --rig rig.yaml',
    );
  return { type: 'command', command: [program, ...args] };
}

/** `fpga-tee help`, `fpga-tee help run`, `fpga-tee help all`: the same as with `--help`. */
function helpAskedFor(words: readonly string[]): Command {
  const all = words.includes('all');
  const topic = words.find((word) => word !== 'all');
  if (topic === undefined || topic.startsWith('-')) return { command: 'help', of: 'tee', all };
  const of = subcommands.find((name) => name === topic);
  if (of !== undefined) return { command: 'help', of, all };
  const topics = [...subcommands, 'all'];
  const hint = didYouMean(topic, topics, 'fpga-tee help ') || `there are ${topics.join(', ')}`;
  throw new UsageError(`help ${withoutLogin(topic)}: no such topic; ${hint}`);
}

function readRigOptions({ given, words: [file, other] }: CommandLine) {
  if (file === undefined)
    throw new UsageError('rig needs a rig file to check: fpga-tee rig --check rig.yaml');
  if (other !== undefined) throw new UsageError(`rig ${other}: one rig file at a time`);
  if (!given.on(runRows.check))
    throw new UsageError(
      `rig ${file}: to check it: fpga-tee rig --check ${file}; to start it: fpga-tee run --rig ${file}`,
    );
  return { file };
}

function readCheckOptions({ given, words }: CommandLine) {
  if (words.length === 0) throw new UsageError('check needs a log to read: fpga-tee check hashrates.log');
  return {
    logs: words,
    ...bitstreamsToCheck(given),
    names: cardNamesOf(given.texts(inputRows.card)),
    json: given.on(generalRows.json),
  };
}

function readFormatsOptions({ words: [name, other] }: CommandLine) {
  if (other !== undefined) throw new UsageError(`formats ${other}: one name at a time, or none for the list`);
  return { name: name ?? null };
}

function readLearnOptions({ given, words: [log, other] }: CommandLine) {
  if (log === undefined)
    throw new UsageError('learn needs a log to learn from: fpga-tee learn hashrates.log > my-miner.yaml');
  if (other !== undefined) throw new UsageError(`learn ${other}: one log at a time; join several with cat`);
  return {
    /** `-` for what comes on stdin. */
    log,
    name: given.value(learnRows.name),
    title: given.value(learnRows.title),
  };
}
