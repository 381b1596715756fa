import type { Trend } from './snapshot.ts';

/** Seconds that one slot of the ring holds. */
const slotSeconds = 2;
/** Seconds that the ring goes back. */
const span = 3600;
const slots = span / slotSeconds;

/** Steps of a sparkline, in seconds: the shortest that shows all of a card's history so far, at the most an hour. */
const steps = [2, 4, 10, 20, 30, 60, 120, 240, 360];

/** One card's hashrate over the last hour, as means of short slots, in a fixed piece of memory. */
export class HashrateHistory {
  readonly #sums = new Float64Array(slots);
  readonly #counts = new Uint32Array(slots);
  /** The newest slot's number since the clock's zero. */
  #newest: number | null = null;
  #first: number | null = null;

  /**
   * @param at seconds on the monotonic clock
   * @param hashrate H/s
   */
  add(at: number, hashrate: number): void {
    const slot = Math.floor(at / slotSeconds);
    this.#first ??= slot;
    this.#forwardTo(slot);
    const place = slot % slots;
    this.#sums[place] = (this.#sums[place] ?? 0) + hashrate;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /**
   * @param now seconds on the monotonic clock
   * @param points how many points the trend has
   * @param averageSeconds over which time the average is taken
   * @param seconds that all points take together; `null`: as many as the history has, an hour at the most
   */
  trend(now: number, points: number, averageSeconds: number, seconds: number | null = null): Trend {
    const slot = Math.floor(now / slotSeconds);
    const elapsed = this.#first === null ? 0 : (slot - this.#first + 1) * slotSeconds;
    const wanted = Math.min(seconds ?? elapsed, span);
    const step = steps.find((length) => length * points >= wanted) ?? span / points;
    const slotsPerStep = step / slotSeconds;
    // Steps begin at multiples of their length, so that a point does not change once its time is over.
    const current = Math.floor(slot / slotsPerStep);
    return {
      average: this.#mean(slot - averageSeconds / slotSeconds + 1, slot),
      averageSeconds,
      step,
      points: Array.from({ length: points }, (_, place) => {
        const from = (current - points + 1 + place) * slotsPerStep;
        return this.#mean(from, Math.min(slot, from + slotsPerStep - 1));
      }),
    };
  }

  #forwardTo(slot: number): void {
    const newest = this.#newest ?? slot - slots;
    for (let next = Math.max(newest + 1, slot - slots + 1, 0); next <= slot; next += 1) {
      this.#sums[next % slots] = 0;
      this.#counts[next % slots] = 0;
    }
    this.#newest = Math.max(newest, slot);
  }

  /** The mean over time: each slot that was read in counts once, however many readings it holds. */
  #mean(from: number, to: number): number | null {
    if (this.#newest === null) return null;
    let sum = 0;
    let read = 0;
    for (
      let slot = Math.max(from, this.#newest - slots + 1, 0);
      slot <= Math.min(to, this.#newest);
      slot += 1
    ) {
      const count = this.#counts[slot % slots] ?? 0;
      if (count === 0) continue;
      sum += (this.#sums[slot % slots] ?? 0) / count;
      read += 1;
    }
    return read === 0 ? null : sum / read;
  }
}
