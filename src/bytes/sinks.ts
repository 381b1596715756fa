import * as nodeFs from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { errorCode, isDiskFull } from '../error-words.ts';
import type { UnblockedFd } from '../platform/unblocked-fd.ts';
import { startWriter, type Writer } from '../platform/writer.ts';
import type { Sink } from './sink.ts';
import { type StartWriter, WriterSink } from './writer-sink.ts';

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

/** The way to write to a descriptor without ever waiting. */
export function createSink(
  target: UnblockedFd,
  fs: OutputFs = nodeFs,
  startsWriter: StartWriter = startWriter,
): Sink {
  switch (target.type) {
    case 'unblocked':
      return new UnblockedSink(target.fd, fs);
    case 'terminal':
      return new TerminalSink(target, fs, () => startsWriter(target.inherited));
    case 'file':
      return new ThreadedSink(target.fd, fs, false);
    case 'threaded':
      return new ThreadedSink(target.fd, fs, true);
    case 'console':
      return new WriterSink(startsWriter(target.fd), new ThreadedSink(target.fd, fs, true));
    case 'stream':
      return new StreamSink(streamOf(target.fd));
  }
}

/** A descriptor of our own with O_NONBLOCK: a full pipe or a stopped terminal says EAGAIN instead of waiting. */
class UnblockedSink implements Sink {
  readonly hasReader = true;
  readonly #fd: number;
  readonly #fs: OutputFs;

  constructor(fd: number, fs: OutputFs) {
    this.#fd = fd;
    this.#fs = fs;
  }

  take(bytes: Buffer, taken: (count: number | Error) => void): void {
    let count: number | Error;
    try {
      count = this.#fs.writeSync(this.#fd, bytes);
    } catch (error) {
      count = isCode(error, 'EAGAIN') || isCode(error, 'EINTR') ? 0 : errorOf(error);
    }
    taken(count);
  }
}

/**
 * The terminal that our job is in. In the background a process outside of the job writes: a write of our own would, after
 * `stty tostop`, stop the miner and keep us waiting in the system call.
 */
class TerminalSink implements Sink {
  readonly hasReader = true;
  readonly #isBackground: () => boolean;
  readonly #direct: UnblockedSink;
  readonly #startWriter: () => Writer;
  #outside: WriterSink | null = null;

  constructor(target: UnblockedFd & { type: 'terminal' }, fs: OutputFs, start: () => Writer) {
    this.#isBackground = target.isBackground;
    this.#direct = new UnblockedSink(target.fd, fs);
    this.#startWriter = start;
  }

  take(bytes: Buffer, taken: (count: number | Error) => void): void {
    if (!this.#isBackground()) {
      // One that has failed is followed by another the next time.
      if (this.#outside?.gone === true) this.#outside = null;
      this.#direct.take(bytes, taken);
      return;
    }
    this.#outside ??= new WriterSink(this.#startWriter(), waiting);
    this.#outside.take(bytes, taken);
  }
}

/** Takes nothing for the moment. */
const waiting: Sink = {
  hasReader: true,
  take: (_, taken) => taken(0),
};

/** Written off the main thread: a file on a disk, or a pipe of Windows. A full disk is tried again like a slow reader. */
class ThreadedSink implements Sink {
  readonly hasReader: boolean;
  readonly #fd: number;
  readonly #fs: OutputFs;

  constructor(fd: number, fs: OutputFs, hasReader: boolean) {
    this.#fd = fd;
    this.#fs = fs;
    this.hasReader = hasReader;
  }

  take(bytes: Buffer, taken: (count: number | Error) => void): void {
    try {
      this.#fs.write(this.#fd, bytes, 0, bytes.length, null, (error, count) => {
        if (error === null) taken(count);
        else taken(isDiskFull(error) || isCode(error, 'EAGAIN') ? 0 : error);
      });
    } catch (error) {
      taken(errorOf(error));
    }
  }
}

/** A stream of Node's, for sockets and for systems where a descriptor can't be opened anew. */
class StreamSink implements Sink {
  readonly hasReader = true;
  readonly #stream: Writable;
  #gone: ((error: Error) => void) | null = null;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (error) => this.#gone?.(error));
  }

  take(bytes: Buffer, taken: (count: number | Error) => void): void {
    let told = false;
    const tell = (count: number | Error): void => {
      if (told) return;
      told = true;
      taken(count);
    };
    this.#gone = tell;
    // A copy: the queue uses its blocks again as soon as they are taken.
    try {
      this.#stream.write(Buffer.from(bytes), (error) => tell(error ?? bytes.length));
    } catch (error) {
      tell(errorOf(error));
    }
  }
}

function streamOf(fd: number): Writable {
  try {
    return new Socket({ fd, readable: false, writable: true });
  } catch {
    return new WriteStream(fd);
  }
}

/** Whether the system said so, which is final; else it was an exception of Node's or of our own, which may pass. */
export function isSystemError(error: Error): boolean {
  const code = errorCode(error);
  return code !== '' && !code.startsWith('ERR_');
}

/** Whether it is a system error with this code. */
export function isCode(error: unknown, code: string): boolean {
  return errorCode(error) === code;
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
