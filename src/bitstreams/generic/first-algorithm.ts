/** So many times in a row must another one be told of, and the first one not, before it takes its place. */
const mostMissed = 12;

/** A miner that mines two algorithms at once has two rates for everything: those of the first are the card's. */
export class FirstAlgorithm {
  #first: string | null = null;
  #missed = 0;
  #counts = true;

  /** Whether the algorithm is the one that was told of first, and is still. */
  isFirst(name: string): boolean {
    this.#first ??= name;
    if (name === this.#first) {
      this.#missed = 0;
      return true;
    }
    this.#missed += 1;
    if (this.#missed <= mostMissed) return false;
    this.#first = name;
    this.#missed = 0;
    return true;
  }

  /** A line names the algorithm that the next lines are about. */
  caption(name: string): void {
    this.#counts = this.isFirst(name);
  }

  /** Whether lines that name none are about the first one. */
  get counts(): boolean {
    return this.#counts;
  }

  /** The miner starts: it may mine another one. */
  forget(): void {
    this.#first = null;
    this.#missed = 0;
    this.#counts = true;
  }
}
