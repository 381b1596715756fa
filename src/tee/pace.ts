import type { Clock } from '../cards/clock.ts';

/** Bytes that may wait before the input is held back at all. */
const relaxed = 4 * 1024 * 1024;
/** Seconds over which the taker's pace is looked at. */
const period = 0.05;
/** Bytes a second that no miner prints: an input that is held back to this pace is not slowed in its work. */
const noMinersPace = 8 * 1024 * 1024;

/**
 * Tells when a flood of input (a file being replayed, never a miner) should wait for a taker that is merely slower.
 * A taker that stalls, or that takes less than a miner could ever print, is not waited for.
 */
export class Pace {
  readonly #clock: Clock;
  #periodStart = 0;
  #taken = 0;
  #takenBefore = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
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
    return Math.max(this.#taken, this.#takenBefore) >= noMinersPace * period;
  }

  #turn(): void {
    const now = this.#clock.monotonic();
    const periods = Math.floor((now - this.#periodStart) / period);
    if (periods < 1) return;
    this.#takenBefore = periods === 1 ? this.#taken : 0;
    this.#taken = 0;
    this.#periodStart = now;
  }
}
