import { resolve } from 'node:path';
import type { LogFile, LogOptions, LogSnapshot } from '../bytes/log/log-file.ts';
import { errorWords } from '../error-words.ts';
import type { Shared } from './job-options.ts';

/** The way into one log. Never throws. */
export interface LogPort {
  write(chunk: Uint8Array): void;
  /** True while a flood should wait for the disk. */
  shouldWait(): boolean;
}

interface Log {
  readonly file: LogFile;
  /** Bytes that the log's own code failed to take. */
  lost: number;
}

/** The logs that are written, each of one miner. */
export class Logs {
  readonly #shared: Shared;
  readonly #logs: Log[] = [];

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  open(options: LogOptions): LogPort {
    const { io, warnings } = this.#shared;
    const { path } = options;
    const file = io.createLogFile({
      ...options,
      platform: io.platform,
      clock: io.clock,
      timers: io.timers,
      input: io.inputFile,
      output: io.outputFile,
      path: absolute(path),
      name: path,
      onProblem: (line) => warnings.raise('log', line, path),
      onRecovered: () => warnings.clear('log', path),
      onDirectoryMade: (directory) =>
        warnings.raise('tool', `log ${path}: there was no directory ${directory}; it was made`, path),
    });
    const log: Log = { file, lost: 0 };
    this.#logs.push(log);
    return {
      write(chunk) {
        try {
          file.write(chunk);
        } catch (error) {
          log.lost += chunk.byteLength;
          const words = `log ${path}: bytes are missing there, writing it failed (${errorWords(error)})`;
          warnings.raise('log', words, path);
        }
      },
      shouldWait: () => file.shouldWait(),
    };
  }

  /** All of them together; `null` without any. */
  state(): LogSnapshot | null {
    return together(this.#logs.map(stateOf));
  }

  /** The files are opened anew under their names. */
  reopen(): void {
    for (const { file } of this.#logs) file.reopen();
  }

  /** Resolves when all that could be written is written. Nothing is written any more afterwards. */
  async flushed(): Promise<void> {
    await Promise.all(this.#logs.map(({ file }) => file.end()));
  }

  /** Whether the logs have everything; of those that do not it is said. For after the end. */
  areWhole(): boolean {
    return this.#logs
      .map(stateOf)
      .map(({ path, queued, dropped }) => {
        const words = `log ${path}: the last ${queued} bytes could not be written`;
        if (queued > 0) this.#shared.warnings.raise('log', words, path);
        return queued === 0 && dropped === 0;
      })
      .every((whole) => whole);
  }
}

function stateOf({ file, lost }: Log): LogSnapshot {
  const state = file.state();
  return { ...state, dropped: state.dropped + lost };
}

/** Where a path leads now: the directory that we work in may be removed, and made again. */
function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    // It is gone already.
    return path;
  }
}

/** Several logs as one: its path tells how many they are. */
function together(logs: readonly LogSnapshot[]): LogSnapshot | null {
  const [first, ...others] = logs;
  if (first === undefined) return null;
  return others.reduce(
    (sum, log) => ({
      path: `${logs.length} files`,
      size: sum.size + log.size,
      written: sum.written + log.written,
      queued: sum.queued + log.queued,
      dropped: sum.dropped + log.dropped,
      errors: sum.errors + log.errors,
    }),
    first,
  );
}
