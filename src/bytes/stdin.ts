import { fstatSync } from 'node:fs';
import { Socket, type SocketConstructorOpts } from 'node:net';
import type { Readable } from 'node:stream';
import type { Timers } from '../time.ts';

/** Bytes that are read at once, as much as a pipe holds on Linux. */
const pieceLength = 64 * 1024;

/** Seconds between looks at whether a flood may flow again. */
const lookAgain = 0.005;

/**
 * What comes on stdin. Node must not make its own stream for the same descriptor, and does as soon as anything looks at
 * `process.stdin`, as Ink's defaults do: so that is this stream, too.
 */
export function openStdin(): Readable {
  const stdin = openInput(0) ?? process.stdin;
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true, enumerable: true });
  return stdin;
}

/**
 * What comes on a descriptor, `null` where it is no pipe. A pipe is read into one memory that is used again and again: chunks of their own would
 * be a hundred megabytes of garbage in each hundred that are read.
 */
export function openInput(fd: number): Readable | null {
  if (!isPipe(fd)) return null;
  const memory = Buffer.allocUnsafeSlow(pieceLength);
  const socket: Socket = new Socket(
    withMemory({ fd, readable: true, writable: false }, memory, (length) =>
      socket.emit('data', memory.subarray(0, length)),
    ),
  );
  // Ink looks at the process's stdin when it is loaded, and a descriptor can't be opened twice.
  if (fd === 0)
    Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, value: socket });
  return socket;
}

/** Node's types know of `onread` only for sockets that connect. */
function withMemory(options: SocketConstructorOpts, buffer: Buffer, take: (length: number) => void) {
  const callback = (length: number): boolean => {
    take(length);
    return true;
  };
  return { ...options, onread: { buffer, callback } };
}

/** On Windows stdin may be anything; Node's own stream knows. */
function isPipe(fd: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

/**
 * Reads a stream to its end, handing each chunk on as it comes; its memory may be used again for the next.
 *
 * @param shouldWait asked after each chunk; while it says so, nothing is read. It must only ever hold back a flood.
 * @returns resolves at the end; a stream that breaks has ended, and the reason is given
 */
export function readStream(
  stream: Readable,
  onChunk: (chunk: Uint8Array) => void,
  shouldWait: () => boolean,
  timers: Timers,
): Promise<string | null> {
  return new Promise((resolve) => {
    const lookUntilFree = (): void => {
      if (shouldWait()) timers.after(lookAgain, lookUntilFree);
      else stream.resume();
    };
    stream.on('data', (chunk: Uint8Array) => {
      onChunk(chunk);
      if (!shouldWait()) return;
      stream.pause();
      timers.after(lookAgain, lookUntilFree);
    });
    stream.once('end', () => resolve(null));
    stream.once('error', (error) => resolve(error.message));
    stream.once('close', () => resolve(null));
  });
}
