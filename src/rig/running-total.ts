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

  /** True when the number is lower than it was since the miner's start. */
  fellTo(value: number): boolean {
    return value < this.#highest;
  }

  /** What another total has counted of the same run's number is not counted here once more. */
  continueFrom(other: RunningTotal): void {
    this.#highest = other.#highest;
  }

  /** The other has counted the same number: what both have of it is counted once. */
  absorb(other: RunningTotal): void {
    const earlier = Math.max(this.#total - this.#highest, other.#total - other.#highest);
    this.#highest = Math.max(this.#highest, other.#highest);
    this.#total = earlier + this.#highest;
  }
}

/** What a miner counts since its start, and how much of it was bad: `null` where it does not say. */
export interface Counted {
  readonly total: number;
  readonly bad: number | null;
}

/** Solutions or shares over restarts: all of them, and the bad ones. */
class CountPair<Name extends string> {
  readonly name: Name;
  readonly total = new RunningTotal();
  readonly bad = new RunningTotal();
  /** Whether the miner ever said how many were bad. */
  badKnown = false;

  constructor(name: Name) {
    this.name = name;
  }
}

/** Counts that are printed together, so that one of them falling tells for all. */
export class CountGroup<Name extends string> {
  readonly #listed: readonly CountPair<Name>[];
  readonly #pairs: ReadonlyMap<Name, CountPair<Name>>;
  /** The run of the miner program in which the group was last taken. */
  #run = 0;

  constructor(names: readonly Name[]) {
    this.#listed = names.map((name) => new CountPair(name));
    this.#pairs = new Map(this.#listed.map((pair) => [pair.name, pair]));
  }

  total(name: Name): number {
    return this.#pairs.get(name)?.total.total ?? 0;
  }

  /** `null` while the miner has not said how many are bad. */
  bad(name: Name): number | null {
    const pair = this.#pairs.get(name);
    return pair?.badKnown === true ? pair.bad.total : null;
  }

  /** The other group has counted the same: see {@link RunningTotal.absorb}. */
  absorb(other: CountGroup<Name>): void {
    for (const [name, pair] of this.#pairs) {
      const from = other.#pairs.get(name);
      if (from === undefined) continue;
      pair.total.absorb(from.total);
      pair.bad.absorb(from.bad);
      pair.badKnown ||= from.badKnown;
    }
    this.#run = Math.max(this.#run, other.#run);
  }

  /** From here on counts what the other group would have counted in this run. */
  continueFrom(other: CountGroup<Name>): void {
    for (const [name, pair] of this.#pairs) {
      const from = other.#pairs.get(name);
      if (from === undefined) continue;
      pair.total.continueFrom(from.total);
      pair.bad.continueFrom(from.bad);
    }
    this.#run = other.#run;
  }

  restart(): void {
    for (const pair of this.#pairs.values()) {
      pair.total.restart();
      pair.bad.restart();
    }
  }

  /**
   * Takes the counts of one line. A restart is a total that falls: how many of them are good may fall without one,
   * when the pool or the host changes its mind.
   *
   * @param run the current run of the miner program
   * @param whole false for a line that may be cut off: its last number may lack digits, so that falling says nothing
   * @returns whether the counts show a restart that was not known yet; `unsure` when they fell on such a line, and
   *   were not taken
   */
  take(counts: Readonly<Record<Name, Counted | null>>, run: number, whole = true): boolean | 'unsure' {
    let fell = false;
    for (const pair of this.#listed) {
      const counted = counts[pair.name];
      if (counted !== null && pair.total.fellTo(counted.total)) fell = true;
    }
    if (fell && !whole) return 'unsure';
    const unknownRestart = fell && this.#run === run;
    if (fell) this.restart();
    for (const pair of this.#listed) {
      const counted = counts[pair.name];
      if (counted === null) continue;
      pair.total.take(counted.total);
      if (counted.bad === null) continue;
      pair.bad.take(counted.bad);
      pair.badKnown = true;
    }
    this.#run = unknownRestart ? run + 1 : run;
    return unknownRestart;
  }
}
