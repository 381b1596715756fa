/** How much may be held. */
export interface Bounds {
  readonly lines: number;
  /** In UTF-16 units. */
  readonly length: number;
}

/** What is held for a terminal that does not move. */
export const boundsWhenCongested: Bounds = { lines: 5000, length: 1 << 20 };
/** What one frame may hold at all: more than arrives in a tenth of a second. */
export const boundsOfFrame: Bounds = { lines: 200_000, length: 1 << 25 };
/** Longest piece of a line that is shown; a line of megabytes is for the log. */
const longestShown = 16 * 1024;

/** Lines waiting for the terminal: the newest within the bounds. */
export class HeldLines {
  #lines: string[] = [];
  #start = 0;
  #length = 0;

  get empty(): boolean {
    return this.#start === this.#lines.length;
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

  /** Drops the oldest lines beyond the bounds; returns how many. */
  limit(bounds: Bounds): number {
    let dropped = 0;
    while (this.#lines.length - this.#start > bounds.lines || this.#length > bounds.length) {
      this.#length -= this.#lines[this.#start]?.length ?? 0;
      this.#start += 1;
      dropped += 1;
    }
    if (this.#start > 1000 && this.#start > this.#lines.length / 2) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
    return dropped;
  }

  /** All that is held, oldest first; nothing is held any more. */
  take(): readonly string[] {
    const lines = this.#start === 0 ? this.#lines : this.#lines.slice(this.#start);
    this.#lines = [];
    this.#start = 0;
    this.#length = 0;
    return lines;
  }
}
