/** Milliseconds from one look to the next, and what a machine at rest may be late with one. */
const lookEvery = 10;
const usual = 5;

/** How late the machine itself is, from when this is made: promises of time are about the tool, not about its neighbours. */
export class Lateness {
  /** Milliseconds that the longest pause took too long. */
  worst = 0;
  /** The same of all pauses together. */
  sum = 0;
  #lookedAt = performance.now();
  readonly #timer = setInterval(() => this.#look(), lookEvery);

  /** Milliseconds from the start of an action to its end, less those that the machine was late. */
  static async ofAction(action: () => Promise<unknown>): Promise<number> {
    const lateness = new Lateness();
    const from = performance.now();
    try {
      await action();
      return performance.now() - from - lateness.sum;
    } finally {
      lateness.stop();
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const late = now - this.#lookedAt - lookEvery;
    this.#lookedAt = now;
    if (late < usual) return;
    this.worst = Math.max(this.worst, late);
    this.sum += late;
  }
}
