/** How long a miner has run. Times are seconds on the monotonic clock. */
export class Uptime {
  /** `null` where its start was not seen. */
  #startedAt: number | null;
  #endedAt: number | null = null;

  /** @param startedAt `null` where it ran before it was looked at */
  constructor(startedAt: number | null) {
    this.#startedAt = startedAt;
  }

  started(at: number): void {
    this.#startedAt = at;
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
