/**
 * A counter that goes on where the miner's own begins again: the miner's number is taken in full when first seen and
 * after a restart, then its increases. A number that falls without a restart (a pending share that the pool accepted
 * after all) adds nothing until it is higher than it ever was.
 */
export class RunningTotal {
  #total = 0;
  #highest = 0;

  get total(): number {
    return this.#total;
  }

  take(value: number): void {
    if (value <= this.#highest) return;
    this.#total += value - this.#highest;
    this.#highest = value;
  }

  /** The miner counts from 0 again: whatever number comes next is all new. */
  restart(): void {
    this.#highest = 0;
  }

  /** What another total has counted of the miner's number is not counted here once more. */
  continueFrom(other: RunningTotal): void {
    this.#highest = other.#highest;
  }
}

/** What a miner counts since its start, and how much of it was bad: `null` where it does not say. */
export interface Counted {
  readonly total: number;
  readonly bad: number | null;
}

/** Solutions or shares over restarts: all of them, and the bad ones. */
class CountPair {
  readonly total = new RunningTotal();
  readonly bad = new RunningTotal();
  /** Whether the miner ever said how many were bad. */
  badKnown = false;
  #last = { total: 0, good: 0 };

  /** A miner prints how many there are and how many are good; neither falls but by a restart. */
  fellTo({ total, bad }: Counted): boolean {
    return total < this.#last.total || (bad !== null && total - bad < this.#last.good);
  }

  take({ total, bad }: Counted): void {
    this.total.take(total);
    if (bad !== null) {
      this.bad.take(bad);
      this.badKnown = true;
    }
    this.#last = { total, good: bad === null ? 0 : total - bad };
  }

  restart(): void {
    this.total.restart();
    this.bad.restart();
    this.#last = { total: 0, good: 0 };
  }

  continueFrom(other: CountPair): void {
    this.total.continueFrom(other.total);
    this.bad.continueFrom(other.bad);
    this.#last = { ...other.#last };
  }
}

/** Counts that are printed together, so that one of them falling tells for all. */
export class CountGroup<Name extends string> {
  readonly #pairs: ReadonlyMap<Name, CountPair>;
  /** The run of the miner program in which the group was last taken. */
  #run = 0;

  constructor(names: readonly Name[]) {
    this.#pairs = new Map(names.map((name) => [name, new CountPair()]));
  }

  total(name: Name): number {
    return this.#pairs.get(name)?.total.total ?? 0;
  }

  /** `null` while the miner has not said how many are bad. */
  bad(name: Name): number | null {
    const pair = this.#pairs.get(name);
    return pair?.badKnown === true ? pair.bad.total : null;
  }

  /** From here on counts what the other group would have counted. */
  continueFrom(other: CountGroup<Name>): void {
    for (const [name, pair] of this.#pairs) {
      const from = other.#pairs.get(name);
      if (from !== undefined) pair.continueFrom(from);
    }
    this.#run = other.#run;
  }

  restart(): void {
    for (const pair of this.#pairs.values()) pair.restart();
  }

  /**
   * Takes the counts of one line.
   *
   * @param run the current run of the miner program
   * @param whole false for a line that may be cut off: its last number may lack digits, so that falling says nothing
   * @returns whether the counts show a restart that was not known yet; `unsure` when they fell on such a line, and
   *   were not taken
   */
  take(counts: Readonly<Record<Name, Counted | null>>, run: number, whole = true): boolean | 'unsure' {
    let fell = false;
    for (const [name, pair] of this.#pairs) {
      const counted = counts[name];
      if (counted !== null && pair.fellTo(counted)) fell = true;
    }
    if (fell && !whole) return 'unsure';
    const unknownRestart = fell && this.#run === run;
    if (fell) this.restart();
    for (const [name, pair] of this.#pairs) {
      const counted = counts[name];
      if (counted !== null) pair.take(counted);
    }
    this.#run = unknownRestart ? run + 1 : run;
    return unknownRestart;
  }
}
