import { setImmediate } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { systemClock } from './cards/clock.ts';
import { checkLog, exitCodeOf } from './check/check.ts';
import { jsonReport, textReport } from './check/report.ts';
import { clockRateOf, clockRateVariable, fasterClock, fasterTimers } from './clock-rate.ts';
import { type Faults, faultVariable, parseFaults } from './faults.ts';
import { startStrays } from './faulty.ts';
import type { Job } from './jobs/job.ts';
import { startPipeJob } from './jobs/pipe-job.ts';
import type { RunJob } from './jobs/run-job.ts';
import { helpOf, shortUsage } from './options/help.ts';
import {
  type CheckOptions,
  type Command,
  parseCommandLine,
  type RunOptions,
  type TeeOptions,
} from './options/parse.ts';
import { printable } from './options/printable.ts';
import { UsageError } from './options/usage-error.ts';
import { createPause, systemProcesses } from './platform/job-control.ts';
import { platformOf } from './platform/platform.ts';
import { listenToSignals, type SignalReactions } from './platform/signals.ts';
import { runWriter, writerCommand } from './platform/writer.ts';
import type { SimulateOptions } from './simulate/run.ts';
import type { StationIo } from './station/station.ts';
import { systemTimers } from './timers.ts';
import { version } from './version.ts';

/** A second Ctrl-C within so many seconds takes the panel away. */
const secondInterrupt = 2;

/** 128 and the number of SIGTERM, as a shell shows it. */
const endedBySigterm = 143;

const platform = platformOf(process.platform);

/** Wiring only: the one place that knows the process it runs in. */
async function main(): Promise<number> {
  if (process.argv[2] === writerCommand && process.send !== undefined) return runWriter();
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
    case 'simulate':
      return simulate(command.options);
    case 'tee':
      return tee(command.options);
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
  return work((io) => startPipeJob(options, { ...io, stdin: process.stdin }), reactionsOf);
}

async function run(options: RunOptions): Promise<number> {
  const [{ prepareRun }, { startRunJob }] = await Promise.all([
    import('./jobs/prepare-run.ts'),
    import('./jobs/run-job.ts'),
  ]);
  const prepared = await prepareRun(options, { directory: process.cwd(), environment: process.env });
  if (prepared.type === 'problems') {
    for (const line of prepared.lines) process.stderr.write(`fpga-tee: ${line}\n`);
    return prepared.code;
  }
  return work((io) => {
    const job = startRunJob(prepared.plan, {
      ...io,
      pty: prepared.pty,
      keyboard: isatty(0) ? process.stdin : null,
      ownsKeyboard: platform.ownsKeyboard,
    });
    process.on('exit', job.releaseTerminal);
    if (process.platform !== 'win32') process.on('SIGCONT', job.resumed);
    return job;
  }, runReactions);
}

/** Does a job to its end, whatever signals and failures come. */
async function work<Work extends Job>(
  start: (io: StationIo) => Work,
  reactionsOf: (job: Work, faults: Faults) => SignalReactions,
): Promise<number> {
  const faults = orSayWhy(() => parseFaults(process.env[faultVariable]));
  if (faults === null) return 2;
  const rate = orSayWhy(() => clockRateOf(process.env[clockRateVariable]));
  if (rate === null) return 2;
  // Ink would draw only its last frame when it finds these; whether to draw at all is decided here.
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
  const job = start({
    terminal: isatty(1) ? process.stdout : null,
    drawable: process.env['TERM'] !== 'dumb',
    colour: mayColour(),
    platform,
    clock: rate === 1 ? systemClock : fasterClock(systemClock, rate),
    timers: rate === 1 ? systemTimers : fasterTimers(systemTimers, rate),
    // The event loop looks for input between two immediates.
    idle: setImmediate().then(() => setImmediate()),
    faults,
  });
  listenToSignals(platform.signals, reactionsOf(job, faults), (signal, listener) =>
    process.on(signal, listener),
  );
  platform.leaveTerminalsAlone();
  listenToFailures(job);
  startStrays(faults, systemTimers);
  // Every timer and socket of the job lets the process end; this one holds it until the job is done.
  const alive = setInterval(() => {}, 60_000);
  try {
    return await job.ended;
  } finally {
    clearInterval(alive);
  }
}

/**
 * The miner comes first: while it prints, only SIGTERM ends the tool. Ctrl-C reaches the miner as well, which ramps
 * its cards down and prints to its end; the terminal may go away, the log and the metrics go on.
 */
function reactionsOf(job: Job, faults: Faults): SignalReactions {
  let interruptedAt = Number.NEGATIVE_INFINITY;
  let terminated = false;
  return {
    interrupted() {
      faults.hit('signal');
      const now = systemClock.monotonic();
      if (now - interruptedAt < secondInterrupt) job.detachPanel();
      interruptedAt = now;
    },
    // Without a terminal it is how logrotate and others ask for a new log; when the terminal is gone it does no harm.
    hungUp: () => job.reopenLogs(),
    paused: createPause(systemProcesses, systemTimers, () => {
      job.beforePause();
      process.kill(process.pid, 'SIGSTOP');
    }),
    terminated() {
      if (terminated) return;
      terminated = true;
      // A disk that hangs would hold up a proper exit: then as the signal itself ends a process.
      systemTimers.after(0.8, () => {
        process.removeAllListeners('SIGTERM');
        process.kill(process.pid, 'SIGTERM');
      });
      job.flushed().then(() => process.exit(endedBySigterm));
    },
  };
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
