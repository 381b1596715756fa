import { spawn } from 'node:child_process';
import { platformOf } from './platform-of.ts';

/*
 * A process of ours that does nothing but write to a descriptor: it may wait as long as it likes.
 *
 * - On Windows a click into the window keeps every writer to the console waiting until a key is pressed. A thread is
 *   not enough: libuv has one lock for all that is written to a console, and at its end Node waits for its threads.
 * - In the background of a terminal with `stty tostop` a write stops the whole job, the miner too. A process in a
 *   session of its own is none of the job.
 */

/** The command with which the program is started for this; not for people. */
export const writerCommand = '__write';

/** A process that writes for us. */
export interface Writer {
  /** @param done called once: with `null` when the bytes are written, or with the reason why nobody ever will */
  write(bytes: Uint8Array, done: (failure: WriterFailure | null) => void): void;
}

/**
 * Why bytes were not written.
 *
 * - `gone`: there is no such process (any more).
 * - `refused`: the descriptor takes nothing, with the system's code (`EIO` for example).
 */
export type WriterFailure =
  | { readonly type: 'gone' }
  | { readonly type: 'refused'; readonly code: string; readonly message: string };

/** What the process says after each write. */
interface Written {
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/**
 * Starts one. It ends when we do, and keeps nothing of ours alive.
 *
 * @param fd is inherited by it
 * @param program the file of this program
 */
export function startWriter(fd: number, program: string | undefined = process.argv[1]): Writer {
  let waiting: ((failure: WriterFailure | null) => void) | null = null;
  const tell = (failure: WriterFailure | null): void => {
    const done = waiting;
    waiting = null;
    done?.(failure);
  };
  const nobody: Writer = { write: (_, done) => done({ type: 'gone' }) };
  if (program === undefined) return nobody;
  try {
    const child = spawn(process.execPath, [program, writerCommand], {
      stdio: ['ignore', fd, 'ignore', 'ipc'],
      serialization: 'advanced',
      // A session of its own; on Windows that would mean no console.
      detached: process.platform !== 'win32',
    });
    let gone = false;
    const lost = (): void => {
      gone = true;
      tell({ type: 'gone' });
    };
    child.on('error', lost);
    child.on('exit', lost);
    child.on('disconnect', lost);
    child.on('message', (message) => {
      if (!isWritten(message)) return;
      tell(message.failure === null ? null : { type: 'refused', ...message.failure });
    });
    child.unref();
    child.channel?.unref();
    return {
      write(bytes, done) {
        if (gone) {
          done({ type: 'gone' });
          return;
        }
        waiting = done;
        child.send(bytes, (error) => {
          if (error !== null) lost();
        });
      },
    };
  } catch {
    return nobody;
  }
}

function isWritten(message: unknown): message is Written {
  return typeof message === 'object' && message !== null && 'failure' in message;
}

/** The other end: writes to stdout what it is sent, until whoever started it is gone. */
export function runWriter(): Promise<number> {
  // Ctrl-C reaches every process of a console.
  for (const signal of ['SIGINT', 'SIGBREAK'] as const) process.on(signal, () => {});
  platformOf(process.platform).leaveTerminalsAlone();
  process.stdout.on('error', () => {});
  const answer = (written: Written): void => {
    process.send?.(written, () => {});
  };
  process.on('message', (bytes) => {
    if (!(bytes instanceof Uint8Array)) return;
    process.stdout.write(bytes, (error) => {
      answer({ failure: error ? { code: codeOf(error), message: error.message } : null });
    });
  });
  return new Promise((resolve) => process.once('disconnect', () => resolve(0)));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
