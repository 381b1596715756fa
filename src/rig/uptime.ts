/** How long a miner has run. Times are seconds on the monotonic clock. */
export class Uptime {
  /** Its output is read as it is printed: in a log a start may be of long ago. */
  readonly #live: boolean;
  /** `null` where its start was not seen. */
  #startedAt: number | null;
  #endedAt: number | null = null;

  /** @param startedAt `null` where it ran before it was looked at, or is not read as it prints */
  constructor(startedAt: number | null, live: boolean) {
    this.#startedAt = startedAt;
    this.#live = live;
  }

  started(at: number): void {
    if (this.#live) this.#startedAt = at;
    this.#endedAt = null;
  }

  ended(at: number): void {
    this.#endedAt = at;
  }

  /** Seconds since its start, or at its end how long it ran; `null` where its start was not seen. */
  at(now: number): number | null {
    return this.#startedAt === null ? null : (this.#endedAt ?? now) - this.#startedAt;
  }
}
