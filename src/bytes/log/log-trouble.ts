import type { Clock } from '../../time.ts';
import { lastsLong, problemOf } from './log-problem.ts';

/** Seconds of failing after which a log is given up once no more comes. */
const patienceAtEnd = 4;

/** Who is told of a log's trouble. */
export interface LogTroubleOptions {
  readonly path: string;
  /** Its name in messages, as the user gave it. */
  readonly name?: string;
  readonly clock: Clock;
  /** One line: what is wrong with the log. Once, not at every try. */
  readonly onProblem: (line: string) => void;
  /** The log is written again. */
  readonly onRecovered: () => void;
}

/** A log that must not be written, however often it is tried. */
export class RefusedLog extends Error {}

/** What is wrong with a log, since when, and what was told of it. */
export class LogTrouble {
  readonly name: string;
  /** Errors so far. */
  errors = 0;
  readonly #options: LogTroubleOptions;
  /** When it began to fail, on the monotonic clock; `null` while it does not. */
  #since: number | null = null;
  #toldOnce = false;

  constructor(options: LogTroubleOptions) {
    this.#options = options;
    this.name = options.name ?? options.path;
  }

  /** It can't be written at the moment. */
  get failing(): boolean {
    return this.#since !== null;
  }

  failed(error: unknown): void {
    this.errors += 1;
    if (this.failing) return;
    this.tell(`${problemOf(error)}; the miner goes on, trying again every second`);
    this.#since = this.#options.clock.monotonic();
  }

  /** Some file systems take the bytes first, and say only when the file is closed that there was no room for them. */
  failedAtClose(error: unknown): void {
    this.errors += 1;
    if (!this.failing) this.tell(`${problemOf(error)}: what was written last may not be in it`);
  }

  /**
   * It is written.
   *
   * @returns whether it was not before
   */
  recovered(): boolean {
    if (!this.failing) return false;
    this.#since = null;
    this.#options.onRecovered();
    return true;
  }

  /** Whether the error is worth another try at the end: a disk that has only just begun to fail may be well in a moment. */
  mayPass(error: unknown): boolean {
    if (this.#since === null || error instanceof RefusedLog || lastsLong(error)) return false;
    return this.#options.clock.monotonic() - this.#since < patienceAtEnd;
  }

  tell(problem: string): void {
    this.#options.onProblem(`log ${this.name}: ${problem}`);
  }

  /** Tells of what else is in the file; the first of it says enough. */
  tellOnce(problem: string): void {
    if (!this.#toldOnce) this.tell(problem);
    this.#toldOnce = true;
  }
}
