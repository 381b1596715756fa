/**
 * A counter that goes on where the miner's own begins again: the miner's number is taken in full when first seen, then
 * its increases; when it fell the miner was restarted and the new number is added in full.
 */
export class RunningTotal {
  #total = 0;
  #last = 0;

  get total(): number {
    return this.#total;
  }

  /** True when this number could only come from a miner that was restarted. */
  fellTo(value: number): boolean {
    return value < this.#last;
  }

  take(value: number): void {
    this.#total += value < this.#last ? value : value - this.#last;
    this.#last = value;
  }

  /** The miner counts from 0 again: whatever number comes next is all new. */
  restart(): void {
    this.#last = 0;
  }
}

/** Numbers of one miner that are printed together, so that one of them falling tells for all. */
export class CountGroup<Name extends string> {
  readonly #totals: Readonly<Record<Name, RunningTotal>>;
  /** The run of the miner program in which the group was last taken. */
  #run = 0;

  constructor(totals: Readonly<Record<Name, RunningTotal>>) {
    this.#totals = totals;
  }

  total(name: Name): number {
    return this.#totals[name].total;
  }

  restart(): void {
    for (const name in this.#totals) this.#totals[name].restart();
  }

  /**
   * Takes the numbers of one line.
   *
   * @param run the current run of the miner program, from {@link Runs}
   * @returns true when the numbers show a restart that was not known yet
   */
  take(values: Readonly<Partial<Record<Name, number | null>>>, run: number): boolean {
    let fell = false;
    for (const name in this.#totals) {
      const value = values[name];
      if (typeof value === 'number' && this.#totals[name].fellTo(value)) fell = true;
    }
    const unknownRestart = fell && this.#run === run;
    if (fell) this.restart();
    for (const name in this.#totals) {
      const value = values[name];
      if (typeof value === 'number') this.#totals[name].take(value);
    }
    this.#run = unknownRestart ? run + 1 : run;
    return unknownRestart;
  }
}
