import type { Clock } from '../time.ts';

/** Bytes that may wait before the input is held back at all. */
const relaxed = 4 * 1024 * 1024;

/** From which pace on a taker is worth waiting for. */
export interface Patience {
  /** Bytes a second that no miner prints: an input that is held back to this pace is not slowed in its work. */
  readonly pace: number;
  /** Seconds over which the taker's pace is looked at: one that stalls is waited for no longer than two of them. */
  readonly period: number;
}

/** For a reader: what it misses is in the log. */
export const littlePatience: Patience = { pace: 8 * 1024 * 1024, period: 0.05 };
/** For the log: nothing else has what it misses, and a slow disk answers seldom. */
export const muchPatience: Patience = { pace: 1024 * 1024, period: 1 };

/**
 * Tells when a flood of input (a file being replayed, never a miner) should wait for a taker that is merely slower.
 * A taker that stalls, or that takes less than a miner could ever print, is not waited for.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #patience: Patience;
  #periodStart: number;
  #taken: number;
  #takenBefore = 0;

  constructor(clock: Clock, patience: Patience = littlePatience) {
    this.#clock = clock;
    this.#patience = patience;
    this.#periodStart = clock.monotonic();
    // Who has only just begun has taken nothing yet, and is waited for as one that takes enough until now.
    this.#taken = patience.pace * patience.period;
  }

  /** So many bytes were taken. */
  took(bytes: number): void {
    this.#turn();
    this.#taken += bytes;
  }

  /** True while the input should wait, given how many bytes wait to be taken. */
  shouldWait(waiting: number): boolean {
    if (waiting < relaxed) return false;
    this.#turn();
    return Math.max(this.#taken, this.#takenBefore) >= this.#patience.pace * this.#patience.period;
  }

  #turn(): void {
    const now = this.#clock.monotonic();
    const periods = Math.floor((now - this.#periodStart) / this.#patience.period);
    if (periods < 1) return;
    this.#takenBefore = periods === 1 ? this.#taken : 0;
    this.#taken = 0;
    this.#periodStart = now;
  }
}
