import type { CardId } from './reading.ts';

/** The names a user gave: some in the order in which cards appear, some bound to a DNA or to the miner's number. */
export interface CardNames {
  readonly inOrder: readonly string[];
  /** By DNA, in capitals. */
  readonly byDna: ReadonlyMap<string, string>;
  /** By the miner's own number of the card. */
  readonly byIndex: ReadonlyMap<number, string>;
}

/** No names given: every card gets a number. */
export const noNames: CardNames = { inOrder: [], byDna: new Map(), byIndex: new Map() };

/** Gives each card its name, once and for good; no two cards get the same one. */
export class NameGiver {
  readonly #names: CardNames;
  readonly #waiting: string[];
  readonly #given = new Set<string>();

  constructor(names: CardNames) {
    this.#names = names;
    this.#waiting = [...names.inOrder];
  }

  /** The name for a card seen for the first time: bound, else the next in order, else `card1`, `card2`, … */
  nameFor(card: CardId): string {
    const bound =
      (card.dna === null ? undefined : this.#names.byDna.get(card.dna)) ??
      // A miner that does not number its cards drives the first.
      this.#names.byIndex.get(card.index ?? 0);
    const name = bound !== undefined && !this.#given.has(bound) ? bound : this.#next();
    this.#given.add(name);
    return name;
  }

  #next(): string {
    for (let name = this.#waiting.shift(); name !== undefined; name = this.#waiting.shift()) {
      if (!this.#given.has(name)) return name;
    }
    const reserved = new Set([...this.#names.byDna.values(), ...this.#names.byIndex.values()]);
    let number = this.#given.size + 1;
    while (this.#given.has(`card${number}`) || reserved.has(`card${number}`)) number += 1;
    return `card${number}`;
  }
}
