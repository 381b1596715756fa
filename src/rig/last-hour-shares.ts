import type { ShareCount } from '../readings/reading.ts';

/** Seconds that are looked back on, and between two counts that are kept. */
const span = 3600;
const step = 60;

interface Counted extends ShareCount {
  /** Seconds on the monotonic clock. */
  readonly at: number;
}

/** The shares of the last hour, of one who counts them since ever. */
export class LastHourShares {
  #counts: readonly Counted[] = [];

  /** @param shares running totals */
  add(at: number, shares: ShareCount): void {
    const newest = this.#counts.at(-1);
    const fell = newest !== undefined && (shares.total < newest.total || shares.rejected < newest.rejected);
    if (fell) this.#counts = [];
    // The newest count takes the place of the one before it, until that one is a step further.
    const before = this.#counts.at(-2);
    const kept = before !== undefined && at - before.at < step ? this.#counts.slice(0, -1) : this.#counts;
    // What the newest is compared with is the count an hour ago, or the last one before.
    const oldest = kept.findLastIndex((count) => at - count.at >= span);
    this.#counts = [...kept.slice(Math.max(0, oldest)), { at, ...shares }];
  }

  /** Those of the last hour, or since the first count. */
  get lately(): ShareCount {
    const first = this.#counts[0];
    const last = this.#counts.at(-1);
    if (first === undefined || last === undefined) return { total: 0, rejected: 0 };
    return { total: last.total - first.total, rejected: last.rejected - first.rejected };
  }
}
