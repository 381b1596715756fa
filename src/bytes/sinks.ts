import * as nodeFs from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { errorCode, isDiskFull } from '../error-words.ts';
import type { UnblockedFd } from '../platform/unblocked-fd.ts';
import { startWriter, type Writer } from '../platform/writer.ts';

/** Takes bytes as far as it can. */
export interface Sink {
  /** True when another program reads it, which may take its time; false for a file. */
  readonly hasReader: boolean;
  /**
   * @param taken called, now or later, with how many bytes were taken; 0 when none can be for the moment; the error when
   *   none ever will be
   */
  take(bytes: Buffer, taken: (count: number | Error) => void): void;
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

/** The way to write to a descriptor without ever waiting. */
export function createSink(
  target: UnblockedFd,
  fs: OutputFs = nodeFs,
  startsWriter: (fd: number) => Writer = startWriter,
): Sink {
  switch (target.type) {
    case 'unblocked':
      return unblockedSink(target.fd, fs);
    case 'terminal':
      return terminalSink(target.isBackground, unblockedSink(target.fd, fs), () =>
        startsWriter(target.inherited),
      );
    case 'file':
      return threadedSink(target.fd, fs, false);
    case 'threaded':
      return threadedSink(target.fd, fs, true);
    case 'console':
      return writerSink(startsWriter(target.fd), threadedSink(target.fd, fs, true));
    case 'stream':
      return streamSink(streamOf(target.fd));
  }
}

/** A descriptor of our own with O_NONBLOCK: a full pipe or a stopped terminal says EAGAIN instead of waiting. */
function unblockedSink(fd: number, fs: OutputFs): Sink {
  return {
    hasReader: true,
    take(bytes, taken) {
      let count: number | Error;
      try {
        count = fs.writeSync(fd, bytes);
      } catch (error) {
        count = isCode(error, 'EAGAIN') || isCode(error, 'EINTR') ? 0 : errorOf(error);
      }
      taken(count);
    },
  };
}

/**
 * The terminal that our job is in. In the background a process outside of the job writes: a write of our own would, after
 * `stty tostop`, stop the miner and keep us waiting in the system call.
 */
function terminalSink(isBackground: () => boolean, direct: Sink, start: () => Writer): Sink {
  const waiting: Sink = { hasReader: true, take: (_, taken) => taken(0) };
  let outside: WriterSink | null = null;
  return {
    hasReader: true,
    take(bytes, taken) {
      if (isBackground()) {
        outside ??= writerSink(start(), waiting);
        outside.take(bytes, taken);
        return;
      }
      // One that has failed is followed by another the next time.
      if (outside?.gone() === true) outside = null;
      direct.take(bytes, taken);
    },
  };
}

interface WriterSink extends Sink {
  /** True once the process is no more. */
  gone(): boolean;
}

/** Has another process write, one piece after the other, so that what waits is known here; without it another sink. */
function writerSink(writer: Writer, otherwise: Sink): WriterSink {
  let gone = false;
  return {
    hasReader: true,
    gone: () => gone,
    take(bytes, taken) {
      if (gone) {
        otherwise.take(bytes, taken);
        return;
      }
      writer.write(bytes, (failure) => {
        if (failure === null) taken(bytes.length);
        else if (failure.type === 'refused') {
          taken(Object.assign(new Error(failure.message), { code: failure.code }));
        } else {
          // Nobody knows how much of it was written: rather twice than never.
          gone = true;
          otherwise.take(bytes, taken);
        }
      });
    },
  };
}

/** Written off the main thread: a file on a disk, or a pipe of Windows. A full disk is tried again like a slow reader. */
function threadedSink(fd: number, fs: OutputFs, hasReader: boolean): Sink {
  return {
    hasReader,
    take(bytes, taken) {
      try {
        fs.write(fd, bytes, 0, bytes.length, null, (error, count) => {
          if (error === null) taken(count);
          else taken(isDiskFull(error) || isCode(error, 'EAGAIN') ? 0 : error);
        });
      } catch (error) {
        taken(errorOf(error));
      }
    },
  };
}

/** A stream of Node's, for sockets and for systems where a descriptor can't be opened anew. */
function streamSink(stream: Writable): Sink {
  let onError = (_: Error): void => {};
  stream.on('error', (error) => onError(error));
  return {
    hasReader: true,
    take(bytes, taken) {
      let told = false;
      const tell = (count: number | Error): void => {
        if (told) return;
        told = true;
        taken(count);
      };
      onError = tell;
      // A copy: the queue uses its blocks again as soon as they are taken.
      try {
        stream.write(Buffer.from(bytes), (error) => tell(error ?? bytes.length));
      } catch (error) {
        tell(errorOf(error));
      }
    },
  };
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
