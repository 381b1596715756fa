import * as nodeFs from 'node:fs';
import type { Clock } from '../cards/clock.ts';
import type { LogSnapshot } from '../cards/snapshot.ts';
import type { Timers } from '../timers.ts';
import { ByteQueue } from './byte-queue.ts';
import { Pace } from './pace.ts';

/** Seconds until a log that could not be written is tried again. */
const retryAfter = 1;

/**
 * Appended to, made where it is missing, and never waited for: a FIFO that nobody reads says so instead of keeping a
 * thread of ours. (Windows has no such flag, and no such files.)
 */
const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK } = nodeFs.constants;
const append = O_APPEND | O_CREAT | O_WRONLY | (process.platform === 'win32' ? 0 : O_NONBLOCK);

/** The calls of `node:fs` that a log needs; injected so that a failing disk can be tested. */
export interface LogFs {
  open(path: string, flags: number, done: (error: NodeJS.ErrnoException | null, fd: number) => void): void;
  fstat(
    fd: number,
    done: (error: NodeJS.ErrnoException | null, stats?: { readonly size: number }) => void,
  ): void;
  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: null,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void;
  close(fd: number, done: () => void): void;
}

/** The log to write, and whom to tell how it goes. */
export interface LogFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Bytes that are held while the file can't be written; what comes beyond is lost, counted and marked. */
  readonly queueLimit: number;
  /** One line: what is wrong with the log. Once, not at every try. */
  readonly onProblem: (line: string) => void;
  /** The log is written again. */
  readonly onRecovered: () => void;
  readonly fs?: LogFs;
}

/** The log: every byte, appended as it comes, before anything looks at it. Never throws, never waits for anything else. */
export interface LogFile {
  write(chunk: Uint8Array): void;
  /** True while a flood of input should wait for the disk. */
  shouldWait(): boolean;
  /** Resolves when all that could be written is written: a log that fails at the end is given up after one more try. */
  end(): Promise<void>;
  state(): LogSnapshot;
}

/** Opens the log, or goes on trying to; nothing waits for that. */
export function createLogFile(options: LogFileOptions): LogFile {
  const { path, clock, timers, queueLimit, onProblem, onRecovered, fs = nodeFs } = options;
  const queue = new ByteQueue();
  const pace = new Pace(clock);
  let fd: number | null = null;
  let busy = false;
  let failing = false;
  let size = 0;
  let written = 0;
  let dropped = 0;
  let errors = 0;
  /** Bytes lost since the last that were kept: marked in the log when it can be written again. */
  let gap = 0;
  let ended: (() => void) | null = null;
  let ending: Promise<void> | null = null;
  let closed = false;
  let cancelRetry: (() => void) | null = null;

  const markGap = (): void => {
    if (gap > 0) queue.push(Buffer.from(`\n[fpga-tee: ${gap} bytes could not be written here]\n`));
    gap = 0;
  };

  const finish = (): void => {
    if (ended === null) return;
    cancelRetry?.();
    const done = ended;
    ended = null;
    closed = true;
    try {
      if (fd === null) done();
      else fs.close(fd, () => done());
    } catch {
      done();
    }
  };

  const recovered = (): void => {
    if (!failing) return;
    failing = false;
    onRecovered();
  };

  const failed = (error: NodeJS.ErrnoException): void => {
    busy = false;
    errors += 1;
    if (!failing) onProblem(`log ${path}: ${problemOf(error)}; the miner goes on, trying again every second`);
    failing = true;
    if (ended !== null) {
      if (queue.length > 0) onProblem(`log ${path}: the last ${queue.length} bytes could not be written`);
      finish();
      return;
    }
    cancelRetry = timers.after(retryAfter, next);
  };

  /** A call that throws instead of calling back has failed like any other. */
  const attempt = (call: () => void): void => {
    busy = true;
    try {
      call();
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  };

  const open = (): void =>
    attempt(() =>
      fs.open(path, append, (error, opened) => {
        if (error !== null) {
          failed(error);
          return;
        }
        fd = opened;
        // Even with nothing to write yet: no other try would come.
        recovered();
        attempt(() =>
          fs.fstat(opened, (_, stats) => {
            if (stats !== undefined) size = stats.size;
            busy = false;
            next();
          }),
        );
      }),
    );

  const writeHead = (to: number): void => {
    const head = queue.head();
    attempt(() =>
      fs.write(to, head, 0, head.length, null, (error, count) => {
        if (error !== null) {
          failed(error);
          return;
        }
        busy = false;
        written += count;
        size += count;
        queue.drop(count);
        pace.took(count);
        recovered();
        next();
      }),
    );
  };

  const next = (): void => {
    if (busy || closed) return;
    if (fd === null) {
      open();
      return;
    }
    if (queue.length === 0) markGap();
    if (queue.length > 0) writeHead(fd);
    else finish();
  };

  next();

  return {
    write(chunk) {
      // After the end the descriptor may be someone else's.
      if (closed) {
        dropped += chunk.byteLength;
        return;
      }
      // Once something was lost, nothing is kept until half the queue is free: one gap, not a thousand.
      const room = gap > 0 ? queueLimit / 2 : queueLimit;
      if (queue.length + chunk.byteLength > room) {
        gap += chunk.byteLength;
        dropped += chunk.byteLength;
      } else {
        markGap();
        queue.push(chunk);
      }
      if (!failing) next();
    },
    shouldWait: () => !failing && pace.shouldWait(queue.length),
    end() {
      ending ??= new Promise((resolve) => {
        ended = resolve;
        cancelRetry?.();
        next();
      });
      return ending;
    },
    state: () => ({ path, size, written, queued: queue.length, dropped, errors }),
  };
}

function problemOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write it (choose another with --log)';
    case 'ENOENT':
      return 'its directory does not exist (choose another with --log)';
    case 'EISDIR':
      return 'it is a directory (choose another with --log)';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENXIO':
      return 'nobody reads the pipe that it is';
    case 'EIO':
      return 'the disk fails (EIO)';
    default:
      return error.message;
  }
}
