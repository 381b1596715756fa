import type {
  CardId,
  EventKind,
  FailureReason,
  Reading,
  ShareCount,
  StatsReading,
} from '../readings/reading.ts';
import type { Clock } from '../time.ts';
import { Card, ShareLines } from './card.ts';
import type { NameGiver } from './names.ts';
import type { Origin } from './origin.ts';
import type { MinerSnapshot, MinerStatus } from './snapshot.ts';
import { type MinerFacts, type StallKind, since } from './stall.ts';

/** What taking a reading did, for those who must know at once. */
export interface Taken {
  /** The card that a stats reading was about. */
  readonly card: Card | null;
  /** True when the reading shows that the miner program was restarted. */
  readonly restarted: boolean;
  /** True when its counts were not taken, because the line may be cut off and they make sense only if it is. */
  readonly unsure: boolean;
  /** True when it was not taken, because no rig has so many cards. */
  readonly refused: boolean;
}

/** What others know of a miner, asked for with each snapshot. */
export interface MinerWords {
  readonly status?: (() => MinerStatus | null) | undefined;
  /** In what it is stuck, the worst first. */
  readonly stalls?: () => readonly StallKind[];
}

const nothing: Taken = { card: null, restarted: false, unsure: false, refused: false };

/** Failures kept while it is not known whose they are. */
const mostWaiting = 1000;
/** The most cards that one miner can have. DNAs that others print, or that noise makes, must not fill the memory. */
export const mostCards = 256;

/** One miner program over all its restarts: its cards, and what it counts for all of them together. */
export class Miner {
  readonly source: string;
  readonly #clock: Clock;
  readonly #names: NameGiver;
  readonly #cards: Card[] = [];
  readonly #byDna = new Map<string, Card>();
  /** By the program's own number; for lines that tell no DNA. */
  readonly #byIndex = new Map<number, Card>();
  readonly #onNewCard: (card: Card) => void;
  readonly #slowBelow: number | null;
  readonly #words: MinerWords;
  readonly #shares = new ShareLines();
  readonly #events = new Map<EventKind, number>();
  readonly #failures: Record<FailureReason, number> = { stale: 0, difficulty: 0, other: 0 };
  /** DNAs that the program named since it started: two at the most. */
  readonly #named = new Set<string>();
  /** What came since the program's start, before its first statistics told which card it drives. */
  #waitingShares: ShareCount | null = null;
  #waitingEvents = new Map<EventKind, number>();
  #waitingFailures: FailureReason[] = [];
  /** How often the program was seen to start. */
  #start = 0;
  #bitstream: Origin | null = null;
  /** Which run of the program this is; grows with each restart. */
  #run = 0;
  #restarts = 0;
  #started = false;
  #open = true;
  #startedAt: number;
  #heardAt: number | null = null;
  #statsAt: number | null = null;
  #acceptedAt: number | null = null;
  #reportsShares = false;

  constructor(
    source: string,
    names: NameGiver,
    clock: Clock,
    onNewCard: (card: Card) => void,
    slowBelow: number | null,
    words: MinerWords,
  ) {
    this.source = source;
    this.#slowBelow = slowBelow;
    this.#words = words;
    this.#startedAt = clock.monotonic();
    this.#names = names;
    this.#clock = clock;
    this.#onNewCard = onNewCard;
  }

  /** Bytes came. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  /** A new run of the program is known to begin, whatever it prints. */
  started(): void {
    this.#startedAt = this.#clock.monotonic();
  }

  /** What is known of its well-being; `null` once its output has ended: that is no stall. */
  facts(): MinerFacts | null {
    if (!this.#open) return null;
    return {
      startedAt: this.#startedAt,
      heardAt: this.#heardAt,
      statsAt: this.#statsAt,
      acceptedAt: this.#acceptedAt,
      reportsShares: this.#reportsShares,
    };
  }

  /** The names of its cards, in the order in which they appeared. */
  cardNames(): readonly string[] {
    return this.#cards.map(({ name }) => name);
  }

  /** The bitstream in force; `null` while that is unknown. */
  get bitstream(): string | null {
    return this.#bitstream?.name ?? null;
  }

  /** The output ended. */
  ended(): void {
    this.#open = false;
  }

  /** The program was started again, by us: counted here, and not once more when its output tells of it. */
  startedAgain(): void {
    this.#started = true;
    this.#takeStart();
    this.#started = false;
    this.#open = true;
  }

  /**
   * @param bitstream the bitstream in force, `null` while that is unknown
   * @param whole false for a line that may be cut off at its end
   */
  take(reading: Reading, bitstream: Origin | null, whole = true): Taken {
    this.#bitstream = bitstream;
    switch (reading.type) {
      case 'stats':
        return bitstream === null ? nothing : this.#takeStats(reading, bitstream, whole);
      case 'shares':
        this.#started = true;
        return this.#takeShares(reading.shares, whole);
      case 'share-failure':
        this.#reportsShares = true;
        this.#countFailure(reading.reason);
        return nothing;
      case 'event':
        this.#countEvent(reading.kind);
        return nothing;
      case 'start':
        return { ...nothing, restarted: this.#takeStart() };
      case 'card':
        // Only whether it was one matters; a stranger who names ever more shall not fill the memory.
        if (this.#named.size < 2) this.#named.add(reading.dna);
        return nothing;
      case 'known':
        return nothing;
    }
  }

  snapshot(now: number, staleAfter: number): MinerSnapshot {
    const silentFor = this.#heardAt === null ? null : Math.max(0, now - this.#heardAt);
    const forAll = this.#bitstream?.sharesOf === 'miner' || this.#cards.length > 1;
    const shares = this.#shares.count;
    const facts = this.facts();
    const stalls = this.#words.stalls?.() ?? [];
    return {
      source: this.source,
      up: this.#open && silentFor !== null && silentFor < staleAfter,
      bitstream: this.bitstream,
      restarts: this.#restarts,
      status: this.#words.status?.() ?? null,
      stalls: facts === null ? [] : stalls.map((kind) => ({ kind, lasting: now - since(kind, facts) })),
      open: this.#open,
      silentFor,
      shares: this.#bitstream?.sharesOf === 'miner' || (forAll && shares.total > 0) ? shares : null,
      // Before the first card it is not known whose they are, and a counter that was shown must not go away again.
      events: this.#cards.length === 0 ? {} : Object.fromEntries(this.#events),
      failures: this.#cards.length === 0 ? null : this.#failuresForAll(),
    };
  }

  #failuresForAll(): Record<FailureReason, number> | null {
    const counted = Object.values(this.#failures).some((count) => count > 0);
    const forAll = this.#bitstream?.sharesOf === 'miner' && this.#bitstream.failures.length > 0;
    return counted || forAll ? { ...this.#failures } : null;
  }

  #takeStats(reading: StatsReading, bitstream: Origin, whole: boolean): Taken {
    this.#started = true;
    const id = { ...reading.card, dna: reading.card.dna ?? this.#namedDna(reading.card.index) };
    const card = this.#cardOf(id, reading.card.dna === null, bitstream);
    if (card === null) return { ...nothing, refused: true };
    const before = card.table;
    const at = { monotonic: this.#clock.monotonic(), wall: this.#clock.wall() };
    card.bitstream = bitstream;
    this.#readAfterStart(card);
    this.#statsAt = at.monotonic;
    if (reading.shares !== null) this.#reportsShares = true;
    const accepted = card.accepted;
    const restarted = card.take({ ...reading, card: id }, this.#run, at, whole);
    if (card.accepted > accepted) this.#acceptedAt = at.monotonic;
    if (restarted === true) this.#restartedAt(card, before === null ? null : reading.table);
    this.#handOverWaiting();
    return { ...nothing, card, restarted: restarted === true, unsure: restarted === 'unsure' };
  }

  /** A second card after the same start: what the first has of the shares is not counted again for all together. */
  #readAfterStart(card: Card): void {
    const [first, ...others] = this.#currentCards();
    card.start = this.#start;
    if (first !== undefined && first !== card && others.length === 0)
      this.#shares.continueFrom(first.shareLines);
  }

  #handOverWaiting(): void {
    const shares = this.#waitingShares;
    if (shares !== null) this.#takeShares(shares, true);
    this.#waitingShares = null;
    for (const [kind, count] of this.#waitingEvents) this.#countEvent(kind, count);
    this.#waitingEvents.clear();
    for (const reason of this.#waitingFailures.splice(0)) this.#countFailure(reason);
  }

  /**
   * A card's numbers fell. Whatever stood in the same table was printed by the new run already; cards that were not
   * printed since count from 0 when they are next read. So do shares with lines of their own: a program has
   * statistics to print before it has a share.
   */
  #restartedAt(fallen: Card, table: number | null): void {
    this.#run += 1;
    this.#restarts += 1;
    this.started();
    fallen.shareLines.restart();
    this.#shares.restart();
    if (table === null) return;
    for (const card of this.#cards) {
      if (card !== fallen && card.table !== null && card.table < table) card.restart();
    }
  }

  #takeStart(): boolean {
    const again = this.#started;
    this.#started = true;
    this.#named.clear();
    this.#start += 1;
    this.started();
    if (!again) return false;
    this.#run += 1;
    this.#restarts += 1;
    this.#shares.restart();
    for (const card of this.#cards) card.restart();
    return true;
  }

  #takeShares(shares: ShareCount, whole: boolean): Taken {
    this.#reportsShares = true;
    const whose = this.#whose();
    if (whose === 'unknown') {
      this.#waitingShares = shares;
      return nothing;
    }
    const lines = whose === 'all' ? this.#shares : whose.shareLines;
    const before = lines.count;
    const restarted = lines.take(shares, this.#run, whole);
    if (acceptedOf(lines.count) > acceptedOf(before)) this.#acceptedAt = this.#clock.monotonic();
    if (restarted === true) {
      this.started();
      this.#run += 1;
      this.#restarts += 1;
    }
    return { ...nothing, restarted: restarted === true, unsure: restarted === 'unsure' };
  }

  #countFailure(reason: FailureReason): void {
    const whose = this.#whose();
    if (whose === 'unknown') {
      if (this.#waitingFailures.length < mostWaiting) this.#waitingFailures.push(reason);
    } else (whose === 'all' ? this.#failures : whose.failures)[reason] += 1;
  }

  #countEvent(kind: EventKind, count = 1): void {
    const whose = this.#whose();
    const events = whose === 'unknown' ? this.#waitingEvents : whose === 'all' ? this.#events : whose.events;
    events.set(kind, (events.get(kind) ?? 0) + count);
  }

  /** The cards read since the program's last start. */
  #currentCards(): readonly Card[] {
    return this.#cards.filter((card) => card.start === this.#start);
  }

  /** Whom a line without a card's name is about: the card of a program that drives one, else all together. */
  #whose(): Card | 'all' | 'unknown' {
    if (this.#bitstream?.sharesOf === 'miner') return 'all';
    const [card, ...others] = this.#currentCards();
    if (card === undefined) return 'unknown';
    return others.length === 0 ? card : 'all';
  }

  /** @param byNumber the line told the card's number only; its DNA, if any, was named before, or by an earlier run */
  #cardOf(id: CardId, byNumber: boolean, bitstream: Origin): Card | null {
    const card = this.#knownCard(id, byNumber) ?? this.#newCard(id, bitstream);
    if (card === null) return null;
    if (id.dna !== null) this.#byDna.set(id.dna, card);
    if (byNumber) this.#byIndex.set(id.index ?? 0, card);
    return card;
  }

  #knownCard(id: CardId, byNumber: boolean): Card | undefined {
    const numbered = byNumber ? this.#byIndex.get(id.index ?? 0) : undefined;
    if (id.dna === null) return numbered;
    return this.#byDna.get(id.dna) ?? (numbered?.dna === null ? numbered : undefined);
  }

  #newCard(id: CardId, bitstream: Origin): Card | null {
    if (this.#cards.length >= mostCards) return null;
    const card = new Card(this.#names.nameFor(id), this.source, bitstream, this.#slowBelow);
    this.#cards.push(card);
    this.#onNewCard(card);
    return card;
  }

  /** A program that named exactly one card, and numbers its cards, can only mean that one by its first number. */
  #namedDna(index: number | null): string | null {
    const [dna, ...others] = this.#named;
    return dna !== undefined && others.length === 0 && (index ?? 0) === 0 ? dna : null;
  }
}

function acceptedOf({ total, rejected }: ShareCount): number {
  return total - rejected;
}
