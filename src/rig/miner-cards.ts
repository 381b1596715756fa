import type { Bitstream } from '../bitstreams/bitstream.ts';
import type { CardId, StatsReading } from '../readings/reading.ts';
import { Card } from './card.ts';
import { Latecomers } from './latecomers.ts';
import type { NameGiver } from './names.ts';
import type { RigCards } from './rig-cards.ts';

/** The most cards that one miner can have. DNAs that others print, or that noise makes, must not fill the memory. */
export const mostCards = 256;
/** How often a further one must be seen before it gets the place of one that was seen less. */
const oftenEnough = 3;

/** What a miner's cards are made with. */
export interface MinerCardsOptions {
  readonly source: string;
  readonly names: NameGiver;
  readonly rig: RigCards;
  /** The fraction of its own median hashrate below which a card is slow; `null`: never. */
  readonly slowBelow: number | null;
}

/** How often a card was read, and at which of all turns last. */
interface Seen {
  times: number;
  turn: number;
}

/**
 * The cards that one miner prints, and which of them a line is about. A line tells a DNA, the miner's own number of the
 * card, the board's name, or only some of these: each names the card from then on, in whatever order they come to be
 * known. What was taken for two cards and turns out to be one is one from then on.
 */
export class MinerCards {
  readonly #options: MinerCardsOptions;
  readonly #seen = new Map<Card, Seen>();
  /** By the miner's own number: the card that had it last. */
  readonly #byIndex = new Map<number, Card>();
  /** Those that have told neither DNA nor number yet. */
  readonly #unnamed = new Set<Card>();
  /** Those read since the program's last start. */
  readonly #current = new Set<Card>();
  /** DNAs that the program named since it started: two at the most. */
  readonly #named = new Set<string>();
  readonly #latecomers = new Latecomers();
  /** What {@link current} gave last: it seldom changes, and each line asks for it. */
  #listed: { readonly cards: readonly Card[]; readonly moves: number } | null = null;
  #turn = 0;

  constructor(options: MinerCardsOptions) {
    this.#options = options;
    options.rig.onRemoved((gone, instead) => this.#replace(gone, instead));
  }

  /** Those that are counted for this miner, in the order in which they appeared. */
  get own(): readonly Card[] {
    return [...this.#seen.keys()].filter((card) => this.#isOwn(card));
  }

  /** Of these the ones read since the program's last start. */
  get current(): readonly Card[] {
    const { moves } = this.#options.rig;
    if (this.#listed?.moves !== moves)
      this.#listed = { cards: [...this.#current].filter((card) => this.#isOwn(card)), moves };
    return this.#listed.cards;
  }

  /** The program starts: which of the cards it drives from here on is not known. */
  started(): void {
    this.#current.clear();
    this.#listed = null;
    this.#named.clear();
  }

  /** The program names a card that it drives, before its statistics. */
  named(dna: string): void {
    // Only whether it was one matters; a stranger who names ever more shall not fill the memory.
    if (this.#named.size < 2) this.#named.add(dna);
  }

  /** A program that named exactly one card, and numbers its cards, can only mean that one by its first number. */
  completed(reading: StatsReading): StatsReading {
    const { card } = reading;
    if (card.dna !== null || this.#named.size !== 1 || (card.index ?? 0) !== 0) return reading;
    const [dna = null] = this.#named;
    return { ...reading, card: { ...card, dna } };
  }

  /** @returns the card that a line of statistics is about; `null` for a new one where there is no room */
  cardOf(id: CardId, bitstream: Bitstream): Card | null {
    this.#turn += 1;
    const card = this.#known(id) ?? this.#newCard(id, bitstream);
    if (card === null) return null;
    const seen = this.#seen.get(card);
    if (seen === undefined) this.#seen.set(card, { times: 1, turn: this.#turn });
    else {
      seen.times += 1;
      seen.turn = this.#turn;
    }
    if (!this.#current.has(card)) {
      this.#current.add(card);
      this.#listed = null;
    }
    if (id.dna !== null && id.dna !== card.dna) this.#options.rig.learnDna(id.dna, card);
    if (id.index !== null) this.#byIndex.set(id.index, card);
    if (id.dna !== null || id.index !== null) this.#unnamed.delete(card);
    return card;
  }

  #known({ dna, index, device }: CardId): Card | undefined {
    if (dna === null && index === null) return this.#vaguelyKnown(device);
    const withDna = dna === null ? undefined : this.#options.rig.withDna(dna);
    const numbered = index === null ? undefined : this.#byIndex.get(index);
    // Nearly every line: its card is known by all that it tells.
    if (this.#unnamed.size === 0 && (dna === null || index === null || numbered === withDna))
      return withDna ?? numbered;
    const same = new Set<Card>();
    if (withDna !== undefined) same.add(withDna);
    if (numbered !== undefined && (dna === null || this.#mayBe(numbered, withDna))) same.add(numbered);
    for (const card of this.#unnamed) if (device !== null && card.device === device) same.add(card);
    const [known] = same.size > 1 ? [this.#join(same)] : same;
    return known ?? [...this.#unnamed].find((card) => card.device === null);
  }

  /** These are the same card: the one whose name a user gave stays, else the first. */
  #join(same: ReadonlySet<Card>): Card | undefined {
    const { names, rig } = this.#options;
    const cards = rig.list.filter((card) => same.has(card));
    const kept = cards.find(({ name }) => names.isPromised(name)) ?? cards[0];
    for (const card of cards) if (kept !== undefined && card !== kept) rig.remove(card, kept);
    return kept;
  }

  /** A number goes to another card when the program is started anew, a DNA never does. */
  #mayBe(numbered: Card, withDna: Card | undefined): boolean {
    if (numbered.dna !== null) return false;
    return withDna === undefined || ![...this.#byIndex.values()].includes(withDna);
  }

  /** A line without DNA and number is about the only card, that of the device, or the first. */
  #vaguelyKnown(device: string | null): Card | undefined {
    const among = [...(this.#current.size > 0 ? this.#current : this.#seen.keys())];
    if (device !== null) return among.find((card) => card.device === device);
    return among.length === 1 ? among[0] : (this.#byIndex.get(0) ?? [...this.#unnamed][0]);
  }

  #newCard(id: CardId, bitstream: Bitstream): Card | null {
    const { source, names, rig, slowBelow } = this.#options;
    if (this.#seen.size >= mostCards && !this.#makeRoom(id)) return null;
    const card = new Card(names.nameFor(id), source, bitstream, slowBelow);
    this.#unnamed.add(card);
    rig.add(card);
    return card;
  }

  /** A card that was read less often than this one was seen, and not since, gives its place to it. */
  #makeRoom(id: CardId): boolean {
    const { times, since } = this.#latecomers.see(id, this.#turn);
    if (times < oftenEnough) return false;
    const [least] = [...this.#seen]
      .filter(([card, seen]) => this.#isOwn(card) && seen.times < times && seen.turn < since)
      .sort(([, a], [, b]) => a.times - b.times || a.turn - b.turn);
    if (least === undefined) return false;
    this.#latecomers.forget(id);
    this.#options.rig.remove(least[0], null);
    return true;
  }

  #replace(gone: Card, instead: Card | null): void {
    const seen = this.#seen.get(gone);
    if (seen === undefined) return;
    if (this.#isOwn(gone)) this.#options.names.takeBack(gone.name);
    this.#seen.delete(gone);
    this.#unnamed.delete(gone);
    this.#current.delete(gone);
    this.#listed = null;
    if (instead !== null) {
      const { times, turn } = this.#seen.get(instead) ?? { times: 0, turn: 0 };
      this.#seen.set(instead, { times: times + seen.times, turn: Math.max(turn, seen.turn) });
    }
    for (const [index, card] of this.#byIndex) {
      if (card !== gone) continue;
      if (instead === null) this.#byIndex.delete(index);
      else this.#byIndex.set(index, instead);
    }
  }

  #isOwn(card: Card): boolean {
    return card.source === this.#options.source;
  }
}
