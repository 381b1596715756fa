import type { Clock, Timers } from '../time.ts';

/** The part of all time that work for clients may take; the rest is the miner's. */
const share = 0.25;

/** Seconds of rest that are not worth a timer of their own: they are made up for later. */
const shortest = 0.001;

/** What paces the work; injected so that tests need not wait. */
export interface TurnsOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Calls back in a turn of the event loop in which the miner's output has been looked for. */
  readonly soon?: (callback: () => void) => void;
}

/**
 * Work for clients, in the order in which it comes: one piece in a turn of the event loop, so that the miner's bytes that
 * have come in the meantime go first, and never more than a quarter of the time, however many ask.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting: (() => void | Promise<void>)[] = [];
  #running = false;
  /** When what was done so far is paid for with rest. */
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** The next piece waits until this one's promise is kept. It ought to be short, and to catch its own errors. */
  add(piece: () => void | Promise<void>): void {
    this.#waiting.push(piece);
    if (this.#running) return;
    this.#running = true;
    this.#next();
  }

  #next(): void {
    const { clock, timers, soon = setImmediate } = this.#options;
    const rest = this.#freeAt - clock.monotonic();
    const turn = () => void this.#turn();
    try {
      if (rest <= shortest) soon(turn);
      else timers.after(rest, turn);
    } catch {
      // Without a rest rather than never again.
      setImmediate(turn);
    }
  }

  async #turn(): Promise<void> {
    const { clock } = this.#options;
    const from = clock.monotonic();
    try {
      await this.#waiting.shift()?.();
    } finally {
      this.#freeAt = Math.max(this.#freeAt, from) + (clock.monotonic() - from) / share;
      if (this.#waiting.length > 0) this.#next();
      else this.#running = false;
    }
  }
}
