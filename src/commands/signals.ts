import { isatty } from 'node:tty';
import { createPause, systemProcesses } from '../platform/job-control.ts';
import type { SignalReactions } from '../platform/signals.ts';
import { systemClock, systemTimers } from '../time.ts';
import type { StartedJob } from './started-job.ts';

/*
 * What signals do to a job. The miner comes first: as long as it prints only SIGTERM ends the tool. The time is that of
 * people, whatever the job's own clock says.
 */

/** 128 and the number of SIGTERM or SIGINT, as a shell shows it. */
export const endedBySigterm = 143;
const endedBySigint = 130;

/** A second Ctrl-C within so many seconds takes the panel away. */
const secondInterrupt = 2;
/** Seconds that an end by signal waits for the logs. */
const patience = 0.8;

/**
 * Of a job whose miner is beside it in the pipe: Ctrl-C reaches the miner as well, which ramps its cards down and prints
 * to its end; the terminal may go away, the log and the metrics go on.
 */
export function besideMiner(started: StartedJob): SignalReactions {
  let interruptedAt = Number.NEGATIVE_INFINITY;
  return {
    ...whereNobodyElseIs(started),
    interrupted() {
      const now = systemClock.monotonic();
      if (now - interruptedAt < secondInterrupt) started.job.screen.detachPanel();
      interruptedAt = now;
    },
  };
}

/**
 * Of a job without a miner: Ctrl-C ends it, with 0; a second one ends it whatever it still waits for. So does a terminal
 * that goes away from under it; a hang-up that somebody sends is for the log, as ever.
 */
export function withoutMiner(started: StartedJob & { stop(): void }): SignalReactions {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  let interrupted = false;
  return {
    ...whereNobodyElseIs(started),
    interrupted() {
      if (interrupted) endAtOnce(started, 'SIGINT', endedBySigint);
      else started.stop();
      interrupted = true;
    },
    hungUp() {
      const gone = terminals.length > 0 && !terminals.some((fd) => isatty(fd));
      if (gone) started.stop();
      else started.job.logs.reopen();
    },
  };
}

/**
 * Of a job that has started its miners: they end only by a ramp-down, and it ends after them, so that all they print is
 * logged. They go on when the terminal goes away, and when somebody would stop us (Ctrl-Z is typed to the miner).
 */
export function aboveMiners(started: StartedJob & { stop(): void; terminate(): void }): SignalReactions {
  return {
    interrupted: () => started.stop(),
    hungUp: () => started.job.logs.reopen(),
    paused: () => {},
    terminated: () => started.terminate(),
  };
}

/** Ends the process as a signal does: waiting for nothing. */
export function endBy(signal: 'SIGINT' | 'SIGTERM'): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** What holds for a job that has started nobody. */
function whereNobodyElseIs(started: StartedJob): Omit<SignalReactions, 'interrupted'> {
  const { job } = started;
  let terminated = false;
  return {
    // Without a terminal it is how logrotate and others ask for a new log; when the terminal is gone it does no harm.
    hungUp: () => job.logs.reopen(),
    paused: createPause(systemProcesses, systemTimers, () => {
      job.screen.clearPanel();
      process.kill(process.pid, 'SIGSTOP');
    }),
    terminated() {
      if (terminated) return;
      terminated = true;
      endAtOnce(started, 'SIGTERM', endedBySigterm);
    },
  };
}

/** Ends the process as soon as what was read is in the logs, or without. */
function endAtOnce(started: StartedJob, signal: 'SIGINT' | 'SIGTERM', code: number): void {
  // A disk that hangs would hold up a proper exit: then as the signal itself ends a process.
  systemTimers.after(patience, () => endBy(signal));
  started.job.logs.flushed().then(() => {
    if (started.stuck?.() === true) endBy(signal);
    else process.exit(code);
  });
}
