/** Values of some time. */
export interface Bucket {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** One quantity over time in short slots of equal length, in a fixed piece of memory: the newest so many. */
export class HistoryRing {
  /** Seconds of one slot. */
  readonly slotSeconds: number;
  readonly slots: number;
  readonly #sums: Float64Array;
  readonly #lows: Float32Array;
  readonly #highs: Float32Array;
  readonly #counts: Uint32Array;
  #newest: number | null = null;
  /** What the slots before a slot come to, which changes with the slot only. */
  #closed = new Map<number, { readonly slot: number; readonly sum: number; readonly read: number }>();

  constructor(slotSeconds: number, slots: number) {
    this.slotSeconds = slotSeconds;
    this.slots = slots;
    this.#sums = new Float64Array(slots);
    this.#lows = new Float32Array(slots);
    this.#highs = new Float32Array(slots);
    this.#counts = new Uint32Array(slots);
  }

  slotOf(at: number): number {
    return Math.floor(at / this.slotSeconds);
  }

  /** @param at seconds on the monotonic clock */
  add(at: number, value: number): void {
    const slot = this.slotOf(at);
    this.#forwardTo(slot);
    const place = slot % this.slots;
    const before = this.#counts[place] ?? 0;
    this.#lows[place] = before === 0 ? value : Math.min(value, this.#lows[place] ?? value);
    this.#highs[place] = before === 0 ? value : Math.max(value, this.#highs[place] ?? value);
    this.#sums[place] = (this.#sums[place] ?? 0) + value;
    this.#counts[place] = before + 1;
  }

  /** What was read in one slot; `null` where nothing was. */
  slot(slot: number): Bucket | null {
    if (!this.#holds(slot)) return null;
    const place = slot % this.slots;
    const count = this.#counts[place] ?? 0;
    if (count === 0) return null;
    return {
      min: this.#lows[place] ?? 0,
      mean: (this.#sums[place] ?? 0) / count,
      max: this.#highs[place] ?? 0,
    };
  }

  /** The mean over time up to now: each slot that was read in counts once, however many readings it holds. */
  average(now: number, seconds: number): number | null {
    const slot = this.slotOf(now);
    const from = slot - Math.round(seconds / this.slotSeconds) + 1;
    const before = this.#closed.get(seconds);
    const closed = before?.slot === slot ? before : { slot, ...this.#sumOf(from, slot - 1) };
    this.#closed.set(seconds, closed);
    const current = this.#sumOf(slot, slot);
    const read = closed.read + current.read;
    return read === 0 ? null : (closed.sum + current.sum) / read;
  }

  #sumOf(from: number, to: number): { readonly sum: number; readonly read: number } {
    let sum = 0;
    let read = 0;
    for (let slot = Math.max(from, this.#oldest); slot <= to; slot += 1) {
      const count = this.#holds(slot) ? (this.#counts[slot % this.slots] ?? 0) : 0;
      if (count === 0) continue;
      sum += (this.#sums[slot % this.slots] ?? 0) / count;
      read += 1;
    }
    return { sum, read };
  }

  get #oldest(): number {
    return Math.max(0, (this.#newest ?? 0) - this.slots + 1);
  }

  #holds(slot: number): boolean {
    return this.#newest !== null && slot <= this.#newest && slot >= this.#oldest;
  }

  #forwardTo(slot: number): void {
    const newest = this.#newest ?? slot - this.slots;
    for (let next = Math.max(newest + 1, slot - this.slots + 1, 0); next <= slot; next += 1)
      this.#counts[next % this.slots] = this.#sums[next % this.slots] = 0;
    this.#newest = Math.max(newest, slot);
  }
}
