import { plural } from '../readings/format.ts';

/** How much may be held. */
export interface HeldBounds {
  readonly lines: number;
  /** In UTF-16 units. */
  readonly length: number;
}

/** What is held for a terminal that does not move. */
export const boundsWhenCongested: HeldBounds = { lines: 5000, length: 1 << 20 };
/** Lines that one frame holds at the most: more of them go out in frames of their own. */
export const mostLinesOfFrame = 500;
/** What may be held at all, such as while a person has the lines held back. */
export const boundsOfFrame: HeldBounds = { lines: 200_000, length: 1 << 25 };
/** Longest piece of a line that is shown; a line of megabytes is for the log. */
const longestShown = 16 * 1024;

/** Whom to tell of lines that are not shown. */
export interface HeldLinesOptions {
  readonly onSkipped?: (lines: number) => void;
  /** The terminal shows nothing but ASCII. */
  readonly ascii?: boolean;
  /** Where those lines are, in a few words; without it they are all in the log. */
  readonly whereLinesAre?: () => string;
}

/** Lines waiting for the terminal: the newest within the bounds, and behind them how many were left out. */
export class HeldLines {
  readonly #options: HeldLinesOptions;
  #lines: string[] = [];
  #start = 0;
  #length = 0;
  #skipped = 0;

  constructor(options: HeldLinesOptions = {}) {
    this.#options = options;
  }

  /** There is nothing to show. */
  get empty(): boolean {
    return this.count === 0 && this.#skipped === 0;
  }

  get count(): number {
    return this.#lines.length - this.#start;
  }

  push(line: string): void {
    // A copy, since a slice would keep the whole line in memory.
    const shown =
      line.length <= longestShown
        ? line
        : `${Buffer.from(line.slice(0, longestShown)).toString()}… (the rest is in the log)`;
    this.#lines.push(shown);
    this.#length += shown.length;
  }

  /** Drops the oldest lines beyond the bounds. */
  limit(bounds: HeldBounds): void {
    const before = this.#start;
    while (this.count > bounds.lines || this.#length > bounds.length) {
      this.#length -= this.#lines[this.#start]?.length ?? 0;
      this.#start += 1;
    }
    const dropped = this.#start - before;
    if (this.#start > 1000 && this.#start > this.#lines.length / 2) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
    if (dropped === 0) return;
    this.#skipped += dropped;
    this.#options.onSkipped?.(dropped);
  }

  /** All that is held, oldest first, below a line that tells of what was dropped; nothing is held any more. */
  take(): readonly string[] {
    const lines = this.#lines.slice(this.#start);
    if (this.#skipped > 0) {
      const { ascii = false, whereLinesAre = () => 'all in the log' } = this.#options;
      lines.unshift(
        `\x1b[2m${ascii ? '...' : '…'} ${plural(this.#skipped, 'line')} not shown, ${whereLinesAre()}\x1b[22m`,
      );
    }
    this.#lines = [];
    this.#start = 0;
    this.#length = 0;
    this.#skipped = 0;
    return lines;
  }
}
