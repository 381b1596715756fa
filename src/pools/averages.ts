/** Samples that are kept: one each 15 seconds for an hour. */
const mostSamples = 240;
/** Seconds that they go back. */
const longest = 3600;

/** The mean of a figure over the last hour, from samples taken at about equal intervals; in bounded memory. */
export class Averages {
  #samples: readonly { readonly at: number; readonly value: number }[] = [];

  /** @param at seconds on the monotonic clock */
  add(at: number, value: number): void {
    const kept = this.#samples.filter((sample) => at - sample.at < longest);
    this.#samples = [...kept, { at, value }].slice(-mostSamples);
  }

  /** The mean of the samples of the last `seconds`; `null` when there are none. */
  mean(now: number, seconds: number): number | null {
    const within = this.#within(now, seconds);
    if (within.length === 0) return null;
    return within.reduce((sum, { value }) => sum + value, 0) / within.length;
  }

  /** How long ago the oldest sample of the last `seconds` was taken; `null` when there is none. */
  reach(now: number, seconds: number): number | null {
    const [oldest] = this.#within(now, seconds);
    return oldest === undefined ? null : now - oldest.at;
  }

  /** By how much the value grew from the oldest sample of the last `seconds` to the newest. */
  growth(now: number, seconds: number): number | null {
    const within = this.#within(now, seconds);
    const [oldest, newest] = [within[0], within.at(-1)];
    return oldest === undefined || newest === undefined ? null : newest.value - oldest.value;
  }

  #within(now: number, seconds: number) {
    return this.#samples.filter(({ at }) => now - at <= Math.min(seconds, longest));
  }
}
