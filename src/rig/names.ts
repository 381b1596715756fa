import type { CardId } from '../readings/reading.ts';

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

/** The names of all cards that are shown together, whichever miner drives them. */
export class RigNames {
  readonly given = new Set<string>();
  /** Names that a user gave: no other card may get one as its number. */
  readonly promised = new Set<string>();
}

/** Gives each card of a miner its name, once and for good; no two cards of a rig get the same one. */
export class NameGiver {
  readonly #names: CardNames;
  readonly #rig: RigNames;
  readonly #waiting: string[];
  #count = 0;

  /** @param rig shared by all miners whose cards are shown together */
  constructor(names: CardNames, rig = new RigNames()) {
    this.#names = names;
    this.#rig = rig;
    this.#waiting = [...names.inOrder];
    for (const name of [...names.inOrder, ...names.byDna.values(), ...names.byIndex.values()])
      rig.promised.add(name);
  }

  /** The name for a card seen for the first time: bound, else the next in order, else `card1`, `card2`, … */
  nameFor(card: CardId): string {
    const bound =
      (card.dna === null ? undefined : this.#names.byDna.get(card.dna)) ??
      // A miner that does not number its cards drives the first.
      this.#names.byIndex.get(card.index ?? 0);
    const name = bound !== undefined && !this.#rig.given.has(bound) ? bound : this.#next();
    this.#rig.given.add(name);
    this.#count += 1;
    return name;
  }

  /** Whether a user gave this name to one of the rig's cards. */
  isPromised(name: string): boolean {
    return this.#rig.promised.has(name);
  }

  /** The card is gone: its name may be given again. */
  takeBack(name: string): void {
    this.#rig.given.delete(name);
  }

  #next(): string {
    const { given, promised } = this.#rig;
    for (let name = this.#waiting.shift(); name !== undefined; name = this.#waiting.shift()) {
      if (!given.has(name)) return name;
    }
    let number = this.#count + 1;
    while (given.has(`card${number}`) || promised.has(`card${number}`)) number += 1;
    return `card${number}`;
  }
}
