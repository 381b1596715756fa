import type { Card } from './card.ts';

/** What all cards are held by. */
export interface RigCardsOptions {
  /** Seconds after which a card without a new reading is silent. */
  readonly staleAfter: number;
  /** A second miner prints a card that is counted for another one: told at each of its lines. */
  readonly onSeenTwice: (card: Card, bySource: string) => void;
}

/** The cards of all miners together. A DNA is burnt into its card: whoever prints it means the same one. */
export class RigCards {
  readonly #options: RigCardsOptions;
  readonly #cards: Card[] = [];
  readonly #byDna = new Map<string, Card>();
  #moves = 0;
  readonly #listeners: ((gone: Card, instead: Card | null) => void)[] = [];

  constructor(options: RigCardsOptions) {
    this.#options = options;
  }

  /** In the order in which they appeared. */
  get list(): readonly Card[] {
    return this.#cards;
  }

  /** How often a card came to be counted for another miner. */
  get moves(): number {
    return this.#moves;
  }

  withDna(dna: string): Card | undefined {
    return this.#byDna.get(dna);
  }

  add(card: Card): void {
    this.#cards.push(card);
  }

  learnDna(dna: string, card: Card): void {
    this.#byDna.set(dna, card);
  }

  /**
   * Whether the card's next reading counts for this miner. Of two that print the same card it is the one that it is
   * counted for already; the other one takes it over when that has fallen silent.
   */
  claim(card: Card, source: string, now: number): boolean {
    if (card.source === source) return true;
    if (card.ageAt(now) < this.#options.staleAfter) {
      this.#options.onSeenTwice(card, source);
      return false;
    }
    card.source = source;
    this.#moves += 1;
    return true;
  }

  /**
   * A card is no longer one of the rig's; whoever has it is told.
   *
   * @param instead the card that it turned out to be; `null` where it only makes room
   */
  remove(gone: Card, instead: Card | null): void {
    instead?.absorb(gone);
    this.#cards.splice(this.#cards.indexOf(gone), 1);
    if (gone.dna !== null) this.#byDna.delete(gone.dna);
    if (instead?.dna != null) this.#byDna.set(instead.dna, instead);
    for (const tell of this.#listeners) tell(gone, instead);
  }

  /** @param listener told of each card that is removed */
  onRemoved(listener: (gone: Card, instead: Card | null) => void): void {
    this.#listeners.push(listener);
  }
}
