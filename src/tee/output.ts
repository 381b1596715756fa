import * as nodeFs from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import type { Clock } from '../cards/clock.ts';
import type { Timers } from '../timers.ts';
import { ByteQueue } from './byte-queue.ts';
import { Pace } from './pace.ts';
import { openUnblocked, type UnblockedFd } from './unblocked-fd.ts';

/** Where the miner's output goes on to: a terminal, a pipe, a file. Writing never waits and never throws. */
export interface Output {
  /** What does not fit behind a reader that has stalled is dropped and counted; the log has it. */
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
  /** Resolves when the reader has taken all, is gone, or after the seconds. */
  drained(atMost: number): Promise<void>;
}

/** The calls of `node:fs` that an output needs; injected so that a reader that stalls can be tested. */
export interface OutputFs {
  writeSync(fd: number, bytes: Uint8Array): number;
  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: null,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void;
}

export interface OutputOptions {
  readonly fd: number;
  /** Bytes held for a reader that has stalled. */
  readonly limit: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The reader is gone, or bytes were dropped: one line, once each. */
  readonly onProblem: (line: string) => void;
  readonly fs?: OutputFs;
  readonly target?: UnblockedFd;
}

/** Seconds between tries on a reader that takes nothing: short at first, then so long that waiting costs nothing. */
const firstTry = 0.001;
const longestTry = 0.05;

export function createOutput(options: OutputOptions): Output {
  const target = options.target ?? openUnblocked(options.fd);
  switch (target.type) {
    case 'unblocked':
      return new QueuedOutput(options, new UnblockedSink(target.fd, options));
    case 'file':
      return new QueuedOutput(options, new FileSink(target.fd, options));
    case 'stream':
      return new QueuedOutput(options, new StreamSink(streamOf(target.fd)));
  }
}

/** Takes bytes as far as it can. */
interface Sink {
  /**
   * @param taken called, now or later, with how many bytes were taken; 0 when none can be for the moment; `null` when
   *   nobody reads any more
   */
  take(bytes: Buffer, taken: (count: number | null) => void): void;
}

class QueuedOutput implements Output {
  readonly #queue = new ByteQueue();
  readonly #pace: Pace;
  readonly #sink: Sink;
  readonly #options: OutputOptions;
  #busy = false;
  #open = true;
  #dropped = 0;
  #waitFor = firstTry;
  #onDrained: (() => void)[] = [];

  constructor(options: OutputOptions, sink: Sink) {
    this.#options = options;
    this.#sink = sink;
    this.#pace = new Pace(options.clock);
  }

  get hasReader(): boolean {
    return !(this.#sink instanceof FileSink);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get open(): boolean {
    return this.#open;
  }

  write(chunk: Uint8Array): void {
    if (!this.#open) return;
    if (this.#queue.length + chunk.byteLength > this.#options.limit) {
      if (this.#dropped === 0) {
        this.#options.onProblem('nobody reads the output; what it misses is in the log');
      }
      this.#dropped += chunk.byteLength;
      return;
    }
    this.#queue.push(chunk);
    this.#next();
  }

  shouldWait(): boolean {
    return this.#open && this.#pace.shouldWait(this.#queue.length);
  }

  drained(atMost: number): Promise<void> {
    if (this.#queue.length === 0 || !this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      // A timer can't wait for ever: Node's end at 24 days, and a longer one fires at once.
      const cancel = Number.isFinite(atMost) ? this.#options.timers.after(atMost, resolve) : () => {};
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
    if (this.#queue.length > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #taken(count: number | null): void {
    if (count === null) {
      this.#open = false;
      this.#busy = false;
      this.#queue.clear();
      this.#options.onProblem('nobody reads the output any more; the log goes on');
      return;
    }
    if (count > 0) {
      this.#queue.drop(count);
      this.#pace.took(count);
      this.#waitFor = firstTry;
      this.#busy = false;
      return;
    }
    this.#options.timers.after(this.#waitFor, () => {
      this.#busy = false;
      this.#next();
    });
    this.#waitFor = Math.min(longestTry, this.#waitFor * 2);
  }
}

/** A descriptor of our own with O_NONBLOCK: a full pipe or a stopped terminal says EAGAIN instead of waiting. */
class UnblockedSink implements Sink {
  readonly #fd: number;
  readonly #fs: OutputFs;

  constructor(fd: number, options: OutputOptions) {
    this.#fd = fd;
    this.#fs = options.fs ?? nodeFs;
  }

  take(bytes: Buffer, taken: (count: number | null) => void): void {
    let count: number | null;
    try {
      count = this.#fs.writeSync(this.#fd, bytes);
    } catch (error) {
      count = isCode(error, 'EAGAIN') || isCode(error, 'EINTR') ? 0 : null;
    }
    taken(count);
  }
}

/** A file on a disk: written off the main thread. A full disk is tried again like a slow reader. */
class FileSink implements Sink {
  readonly #fd: number;
  readonly #fs: OutputFs;

  constructor(fd: number, options: OutputOptions) {
    this.#fd = fd;
    this.#fs = options.fs ?? nodeFs;
  }

  take(bytes: Buffer, taken: (count: number | null) => void): void {
    this.#fs.write(this.#fd, bytes, 0, bytes.length, null, (error, count) => {
      if (error === null) taken(count);
      else taken(isCode(error, 'ENOSPC') || isCode(error, 'EAGAIN') || isCode(error, 'EDQUOT') ? 0 : null);
    });
  }
}

/** A stream of Node's, for sockets and for systems where a descriptor can't be opened anew. */
class StreamSink implements Sink {
  readonly #stream: Writable;
  #gone: (() => void) | null = null;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', () => this.#gone?.());
  }

  take(bytes: Buffer, taken: (count: number | null) => void): void {
    let told = false;
    const tell = (count: number | null): void => {
      if (told) return;
      told = true;
      taken(count);
    };
    this.#gone = () => tell(null);
    // A copy: the queue uses its blocks again as soon as they are taken.
    this.#stream.write(Buffer.from(bytes), (error) => tell(error == null ? bytes.length : null));
  }
}

function streamOf(fd: number): Writable {
  try {
    return new Socket({ fd, readable: false, writable: true });
  } catch {
    return new WriteStream(fd);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
