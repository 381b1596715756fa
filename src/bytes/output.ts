import { errorWords } from '../error-words.ts';
import { openUnblocked } from '../platform/platform-of.ts';
import type { UnblockedFd } from '../platform/unblocked-fd.ts';
import type { Clock, Timers } from '../time.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { Pace } from './pace.ts';
import { createSink, isCode, isSystemError, type OutputFs, type Sink } from './sinks.ts';

/** Where the miner's output goes on to: a terminal, a pipe, a file. Writing never waits and never throws. */
export interface Output {
  /** What does not fit behind a reader that has stalled is dropped in whole lines, counted and marked; the log has it. */
  write(chunk: Uint8Array): void;
  /** Bytes that the reader has not taken yet. */
  readonly waiting: number;
  /** Bytes dropped so far. */
  readonly dropped: number;
  /** False once the reader is gone: nothing is written any more. */
  readonly open: boolean;
  /** True when another program reads it, which may take its time; false for a file. */
  readonly hasReader: boolean;
  /** True while a flood of input should wait for the reader. */
  shouldWait(): boolean;
  /** At the end: resolves when the reader has taken all, is gone, or has taken nothing for the seconds. */
  drained(patience: number): Promise<void>;
}

/** What to write to, and whom to tell how it goes. */
export interface OutputOptions {
  readonly fd: number;
  /** Bytes held for a reader that has stalled. */
  readonly limit: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The reader is gone, or bytes are dropped from now on: one line. */
  readonly onProblem: (line: string) => void;
  /** Nothing is dropped any more, or writing goes on after an exception. */
  readonly onRecovered?: () => void;
  /** The words that stand in the output, on a line of their own, where so many bytes are missing. */
  readonly mark?: ((bytes: number) => string) | undefined;
  readonly fs?: OutputFs;
  readonly target?: UnblockedFd;
}

/** Seconds between tries on a reader that takes nothing: short at first, then so long that waiting costs nothing. */
const firstTry = 0.001;
const longestTry = 0.05;
/** How often in a row writing may throw, before it is given up: for some seconds. */
const mostExceptions = 100;

/** An output for a descriptor that was inherited, which is left as it is. */
export function createOutput(options: OutputOptions): Output {
  return new QueuedOutput(options, createSink(options.target ?? openUnblocked(options.fd), options.fs));
}

class QueuedOutput implements Output {
  readonly #queue: BoundedQueue;
  readonly #pace: Pace;
  readonly #sink: Sink;
  readonly #options: OutputOptions;
  #busy = false;
  #open = true;
  #dropping = false;
  #waitFor = firstTry;
  /** When the reader last took something, on the monotonic clock. */
  #takenAt = 0;
  /** In a row. */
  #exceptions = 0;
  #onDrained: (() => void)[] = [];

  constructor(options: OutputOptions, sink: Sink) {
    this.#options = options;
    this.#queue = new BoundedQueue(options);
    this.#sink = sink;
    this.#pace = new Pace(options.clock);
  }

  get hasReader(): boolean {
    return this.#sink.hasReader;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  get open(): boolean {
    return this.#open;
  }

  write(chunk: Uint8Array): void {
    if (!this.#open) return;
    this.#queue.push(chunk);
    this.#next();
  }

  shouldWait(): boolean {
    return this.#open && this.#pace.shouldWait(this.#queue.length);
  }

  drained(patience: number): Promise<void> {
    if (this.#open) {
      this.#queue.settle(true);
      this.#next();
    }
    if (this.#queue.length === 0 || !this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      let cancel = (): void => {};
      this.#takenAt = this.#options.clock.monotonic();
      const wait = (): void => {
        const rest = this.#takenAt + patience - this.#options.clock.monotonic();
        if (rest > 0.001) cancel = this.#options.timers.after(rest, wait);
        else resolve();
      };
      // A timer can't wait for ever: Node's end at 24 days, and a longer one fires at once.
      if (Number.isFinite(patience)) wait();
      this.#onDrained.push(() => {
        cancel();
        resolve();
      });
    });
  }

  #next(): void {
    while (!this.#busy && this.#queue.length > 0) {
      this.#busy = true;
      let atOnce = true;
      this.#sink.take(this.#queue.head(), (count) => {
        this.#taken(count);
        if (!atOnce) this.#next();
      });
      atOnce = false;
    }
    this.#tellOfGaps();
    if (this.#queue.length > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #tellOfGaps(): void {
    if (this.#dropping === this.#queue.inGap) return;
    this.#dropping = this.#queue.inGap;
    if (this.#dropping) this.#options.onProblem('nobody reads stdout, what comes now is not shown there');
    else if (this.#open) this.#options.onRecovered?.();
  }

  #taken(taken: number | Error): void {
    const count = this.#mayPass(taken) ? 0 : taken;
    if (count instanceof Error) {
      this.#open = false;
      this.#busy = false;
      this.#queue.clear();
      const gone = isCode(count, 'EPIPE') || isCode(count, 'EIO') || isCode(count, 'ECONNRESET');
      this.#options.onProblem(
        gone ? 'nobody reads stdout any more' : `stdout can't be written any more (${errorWords(count)})`,
      );
      return;
    }
    if (count > 0) {
      this.#queue.written(count);
      this.#queue.settle();
      this.#pace.took(count);
      this.#takenAt = this.#options.clock.monotonic();
      this.#waitFor = firstTry;
      this.#busy = false;
      if (this.#exceptions > 0 && !this.#queue.inGap) this.#options.onRecovered?.();
      this.#exceptions = 0;
      return;
    }
    this.#options.timers.after(this.#waitFor, () => {
      this.#busy = false;
      this.#next();
    });
    this.#waitFor = Math.min(longestTry, this.#waitFor * 2);
  }

  /** An exception of Node's or of our own, in which no byte was written: the same is tried again, but not for ever. */
  #mayPass(taken: number | Error): boolean {
    if (!(taken instanceof Error) || isSystemError(taken)) return false;
    this.#exceptions += 1;
    if (this.#exceptions === 1)
      this.#options.onProblem(`writing stdout failed (${taken.message}); trying again`);
    return this.#exceptions < mostExceptions;
  }
}
