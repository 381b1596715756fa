import type { ShareCount } from '../readings/reading.ts';
import { LastHourShares } from './last-hour-shares.ts';

/** What part of the last hour's shares the pool has rejected, of everybody who counts any. */
export class RejectRatios {
  readonly #counts = new Map<string, LastHourShares>();

  /**
   * @param who counts them
   * @param now seconds on the monotonic clock
   * @param shares running totals; `null` where none are told
   * @returns `null` without a share in the last hour
   */
  of(who: string, now: number, shares: ShareCount | null): number | null {
    if (shares === null) return null;
    const counts = this.#counts.get(who) ?? new LastHourShares();
    this.#counts.set(who, counts);
    // Those that were there from the first look on count, too.
    counts.add(now, shares);
    const { total, rejected } = counts.lately;
    return total > 0 ? rejected / total : null;
  }
}
