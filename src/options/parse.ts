import { resolve } from 'node:path';
import type { Bitstream } from '../bitstreams/bitstream.ts';
import { bitstreams, chooseBitstreams } from '../bitstreams/index.ts';
import type { LogOptions } from '../bytes/log/log-file.ts';
import type { StallOptions } from '../job/job-options.ts';
import { printable, withoutLogin } from '../lines/printable.ts';
import type { PoolEntry, PoolOptions } from '../pools/entry.ts';
import type { CardNames } from '../rig/names.ts';
import {
  defaultRestart,
  type RestartOptions,
  restartLimitOf,
  restartPolicies,
} from '../run/restart-policy.ts';
import { type SimulatedBitstream, simulatedBitstreams } from '../simulate/formats/index.ts';
import type { SimulateOptions } from '../simulate/run.ts';
import { didYouMean, UsageError } from '../values/usage-error.ts';
import { durationOf, hostOf, sizeOf, wholeNumberOf } from '../values/values.ts';
import { cardNamesOf } from './card-names.ts';
import { type Flags, readFlags } from './flags.ts';
import { type FollowedLogOptions, followedLogs } from './followed-logs.ts';
import { onePool, poolIntervalOf, poolOptions } from './pools.ts';
import { stallOptions } from './stalls.ts';
import { repeatHint } from './stray-word.ts';
import { type CommandName, type OptionName, type OptionSpec, optionTable } from './table.ts';

/** What is shown and served, whatever is read. */
export interface OutputOptions {
  /** `null` for no metrics server. */
  readonly port: number | null;
  /** `null` for all addresses. */
  readonly host: string | null;
  /** The web configuration's path; `null` for plain HTTP without passwords. */
  readonly webConfig: string | null;
  /** Seconds. */
  readonly staleAfter: number;
  readonly stalls: StallOptions;
  readonly plain: boolean;
  readonly legacyMetrics: boolean;
  /** `null` for no pools. */
  readonly pools: PoolOptions | null;
}

/** The main job: what to read, where to write, what to serve. */
export interface TeeOptions extends OutputOptions {
  /** The bitstream's name as it was given, or `auto`. */
  readonly bitstream: string;
  /** The bitstreams to try, in this order. */
  readonly candidates: readonly Bitstream[];
  readonly names: CardNames;
  /** `null` for no log. */
  readonly log: LogOptions | null;
}

/** Which logs to follow, and how. */
export interface FollowOptions extends OutputOptions {
  /** One at least. */
  readonly logs: readonly FollowedLogOptions[];
  /** Read to the end and stop. */
  readonly once: boolean;
  /** A log of our own; `null` for none. */
  readonly log: LogOptions | null;
  /** What a user should know of options that were given; a line each. */
  readonly notes: readonly string[];
}

/** The pool that `fpga-tee pool` is to ask, and how to report what it says. */
export interface PoolCommandOptions {
  readonly entry: PoolEntry;
  readonly json: boolean;
}

/** What `fpga-tee run` is to start, and how; the log, the bitstream and the cards are those of a single command. */
export interface RunOptions extends TeeOptions {
  readonly start: RunStart;
  readonly restart: RestartOptions;
  /** Seconds; `null` where nothing was said. */
  readonly stopGrace: number | null;
  /** Seconds; `null`: it is never killed. */
  readonly killAfter: number | null;
}

/** One command, or the miners of a rig file. */
export type RunStart =
  | { readonly type: 'command'; readonly command: readonly [string, ...string[]] }
  | RigStart;

/** The miners of a rig file. */
export interface RigStart {
  readonly type: 'rig';
  readonly file: string;
  /** The options that were given; the file does not overrule them. */
  readonly said: ReadonlySet<RigOverride>;
  /** `--pool-interval`, which holds for the file's pools as well: seconds, `null` when it was not given. */
  readonly poolInterval: number | null;
}

/** An option that a rig file can give as well. */
export type RigOverride = 'port' | 'host' | 'stale-after';

/** What `fpga-tee check` is to read, and how to report it. */
export interface CheckOptions {
  readonly logs: readonly string[];
  readonly candidates: readonly Bitstream[];
  readonly names: CardNames;
  readonly json: boolean;
}

/** What the command line asks for. */
export type Command =
  | { readonly command: 'tee'; readonly options: TeeOptions }
  | { readonly command: 'follow'; readonly options: FollowOptions }
  | { readonly command: 'run'; readonly options: RunOptions }
  | { readonly command: 'check'; readonly options: CheckOptions }
  | { readonly command: 'pool'; readonly options: PoolCommandOptions }
  | { readonly command: 'simulate'; readonly options: SimulateOptions }
  | { readonly command: 'hash-password' }
  | { readonly command: 'help'; readonly of: CommandName }
  | { readonly command: 'version' };

const subcommands = ['run', 'check', 'pool', 'simulate', 'hash-password'] as const;

/**
 * Reads the command line.
 *
 * @param args the arguments without `node` and the script
 * @param colour whether what is printed may be coloured
 * @throws UsageError with one line that names what is wrong and the way out
 */
export function parseCommandLine(args: readonly string[], colour: boolean): Command {
  const subcommand = subcommands.find((name) => name === args[0]);
  const rest = subcommand === undefined ? args : args.slice(1);
  const command = subcommand ?? (asksToFollow(rest) ? 'follow' : 'tee');
  // Whoever asks for help gets it, whatever else is wrong with the line.
  if (asksFor('help', rest)) return { command: 'help', of: command };
  if (asksFor('version', rest)) return { command: 'version' };
  if (command === 'run') return { command, options: runOptions(rest) };
  const flags = readFlags(command, rest);
  switch (command) {
    case 'tee':
      return { command, options: teeOptions(flags, rest) };
    case 'follow':
      return { command, options: followOptions(flags, rest) };
    case 'check':
      return { command, options: checkOptions(flags) };
    case 'pool':
      return { command, options: { entry: onePool(flags), json: flags.on('json') } };
    case 'simulate':
      return { command, options: simulateOptions(flags, colour) };
    case 'hash-password':
      // Whatever is typed into a command line is read by others.
      if (flags.words.length > 0)
        throw new UsageError(
          'hash-password takes no words: it asks for the password, or reads it from a pipe',
        );
      return { command };
  }
}

function asksFor(name: 'help' | 'version', args: readonly string[]): boolean {
  return isGiven(name, args, (arg, long) => arg === long);
}

/** Whether logs are named to be followed, rightly or not. */
function asksToFollow(args: readonly string[]): boolean {
  return isGiven('follow', args, (arg, long) => arg === long || arg.startsWith(`${long}=`));
}

function isGiven(
  name: OptionName,
  args: readonly string[],
  isLong: (arg: string, long: string) => boolean,
): boolean {
  const spec: OptionSpec | undefined = optionTable.find((option) => option.name === name);
  const long = [name, ...(spec?.aliases ?? [])].map((known) => `--${known}`);
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some(
    (arg) => arg.startsWith(`-${spec?.short}`) || long.some((known) => isLong(arg, known)),
  );
}

/** @param args all of the command line */
function teeOptions(flags: Flags, args: readonly string[]): TeeOptions {
  const [word, next] = flags.words;
  if (word !== undefined) {
    if (subcommands.some((name) => name === word))
      throw new UsageError(`${word}: a command comes first: fpga-tee ${word} [options]`);
    const log = word === 'follow' ? (next ?? 'hashrates.log') : word;
    const hint =
      repeatHint('tee', args, word) ??
      (didYouMean(word, subcommands, 'fpga-tee ') ||
        `to follow a log: fpga-tee -m ${log}; to read it once: fpga-tee check ${log}`);
    throw new UsageError(`${withoutLogin(word)}: not a command; ${hint}`);
  }
  return pipeOptions(flags);
}

/** What a rig file says for each miner. */
const saidInRigFile = ['bitstream', 'card', 'log', 'restart', 'restart-limit'] as const;

/** @param args all after `run` */
function runOptions(args: readonly string[]): RunOptions {
  const end = args.indexOf('--');
  const flags = readFlags('run', end === -1 ? args : args.slice(0, end));
  const limit = value(
    flags,
    'restart-limit',
    defaultRestart.limit,
    'not a limit; give restarts in a time, such as 10/1h',
    restartLimitOf,
  );
  const when = value(
    flags,
    'restart',
    defaultRestart.when,
    oneOf(restartPolicies),
    (text) => restartPolicies.find((policy) => policy === text) ?? null,
    restartPolicies,
  );
  if (flags.text('restart-limit') !== null && when === 'never')
    throw new UsageError('--restart-limit: nothing is restarted without --restart; give both');
  return {
    ...pipeOptions(flags),
    start: startOf(flags, end === -1 ? [] : args.slice(end + 1)),
    restart: { ...defaultRestart, when, limit },
    stopGrace: duration(flags, 'stop-grace'),
    killAfter: duration(flags, 'kill-after'),
  };
}

function startOf(flags: Flags, [program, ...args]: readonly string[]): RunStart {
  const file = flags.text('rig');
  if (file === null) {
    if (program === undefined) {
      throw new UsageError(
        'run needs a miner to start: fpga-tee run -- fx-tokenminer -t 730 -C -P, or fpga-tee run --rig rig.yaml',
      );
    }
    return { type: 'command', command: [program, ...args] };
  }
  if (program !== undefined)
    throw new UsageError(`--rig ${file}: contradicts the command ${program}; give one of them`);
  for (const name of saidInRigFile) {
    if (flags.text(name) !== null || flags.texts(name).length > 0 || flags.off(name))
      throw new UsageError(`--${name}: with --rig it stands in the rig file, for each miner`);
  }
  const said = new Set<RigOverride>();
  if (flags.text('port') !== null || flags.off('metrics')) said.add('port');
  if (flags.text('host') !== null) said.add('host');
  if (flags.text('stale-after') !== null) said.add('stale-after');
  return { type: 'rig', file, said, poolInterval: poolIntervalOf(flags) };
}

function pipeOptions(flags: Flags): TeeOptions {
  return {
    bitstream: flags.text('bitstream') ?? 'auto',
    candidates: candidatesOf(flags),
    names: cardNamesOf(flags.texts('card')),
    log: logOptions(flags, 'hashrates.log'),
    ...outputOptions(flags),
  };
}

/** @param args all of the command line */
function followOptions(flags: Flags, args: readonly string[]): FollowOptions {
  const [word] = flags.words;
  if (word !== undefined) {
    const log = word === 'follow' ? (flags.texts('follow')[0] ?? 'hashrates.log') : word;
    const hint = repeatHint('follow', args, word) ?? `logs to follow stand behind -m: fpga-tee -m ${log}`;
    throw new UsageError(`${withoutLogin(word)}: not an option; ${hint}`);
  }
  const logs = followedLogs(flags.texts('follow'), flags.texts('bitstream'), flags.texts('card'));
  const log = logOptions(flags, null);
  if (log !== null && logs.some(({ path }) => resolve(path) === resolve(log.path)))
    throw new UsageError(`--log ${log.path}: is followed and would grow without end; give it another name`);
  // Nothing comes of it; whoever gives something else has meant another option.
  const interval = value(flags, 'interval', null, 'not a number of seconds; give one such as 30', (text) =>
    decimalOf(text) === null ? null : text,
  );
  return {
    logs,
    once: flags.on('once'),
    log,
    ...outputOptions(flags),
    notes: [
      ...(interval === null
        ? []
        : [`--interval ${interval}: not needed any more: lines are read as they are written`]),
      ...(flags.on('logging')
        ? ['--logging: not needed any more: all lines are shown; --log <file> writes them to a log']
        : []),
    ].map(printable),
  };
}

function outputOptions(flags: Flags): OutputOptions {
  return {
    port: flags.off('metrics')
      ? null
      : value(flags, 'port', 9090, 'not a port; give a number from 1 to 65535, such as --port 9091', (text) =>
          wholeNumberOf(text, 0, 65535),
        ),
    host: value(flags, 'host', null, 'not an address; give one such as 127.0.0.1, :: or a name', hostOf),
    webConfig: webConfigOf(flags),
    staleAfter: duration(flags, 'stale-after') ?? 120,
    stalls: stallOptions(flags),
    plain: flags.on('plain'),
    legacyMetrics: flags.on('legacy-metrics'),
    pools: poolOptions(flags),
  };
}

function webConfigOf(flags: Flags): string | null {
  const file = flags.text('web-config');
  if (file !== null && flags.off('metrics'))
    throw new UsageError('--web-config: contradicts --no-metrics; leave one of them out');
  return file;
}

/** @param usual the log that is written without being asked for; `null` for none */
function logOptions(flags: Flags, usual: string | null): LogOptions | null {
  const path = flags.text('log') ?? usual;
  if (flags.off('log') || path === null) {
    const other = (['log-max-size', 'log-keep', 'log-timestamps', 'log-queue'] as const).find(
      (name) => flags.text(name) !== null || flags.on(name),
    );
    if (other === undefined) return null;
    throw new UsageError(
      flags.off('log')
        ? `--${other}: contradicts --no-log; leave one of them out`
        : `--${other}: no log is written with -m; give one such as --log rig.log`,
    );
  }
  const maxSize = size(flags, 'log-max-size', 1024, 'give 1K at least, such as --log-max-size 100M');
  const keep = value(flags, 'log-keep', null, 'give a number from 1 to 9999', (text) =>
    wholeNumberOf(text, 1, 9999),
  );
  if (keep !== null && maxSize === null)
    throw new UsageError(`--log-keep ${keep}: without --log-max-size there are no old logs; give both`);
  return {
    path,
    rotation: maxSize === null ? null : { maxSize, keep: keep ?? 5 },
    timestamps: flags.on('log-timestamps'),
    queueLimit:
      size(flags, 'log-queue', 64 * 1024, 'give 64K at least, such as --log-queue 64M') ?? 64 * 1024 ** 2,
  };
}

function checkOptions(flags: Flags): CheckOptions {
  if (flags.words.length === 0)
    throw new UsageError('check needs a log to read: fpga-tee check hashrates.log');
  return {
    logs: flags.words,
    candidates: candidatesOf(flags),
    names: cardNamesOf(flags.texts('card')),
    json: flags.on('json'),
  };
}

function simulateOptions(flags: Flags, colour: boolean): SimulateOptions {
  const [word] = flags.words;
  if (word !== undefined)
    throw new UsageError(`${word}: simulate takes options only; see fpga-tee simulate --help`);
  return {
    bitstream: value(
      flags,
      'bitstream',
      '0xbtc',
      oneOf(simulatedBitstreams),
      simulatedOf,
      simulatedBitstreams,
    ),
    cards: value(flags, 'cards', 1, 'give a number from 1 to 64', (text) => wholeNumberOf(text, 1, 64)),
    rate: value(flags, 'rate', 1, 'give a number of lines a second, 0 or more', decimalOf),
    lines: value(flags, 'lines', null, 'give a number of lines, 1 or more', (text) =>
      wholeNumberOf(text, 1, 1e15),
    ),
    duration: duration(flags, 'for'),
    seed: value(flags, 'seed', 1, 'give a whole number', (text) => wholeNumberOf(text, 0, 2 ** 32 - 1)),
    restartEvery: duration(flags, 'restart-every'),
    stallAfter: duration(flags, 'stall-after'),
    speedUp: value(flags, 'speed-up', 1, 'give a number above 0', (text) => decimalOf(text) || null),
    colour,
  };
}

function candidatesOf(flags: Flags): readonly Bitstream[] {
  const names = ['auto', ...bitstreams.map((bitstream) => bitstream.name)];
  return value(flags, 'bitstream', bitstreams, oneOf(names), (text) => chooseBitstreams(text), names);
}

/** One value, or what stands for it when the option is not given; `known` are words that one may have meant. */
function value<Value, Default>(
  flags: Flags,
  name: OptionName,
  otherwise: Default,
  right: string,
  read: (text: string) => Value | null,
  known: readonly string[] = [],
): Value | Default {
  const text = flags.text(name);
  if (text === null) return otherwise;
  const result = read(text);
  if (result !== null) return result;
  const hint = didYouMean(text, known);
  throw new UsageError(`--${name} ${text}: ${hint === '' ? '' : `${hint} `}${right}`);
}

function duration(flags: Flags, name: OptionName): number | null {
  return value(flags, name, null, 'not a duration; give one such as 500ms, 90s, 5m or 1h', durationOf);
}

function size(flags: Flags, name: OptionName, min: number, right: string): number | null {
  return value(flags, name, null, `not a size for it; ${right}`, (text) => {
    const bytes = sizeOf(text);
    return bytes !== null && bytes >= min ? bytes : null;
  });
}

function simulatedOf(text: string): SimulatedBitstream | null {
  return simulatedBitstreams.find((name) => name === text) ?? null;
}

function decimalOf(text: string): number | null {
  return /^\d{1,9}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

function oneOf(names: readonly string[]): string {
  return `choose one of ${names.join(', ')}`;
}
