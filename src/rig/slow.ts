/** A card that is slower than it was; shown, never acted on. */
export interface Slowness {
  readonly slow: boolean;
  /** Mean hashrate of the last ten minutes, H/s. */
  readonly current: number;
  /** What it usually does, H/s. */
  readonly median: number;
}

/** Seconds that one mean is taken over. Ten minutes, because a miner's own figure is its luck of the last five. */
const meanSeconds = 600;
/** Means remembered: a day. */
const mostMeans = 144;
/** Means that make a habit: an hour. */
const fewestMeans = 6;
/** A slow card is so again only after it came back to this much above the fraction, so that it does not flicker. */
const backAbove = 1.1;

/**
 * Compares a card with its own median of the last day. Over half a day of slowness becomes the habit, as it should
 * after somebody lowered the clock.
 */
export class SlowWatch {
  readonly #fraction: number;
  readonly #means: number[] = [];
  #sum = 0;
  #count = 0;
  #until: number | null = null;
  /** The newest of this moment, which a later one takes the place of. */
  #newest: number | null = null;
  #newestAt = 0;
  #slow = false;
  #slowness: Slowness | null = null;

  /** @param fraction of its median below which a card is slow, above 0 and below 1 */
  constructor(fraction: number) {
    this.#fraction = fraction;
  }

  /**
   * A reading. Of several at one moment the newest counts.
   *
   * @param at seconds on the monotonic clock
   * @param hashrate H/s; `null` where it was not told
   */
  add(at: number, hashrate: number | null): void {
    if (at !== this.#newestAt) this.#settle();
    this.#newestAt = at;
    this.#newest = hashrate;
  }

  /** A moment is over. */
  #settle(): void {
    const [at, hashrate] = [this.#newestAt, this.#newest];
    if (hashrate === null) return;
    this.#newest = null;
    this.#until ??= at + meanSeconds;
    if (at >= this.#until) {
      if (this.#count > 0) this.#means.push(this.#sum / this.#count);
      if (this.#means.length > mostMeans) this.#means.shift();
      this.#sum = 0;
      this.#count = 0;
      this.#until = at + meanSeconds;
      this.#compare();
    }
    this.#sum += hashrate;
    this.#count += 1;
  }

  /** `null` until there is a habit to compare with. */
  get slowness(): Slowness | null {
    this.#settle();
    return this.#slowness;
  }

  #compare(): void {
    const current = this.#means.at(-1);
    const median = medianOf(this.#means);
    if (this.#means.length < fewestMeans || current === undefined || median === null) return;
    this.#slow = current < median * this.#fraction * (this.#slow ? backAbove : 1);
    this.#slowness = { slow: this.#slow, current, median };
  }
}

/** The middle one by size, the mean of the two middle ones of an even number; `null` of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
