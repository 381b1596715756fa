import { isDiskFull } from '../../error-words.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../time.ts';
import { muchPatience, Pace } from '../pace.ts';
import { type FileIdentity, isError, type LogFs, systemLogFs } from './log-disk.ts';
import { LogQueue, type LogQueueOptions } from './log-queue.ts';
import { LogTrouble, type LogTroubleOptions, RefusedLog } from './log-trouble.ts';
import { OpenLog } from './open-log.ts';
import { endsLine, type Rotation, Rotator } from './rotation.ts';

/** Seconds until a log that could not be written is tried again. */
const retryAfter = 1;
/** The same for a pipe that is full: its reader is merely slow. */
const retryPipeAfter = 0.02;
/** The same once no more comes. */
const retryAtEndAfter = 0.5;

const newline = 0x0a;

/** The log: where, and how much of it. */
export interface LogOptions extends LogQueueOptions {
  readonly path: string;
  /** `null` for one file that grows. */
  readonly rotation: Rotation | null;
}

/** The log file, and what could not be written to it. */
export interface LogSnapshot {
  readonly path: string;
  /** Size of the file in bytes. */
  readonly size: number;
  /** Bytes written by this run. */
  readonly written: number;
  readonly queued: number;
  readonly dropped: number;
  readonly errors: number;
}

/** The log to write, and whom to tell how it goes. */
export interface LogFileOptions extends LogOptions, LogTroubleOptions {
  readonly timers: Timers;
  /** The file that is read: a log that is the same would never end. `null` when it is none. */
  readonly input?: FileIdentity | null;
  /** The file that stdout is. */
  readonly output?: FileIdentity | null;
  /** How a log is opened and renamed on this system. */
  readonly platform: Pick<Platform, 'logFlags' | 'mayRenameLater'>;
  /** The directory of the log was not there (any more) and was made: a typo, or a disk that is not mounted. */
  readonly onDirectoryMade?: (directory: string) => void;
  readonly fs?: LogFs;
}

/**
 * The log: every byte, appended as it comes, before anything looks at it. Never throws, never waits for anything else; one
 * that can't be opened is tried again and again.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #fs: LogFs;
  readonly #queue: LogQueue;
  readonly #pace: Pace;
  readonly #rotator: Rotator;
  readonly #trouble: LogTrouble;
  readonly #ended: Promise<void>;
  #file: OpenLog | null = null;
  /** The file ends with a whole line. */
  #atLineStart = true;
  #reopenAsked = false;
  /** Nothing has been waited for since it was looked whether the file still has its name. */
  #looked = false;
  #ending = false;
  #closed = false;
  #size = 0;
  #written = 0;
  #wake: () => void = () => {};

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#fs = options.fs ?? systemLogFs;
    this.#trouble = new LogTrouble(options);
    this.#queue = new LogQueue(options, () => options.clock.wall());
    this.#pace = new Pace(options.clock, muchPatience);
    this.#rotator = new Rotator({ ...options, fs: this.#fs });
    this.#ended = this.#run();
  }

  write(chunk: Uint8Array): void {
    if (this.#closed) this.#queue.lose(chunk);
    else this.#queue.push(chunk);
    if (!this.#trouble.failing) this.#wake();
  }

  /** True while a flood of input should wait for the disk. */
  shouldWait(): boolean {
    return !this.#trouble.failing && this.#pace.shouldWait(this.#queue.length);
  }

  /** The file is opened anew under its name: for whoever has renamed it. */
  reopen(): void {
    this.#reopenAsked = true;
    this.#wake();
  }

  /**
   * Resolves when all that could be written is written. A log that fails is tried once more at the end; one that has only
   * just begun to fail, for some seconds.
   */
  end(): Promise<void> {
    if (!this.#ending) this.#queue.end();
    this.#ending = true;
    this.#wake();
    return this.#ended;
  }

  state(): LogSnapshot {
    return {
      path: this.#trouble.name,
      size: this.#file?.size ?? this.#size,
      written: this.#written,
      queued: this.#queue.length,
      dropped: this.#queue.dropped,
      errors: this.#trouble.errors,
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
        if (isError(error, 'EFBIG') && this.#file?.isFile === true && this.#file.size > 0) {
          if (await this.#rotate('it could grow no further and was put away, with .1 behind its name'))
            continue;
        }
        const isFullPipe = isError(error, 'EAGAIN');
        if (!isFullPipe) this.#trouble.failed(error);
        if (!(isFullPipe || isDiskFull(error)) || (await this.#isGone())) await this.#close();
        const isOver = this.#ending && (this.#queue.length === 0 || !this.#trouble.mayPass(error));
        if (isOver && !isFullPipe) break;
        await this.#woken(isFullPipe ? retryPipeAfter : this.#ending ? retryAtEndAfter : retryAfter);
      }
    }
    this.#closed = true;
    if (this.#queue.length > 0)
      this.#trouble.tell(`the last ${this.#queue.length} bytes could not be written`);
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
      const head = this.#queue.head();
      if (head.length > 0) await this.#writeHead(file, head);
      else if (!this.#reopenAsked) return;
    }
  }

  async #opened(): Promise<OpenLog> {
    if (this.#reopenAsked) await this.#close();
    this.#reopenAsked = false;
    if (this.#file !== null) return this.#file;
    const { path, platform, input = null, output = null } = this.#options;
    this.#file = await OpenLog.open(this.#fs, path, platform.logFlags);
    if (input !== null && this.#file.is(input))
      throw new RefusedLog('it is the file that is read (choose another with --log)');
    if (output !== null && this.#file.is(output))
      this.#trouble.tellOnce(
        'stdout goes into the same file, so everything is in it twice; choose another with --log',
      );
    const { madeDirectory } = this.#file;
    if (madeDirectory !== null) this.#options.onDirectoryMade?.(madeDirectory);
    this.#looked = true;
    this.#atLineStart = true;
    await this.#endOldLine(this.#file);
    // With nothing to write yet no other sign would come; else a write tells better than that it could be opened.
    if (this.#queue.length === 0) this.#recovered();
    return this.#file;
  }

  async #writeHead(file: OpenLog, head: Buffer): Promise<void> {
    // Somebody may have renamed it since the last write, and be about to compress what he took for its end.
    if (!this.#looked && (await this.#isGone())) {
      await this.#close();
      return;
    }
    const length = file.isFile ? this.#rotator.fitting(head, file.size, this.#atLineStart) : head.length;
    if (length === 0) {
      await this.#rotate(null);
      return;
    }
    const count = await file.append(head.subarray(0, length));
    // Looked at after each write: so nothing that was written into a deleted file is thought to be in the log.
    const whereabouts = await file.whereabouts();
    this.#looked = true;
    if (whereabouts !== 'deleted') {
      this.#atLineStart = endsLine(head.subarray(0, count));
      this.#written += count;
      this.#queue.written(count);
      this.#pace.took(count);
      this.#recovered();
    }
    if (file.shared) {
      this.#rotator.stop();
      this.#trouble.tellOnce('another program writes it, too; give each a log of its own with --log');
    }
    if (whereabouts !== 'in place') await this.#close();
  }

  /** A run that was killed may have left half a line there: with a time in front a line must begin a line. */
  async #endOldLine(file: OpenLog): Promise<void> {
    if (!this.#options.timestamps || !file.isFile || file.size === 0) return;
    const last = await this.#fs.lastByte(this.#options.path);
    if (last !== null && last !== newline) await file.append(Buffer.from('\n'));
  }

  /**
   * Puts the file away; the next write begins a new one.
   *
   * @param why what is said of it, `null` when it was asked for
   * @returns whether it is away
   */
  async #rotate(why: string | null): Promise<boolean> {
    await this.#close();
    const before = this.#rotator.problem;
    await this.#rotator.putAway();
    const { problem } = this.#rotator;
    if (problem === null) {
      if (before !== null) this.#options.onRecovered();
      if (why !== null) this.#trouble.tell(why);
      return true;
    }
    this.#trouble.errors += 1;
    if (before === null) this.#trouble.tell(problem);
    return false;
  }

  /** A disk that is full because of a log that was deleted has no room before that is closed. */
  async #isGone(): Promise<boolean> {
    return this.#file !== null && (await this.#file.whereabouts()) !== 'in place';
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#size = file?.size ?? this.#size;
    const error = (await file?.close()) ?? null;
    if (error !== null) this.#trouble.failedAtClose(error);
  }

  #recovered(): void {
    if (this.#trouble.recovered() && this.#rotator.problem !== null)
      this.#trouble.tell(this.#rotator.problem);
  }
}
