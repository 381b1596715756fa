import { fstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isatty } from 'node:tty';
import type { FileIdentity } from './bytes/log/log-disk.ts';
import { checkLog, exitCodeOf } from './check/check.ts';
import { jsonReport, textReport } from './check/report.ts';
import { clockRateOf, clockRateVariable, fasterClock, fasterTimers } from './clock-rate.ts';
import { type FollowJob, startFollowJob } from './commands/follow-job.ts';
import type { Job } from './commands/job.ts';
import { startPipeJob } from './commands/pipe-job.ts';
import type { RunJob } from './commands/run-job.ts';
import { type Faults, faultVariable, parseFaults } from './faults.ts';
import { startStrays } from './faulty.ts';
import { fileGivenTwice } from './follow/given-twice.ts';
import { ownOutputAmong } from './follow/own-output.ts';
import type { StationIo } from './job/station-parts.ts';
import { printable } from './lines/printable.ts';
import { helpOf, shortUsage } from './options/help.ts';
import {
  type CheckOptions,
  type Command,
  type FollowOptions,
  type PoolCommandOptions,
  parseCommandLine,
  type RunOptions,
  type TeeOptions,
} from './options/parse.ts';
import { createPause, systemProcesses } from './platform/job-control.ts';
import { replaceStderr } from './platform/own-stderr.ts';
import { platformOf } from './platform/platform-of.ts';
import { listenToSignals, type SignalReactions } from './platform/signals.ts';
import { runWriter, writerCommand } from './platform/writer.ts';
import type { SimulateOptions } from './simulate/run.ts';
import { systemClock, systemTimers } from './time.ts';
import { UsageError } from './values/usage-error.ts';
import { version } from './version.ts';
import type { UsableWebConfig } from './web/config/load.ts';

/** A second Ctrl-C within so many seconds takes the panel away. */
const secondInterrupt = 2;

/** 128 and the number of SIGTERM or SIGINT, as a shell shows it. */
const endedBySigterm = 143;
const endedBySigint = 130;

const platform = platformOf(process.platform);

/** Wiring only: the one place that knows the process it runs in. */
async function main(): Promise<number> {
  if (process.argv[2] === writerCommand && process.send !== undefined) return runWriter();
  replaceStderr();
  const command = readCommandLine();
  switch (command?.command) {
    case undefined:
      return 2;
    case 'help':
      return print(helpOf(command.of));
    case 'version':
      return print(`${version}\n`);
    case 'check':
      return check(command.options);
    case 'pool':
      return pool(command.options);
    case 'simulate':
      return simulate(command.options);
    case 'hash-password':
      return askForPassword();
    case 'tee':
      return tee(command.options);
    case 'follow':
      return follow(command.options);
    case 'run':
      return run(command.options);
  }
}

function readCommandLine(): Command | null {
  return orSayWhy(() => parseCommandLine(process.argv.slice(2), mayColour()));
}

/** `null` when the user gave what can't be: that has been said. */
function orSayWhy<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`fpga-tee: ${error.message}\n`);
    return null;
  }
}

/** https://no-color.org: set and not empty means no. */
function mayColour(): boolean {
  return isatty(1) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

async function print(text: string): Promise<number> {
  process.stdout.on('error', () => {});
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.write(text, resolve);
  });
  // Whoever reads may have enough (`| head`): that is no failure of ours.
  if (error == null || error.code === 'EPIPE') return 0;
  process.stderr.write(`fpga-tee: stdout can't be written: ${error.message}\n`);
  return 1;
}

async function check(options: CheckOptions): Promise<number> {
  const logs = [];
  for (const path of options.logs) logs.push(await checkLog(path, options.candidates, options.names));
  for (const log of logs) {
    if (log.type === 'unreadable')
      process.stderr.write(`fpga-tee: ${printable(log.path)}: can't be read: ${log.reason}\n`);
  }
  const failed = await print(options.json ? jsonReport(logs) : textReport(logs));
  return exitCodeOf(logs) || failed;
}

async function pool({ entry, json }: PoolCommandOptions): Promise<number> {
  const { askOnce, exitCodeOf, jsonOf, textOf } = await import('./pools/ask-once.ts');
  // The timers hold no process.
  const alive = setInterval(() => {}, 60_000);
  const asked = await askOnce(entry, systemClock, systemTimers);
  clearInterval(alive);
  const host = entry.url.host;
  if (asked.type === 'problem' && !json) {
    process.stderr.write(`fpga-tee: ${printable(textOf(host, asked).trimEnd())}\n`);
    return exitCodeOf(asked);
  }
  const failed = await print(json ? jsonOf(host, asked) : textOf(host, asked));
  return exitCodeOf(asked) || failed;
}

async function simulate(options: SimulateOptions): Promise<number> {
  const { runSimulator } = await import('./simulate/run.ts');
  return runSimulator(options, {
    stdin: process.stdin,
    stdout: process.stdout,
    clock: systemClock,
    setTimer: (callback, seconds) => {
      // More than that Node's timers do not take.
      setTimeout(callback, Math.min(seconds * 1000, 2 ** 31 - 1));
    },
    onSignal: (signal, listener) => {
      process.on(signal, listener);
      return () => process.off(signal, listener);
    },
    interruptGroup: () => platform.interruptGroup(),
  });
}

async function tee(options: TeeOptions): Promise<number> {
  if (process.stdin.isTTY) {
    process.stderr.write(shortUsage);
    return 2;
  }
  if (isDirectory(0)) {
    process.stderr.write('fpga-tee: stdin is a directory; pipe a miner into it\n');
    return 2;
  }
  return work(
    options,
    (io) => startPipeJob(options, { ...io, stdin: process.stdin }),
    (job, faults) => ({ ...reactionsOf(job), interrupted: interruptedBesideMiner(job, faults) }),
  );
}

/** Nothing is read from stdin: it may be a terminal, and no miner is there to be protected. */
async function follow(options: FollowOptions): Promise<number> {
  const logs = options.logs.map(({ path }) => path);
  const [loop, twice] = await Promise.all([
    ownOutputAmong(logs, options.log?.path ?? null),
    fileGivenTwice(logs),
  ]);
  if (twice !== null) {
    process.stderr.write(
      `fpga-tee: -m ${printable(twice.path)}: the same file as ${printable(twice.other)}; give it once\n`,
    );
    return 2;
  }
  if (loop !== null) {
    process.stderr.write(
      `fpga-tee: ${printable(loop)}: is followed and written as well, it would grow without end; write to another file\n`,
    );
    return 2;
  }
  for (const note of options.notes) process.stderr.write(`fpga-tee: ${note}\n`);
  return work(
    options,
    (io) => startFollowJob(options, { ...io, fileThreads: Number(process.env['UV_THREADPOOL_SIZE']) || 4 }),
    (job) => ({ ...reactionsOf(job), ...reactionsWithoutMiner(job) }),
  );
}

async function run(options: RunOptions): Promise<number> {
  const [{ prepareRun }, { startRunJob }] = await Promise.all([
    import('./commands/prepare-run.ts'),
    import('./commands/run-job.ts'),
  ]);
  const prepared = await prepareRun(options, { directory: process.cwd(), environment: process.env });
  if (prepared.type === 'problems') {
    for (const line of prepared.lines) process.stderr.write(`fpga-tee: ${line}\n`);
    return prepared.code;
  }
  return work(
    // With what a rig file says: what is read of the web's configuration must be that of the plan.
    prepared.plan.options,
    (io) => {
      const job = startRunJob(prepared.plan, {
        ...io,
        pty: prepared.pty,
        keyboard: isatty(0) ? process.stdin : null,
        ownsKeyboard: platform.ownsKeyboard,
      });
      process.on('exit', job.releaseTerminal);
      if (process.platform !== 'win32') process.on('SIGCONT', job.resumed);
      return job;
    },
    runReactions,
    options.webConfig === null && options.start.type === 'rig'
      ? `${options.start.file}: web-config:`
      : '--web-config',
  );
}

/**
 * Runs a job to its end.
 *
 * @param named what has named the web configuration
 */
async function work<Started extends Job>(
  options: { readonly webConfig: string | null },
  start: (io: StationIo) => Started,
  reactions: (job: Started, faults: Faults) => SignalReactions,
  named = '--web-config',
): Promise<number> {
  const faults = orSayWhy(() => parseFaults(process.env[faultVariable]));
  if (faults === null) return 2;
  const rate = orSayWhy(() => clockRateOf(process.env[clockRateVariable]));
  if (rate === null) return 2;
  const webConfig = options.webConfig === null ? null : await readWebConfig(options.webConfig, named);
  if (webConfig === 'wrong') return 2;
  // Ink would draw only its last frame when it finds these; whether to draw at all is decided here.
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
  const job = start({
    terminal: isatty(1) ? process.stdout : null,
    drawable: process.env['TERM'] !== 'dumb',
    colour: mayColour(),
    inputFile: fileAt(0),
    outputFile: fileAt(1),
    platform,
    clock: rate === 1 ? systemClock : fasterClock(systemClock, rate),
    timers: rate === 1 ? systemTimers : fasterTimers(systemTimers, rate),
    // The event loop looks for input between two immediates.
    idle: setImmediate().then(() => setImmediate()),
    faults,
    webConfig,
  });
  listenToSignals(platform.signals, reactions(job, faults), (signal, listener) =>
    process.on(signal, listener),
  );
  platform.leaveTerminalsAlone();
  listenToFailures(job);
  startStrays(faults, systemTimers);
  // Every timer and socket of the job lets the process end; this one holds it until the job is done.
  const alive = setInterval(() => {}, 60_000);
  try {
    const code = await job.ended;
    if (job.stuck?.() === true) endBy('SIGINT');
    return code;
  } finally {
    clearInterval(alive);
  }
}

/** Node itself would take one for an empty input. */
function isDirectory(fd: number): boolean {
  try {
    return fstatSync(fd).isDirectory();
  } catch {
    return false;
  }
}

/** The file that stands behind a descriptor; `null` when it is none. */
function fileAt(fd: number): FileIdentity | null {
  try {
    const stats = fstatSync(fd, { bigint: true });
    return stats.isFile() ? stats : null;
  } catch {
    return null;
  }
}

async function askForPassword(): Promise<number> {
  const { hashPassword } = await import('./web/config/hash-password.ts');
  const { stdin } = process;
  let printed = '';
  const code = await hashPassword({
    stdin,
    hideTyping: stdin.isTTY ? (hide) => stdin.setRawMode(hide) : null,
    say: (text) => process.stderr.write(text),
    print: (text) => {
      printed = text;
    },
  });
  return (await print(printed)) || code;
}

/** `wrong` when it can't be used: why has been said, a line for each problem. */
async function readWebConfig(file: string, named: string): Promise<UsableWebConfig | 'wrong'> {
  const [{ loadWebConfig }, { whyNotToStart }] = await Promise.all([
    import('./web/config/load.ts'),
    import('./web/config/start.ts'),
  ]);
  const loaded = await loadWebConfig(file);
  const lines = whyNotToStart(loaded, file, named);
  if (loaded.type === 'access' && lines.length === 0) return loaded;
  for (const line of lines) process.stderr.write(`fpga-tee: ${printable(line)}\n`);
  return 'wrong';
}

/**
 * The miner comes first: while it prints, only SIGTERM ends the tool. Ctrl-C reaches the miner as well, which ramps
 * its cards down and prints to its end; the terminal may go away, the log and the metrics go on.
 */
function interruptedBesideMiner(job: Job, faults: Faults): () => void {
  let interruptedAt = Number.NEGATIVE_INFINITY;
  return () => {
    faults.hit('signal');
    const now = systemClock.monotonic();
    if (now - interruptedAt < secondInterrupt) job.detachPanel();
    interruptedAt = now;
  };
}

/**
 * Ctrl-C ends the tool, with 0; a second one ends it whatever it still waits for. So does a terminal that goes away
 * from under it; a hang-up that somebody sends is for the log, as ever.
 */
function reactionsWithoutMiner(job: FollowJob): Pick<SignalReactions, 'interrupted' | 'hungUp'> {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  let interrupted = false;
  return {
    interrupted() {
      if (interrupted) endAtOnce(job, 'SIGINT', endedBySigint);
      else job.stop();
      interrupted = true;
    },
    hungUp() {
      const gone = terminals.length > 0 && !terminals.some((fd) => isatty(fd));
      if (gone) job.stop();
      else job.reopenLogs();
    },
  };
}

/** What holds for every job. */
function reactionsOf(job: Job): Omit<SignalReactions, 'interrupted'> {
  let terminated = false;
  return {
    // Without a terminal it is how logrotate and others ask for a new log; when the terminal is gone it does no harm.
    hungUp: () => job.reopenLogs(),
    paused: createPause(systemProcesses, systemTimers, () => {
      job.beforePause();
      process.kill(process.pid, 'SIGSTOP');
    }),
    terminated() {
      if (terminated) return;
      terminated = true;
      endAtOnce(job, 'SIGTERM', endedBySigterm);
    },
  };
}

/** Ends the process as soon as what was read is in the logs, or without. */
function endAtOnce(job: Job, signal: 'SIGINT' | 'SIGTERM', code: number): void {
  // A disk that hangs would hold up a proper exit: then as the signal itself ends a process.
  systemTimers.after(0.8, () => endBy(signal));
  job.flushed().then(() => {
    if (job.stuck?.() === true) endBy(signal);
    else process.exit(code);
  });
}

/** Ends the process as a signal does: waiting for nothing. */
function endBy(signal: 'SIGINT' | 'SIGTERM'): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * Miners that we have started end only by a ramp-down, and we end after them: until then their output is logged. They go
 * on when the terminal goes away, and when somebody would stop us (Ctrl-Z is typed to the miner).
 */
function runReactions(job: RunJob, faults: Faults): SignalReactions {
  return {
    interrupted() {
      faults.hit('signal');
      job.stop();
    },
    hungUp: () => job.reopenLogs(),
    paused: () => {},
    terminated: () => job.terminate(),
  };
}

/** Whatever of ours fails, the miner's bytes go on. (Only memory that runs out can't be caught.) */
function listenToFailures(job: Job): void {
  process.on('uncaughtException', (error) => job.failed(error));
  process.on('unhandledRejection', (reason) => job.failed(reason));
  // Node itself would print them across the panel, and wait for whoever reads stderr.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // These are for who writes programs.
    if (warning.name !== 'DeprecationWarning' && warning.name !== 'ExperimentalWarning') job.warned(warning);
  });
}

process.exit(
  await main().catch((error: unknown) => {
    process.stderr.write(`fpga-tee: ${printable(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }),
);
