import type { ProcessReading, ShareCount } from '../readings/reading.ts';
import { LineCounts } from './line-counts.ts';
import type { ProcessSnapshot } from './snapshot.ts';

/** What a miner prints for all its cards together. */
export class ProcessTotals {
  readonly #counts = new LineCounts();
  #hashrate: Told | null = null;
  #power: Told | null = null;
  #countsShares = false;

  /** Running totals over restarts; `null` where the miner never told of them. */
  get shares(): ShareCount | null {
    return this.#countsShares ? this.#counts.shares : null;
  }

  /**
   * @param run the current run of the miner program
   * @param whole false for a line that may be cut off at its end
   * @returns the same as {@link LineCounts.takeShares}
   */
  take({ hashrate, power, shares }: ProcessReading, run: number, at: number, whole: boolean) {
    if (hashrate !== null) this.#hashrate = { value: hashrate, at };
    if (power !== null) this.#power = { value: power, at };
    if (shares === null) return false;
    this.#countsShares = true;
    return this.#counts.takeShares(shares, run, whole);
  }

  /** The miner is known to count from 0 again. */
  restart(): void {
    this.#counts.restart();
  }

  /** @param staleAfter seconds after which a value is no longer so */
  snapshot(now: number, staleAfter: number, beside: Pick<ProcessSnapshot, 'cardsTell'>): ProcessSnapshot {
    const current = (told: Told | null) => (told !== null && now - told.at < staleAfter ? told.value : null);
    return {
      hashrate: current(this.#hashrate),
      power: current(this.#power),
      shares: this.shares && {
        total: this.shares.total,
        rejected: this.#counts.tellsRejected ? this.shares.rejected : null,
        ...(this.#counts.stale !== null && { stale: this.#counts.stale }),
      },
      ...beside,
    };
  }
}

/** A value and when it was told, on the clock that only goes forward. */
interface Told {
  readonly value: number;
  readonly at: number;
}
