import type { Clock } from '../../cards/clock.ts';
import type { LogSnapshot } from '../../cards/snapshot.ts';
import type { Timers } from '../../timers.ts';
import { ByteQueue } from '../byte-queue.ts';
import { muchPatience, Pace } from '../pace.ts';
import { createLineStamper, type LineStamper } from './line-stamps.ts';
import { isError, type LogFs, OpenLog, problemOf, systemLogFs } from './log-disk.ts';
import { fitting, putAway, type Rotation } from './rotation.ts';

/** Seconds until a log that could not be written is tried again. */
const retryAfter = 1;
/** The same for a pipe that is full: its reader is merely slow. */
const retryPipeAfter = 0.02;
/** Seconds until a rotation that failed is tried again. */
const rotateAgainAfter = 60;

/** Bytes written at once: while our own work is what is slow, the log must still go faster than the input. */
const longestWrite = 1024 * 1024;

const newline = 0x0a;

/** The log to write, and whom to tell how it goes. */
export interface LogFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Bytes that are held while the file can't be written; what comes beyond is lost, counted and marked. */
  readonly queueLimit: number;
  /** `null` for one file without end. */
  readonly rotation?: Rotation | null;
  /** An ISO time before each line: then the log is not byte for byte what the miner printed. */
  readonly timestamps?: boolean;
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
  /** The file is opened anew under its name: for whoever has renamed it. */
  reopen(): void;
  /** Resolves when all that could be written is written: a log that fails at the end is given up after one more try. */
  end(): Promise<void>;
  state(): LogSnapshot;
}

/** Opens the log, or goes on trying to; nothing waits for that. */
export function createLogFile(options: LogFileOptions): LogFile {
  return new QueuedLog(options);
}

class QueuedLog implements LogFile {
  readonly #options: LogFileOptions;
  readonly #fs: LogFs;
  readonly #queue = new ByteQueue();
  readonly #pace: Pace;
  readonly #stamper: LineStamper | null;
  readonly #ended: Promise<void>;
  #file: OpenLog | null = null;
  /** The file ends with a whole line. */
  #atLineStart = true;
  #failing = false;
  /** Why it could not be put away; what is told of it. */
  #unrotated: string | null = null;
  #rotateFrom = Number.NEGATIVE_INFINITY;
  #reopenAsked = false;
  /** Nothing has been waited for since it was looked whether the file still has its name. */
  #looked = false;
  #ending = false;
  #closed = false;
  #size = 0;
  #written = 0;
  #dropped = 0;
  #errors = 0;
  /** Bytes lost since the last that were kept: marked in the log when it can be written again. */
  #gap = 0;
  #wake: () => void = () => {};

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#fs = options.fs ?? systemLogFs;
    this.#pace = new Pace(options.clock, muchPatience);
    this.#stamper = options.timestamps === true ? createLineStamper(() => options.clock.wall()) : null;
    this.#ended = this.#run();
  }

  write(chunk: Uint8Array): void {
    // Nothing writes it any more.
    if (this.#closed) {
      this.#dropped += chunk.byteLength;
      return;
    }
    // Once something was lost, nothing is kept until half the queue is free: one gap, not a thousand.
    const { queueLimit } = this.#options;
    const room = this.#gap > 0 ? queueLimit / 2 : queueLimit;
    if (this.#queue.length + chunk.byteLength > room) {
      this.#gap += chunk.byteLength;
      this.#dropped += chunk.byteLength;
    } else {
      this.#markGap();
      this.#queue.push(this.#stamper === null ? chunk : this.#stamper.stamp(chunk));
    }
    if (!this.#failing) this.#wake();
  }

  shouldWait(): boolean {
    return !this.#failing && this.#pace.shouldWait(this.#queue.length);
  }

  reopen(): void {
    this.#reopenAsked = true;
    this.#wake();
  }

  end(): Promise<void> {
    this.#ending = true;
    this.#wake();
    return this.#ended;
  }

  state(): LogSnapshot {
    return {
      path: this.#options.path,
      size: this.#file?.size ?? this.#size,
      written: this.#written,
      queued: this.#queue.length,
      dropped: this.#dropped,
      errors: this.#errors,
    };
  }

  async #run(): Promise<void> {
    for (;;) {
      try {
        await this.#writeAll();
        if (this.#ending) break;
        // It may have come while the last write was answered.
        if (this.#queue.length === 0 && !this.#reopenAsked) await this.#woken(null);
      } catch (error) {
        const isFullPipe = isError(error, 'EAGAIN');
        if (!isFullPipe) this.#fail(error);
        if (!isError(error, 'EAGAIN', 'ENOSPC', 'EDQUOT') || (await this.#isGone())) await this.#close();
        if (this.#ending && !isFullPipe) break;
        await this.#woken(isFullPipe ? retryPipeAfter : retryAfter);
      }
    }
    this.#closed = true;
    if (this.#queue.length > 0) this.#tell(`the last ${this.#queue.length} bytes could not be written`);
    await this.#close();
  }

  /** Resolves when there is something to do, or after the seconds (`null`: only then). */
  #woken(seconds: number | null): Promise<void> {
    this.#looked = false;
    return new Promise((resolve) => {
      const cancel = seconds === null ? () => {} : this.#options.timers.after(seconds, resolve);
      this.#wake = () => {
        cancel();
        this.#wake = () => {};
        resolve();
      };
    });
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      const file = await this.#opened();
      if (this.#queue.length === 0) this.#markGap();
      if (this.#queue.length === 0) {
        if (!this.#reopenAsked) return;
      } else {
        await this.#writeHead(file);
      }
    }
  }

  async #opened(): Promise<OpenLog> {
    if (this.#reopenAsked) await this.#close();
    this.#reopenAsked = false;
    if (this.#file !== null) return this.#file;
    this.#file = await OpenLog.open(this.#fs, this.#options.path);
    this.#looked = true;
    this.#atLineStart = true;
    // With nothing to write yet no other sign would come; else a write tells better than that it could be opened.
    if (this.#queue.length === 0) this.#recovered();
    return this.#file;
  }

  async #writeHead(file: OpenLog): Promise<void> {
    const head = this.#queue.peek(longestWrite);
    const length = this.#lengthThatFits(file, head);
    if (length === 0) {
      await this.#rotate();
      return;
    }
    // Somebody may have renamed it since the last write, and be about to compress what he took for its end.
    if (!this.#looked && (await this.#isGone())) {
      await this.#close();
      return;
    }
    const count = await file.append(head.subarray(0, length));
    // Looked at after each write: so nothing that was written into a deleted file is thought to be in the log.
    const whereabouts = await file.whereabouts();
    this.#looked = true;
    if (whereabouts !== 'deleted') {
      this.#atLineStart = head[count - 1] === newline;
      this.#written += count;
      this.#queue.drop(count);
      this.#pace.took(count);
      this.#recovered();
    }
    if (whereabouts !== 'in place') await this.#close();
  }

  #lengthThatFits(file: OpenLog, head: Uint8Array): number {
    const rotation = this.#options.rotation ?? null;
    if (rotation === null || !file.isFile || this.#options.clock.monotonic() < this.#rotateFrom)
      return head.length;
    return fitting(head, file.size, rotation.maxSize, this.#atLineStart);
  }

  async #rotate(): Promise<void> {
    const { path, rotation, clock } = this.#options;
    await this.#close();
    try {
      await putAway(this.#fs, path, rotation?.keep ?? 1);
      if (this.#unrotated !== null) this.#options.onRecovered();
      this.#unrotated = null;
    } catch (error) {
      this.#errors += 1;
      this.#rotateFrom = clock.monotonic() + rotateAgainAfter;
      const before = this.#unrotated;
      this.#unrotated = `it can't be renamed (${problemOf(error)}) and grows beyond --log-max-size`;
      if (before === null) this.#tell(this.#unrotated);
    }
  }

  /** A disk that is full because of a log that was deleted has no room before that is closed. */
  async #isGone(): Promise<boolean> {
    return this.#file !== null && (await this.#file.whereabouts()) !== 'in place';
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#size = file?.size ?? this.#size;
    await file?.close();
  }

  #markGap(): void {
    if (this.#gap === 0) return;
    this.#queue.push(Buffer.from(`\n[fpga-tee: ${this.#gap} bytes could not be written here]\n`));
    this.#gap = 0;
    this.#stamper?.newLine();
  }

  #recovered(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onRecovered();
    if (this.#unrotated !== null) this.#tell(this.#unrotated);
  }

  #fail(error: unknown): void {
    this.#errors += 1;
    if (!this.#failing) this.#tell(`${problemOf(error)}; the miner goes on, trying again every second`);
    this.#failing = true;
  }

  #tell(problem: string): void {
    this.#options.onProblem(`log ${this.#options.path}: ${problem}`);
  }
}
