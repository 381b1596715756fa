import type { Clock, Timers } from '../../src/time.ts';

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock and timers that stand still until a test moves them. */
export class FakeTime implements Clock, Timers {
  /** Unix seconds at the fake clock's zero. */
  static readonly epoch = 1_700_000_000;
  readonly #zero: number;
  #now: number;
  #waiting: Waiting[] = [];

  /** @param start seconds on the monotonic clock, whose zero means nothing */
  constructor(start = 0) {
    this.#zero = start;
    this.#now = start;
  }

  monotonic(): number {
    return this.#now;
  }

  wall(): number {
    return FakeTime.epoch + this.#now - this.#zero;
  }

  after(seconds: number, callback: () => void): () => void {
    const waiting = { at: this.#now + seconds, callback };
    this.#waiting.push(waiting);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
  }

  /** Timers that have not fired yet. */
  get timers(): number {
    return this.#waiting.length;
  }

  /** Lets time pass; timers fire in order, each at its own time. */
  advance(seconds: number): void {
    const until = this.#now + seconds;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}
