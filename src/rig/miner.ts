import type { Bitstream } from '../bitstreams/bitstream.ts';
import type { ReadLine } from '../bitstreams/reader.ts';
import {
  type FailureReason,
  type LineKind,
  lineKinds,
  type ProcessReading,
  type Reading,
  type ShareCount,
  type StatsReading,
} from '../readings/reading.ts';
import { type Moment, momentOf } from '../time.ts';
import type { Card } from './card.ts';
import { EarlyLines } from './early-lines.ts';
import { acceptedOf, anyOf, LineCounts } from './line-counts.ts';
import { MinerCards } from './miner-cards.ts';
import { type LineReading, type MinerParts, noShares, nothing, type Taken, uptimeOf } from './miner-parts.ts';
import { ProcessTotals } from './process-totals.ts';
import type { MinerSnapshot } from './snapshot.ts';
import { type MinerFacts, since } from './stall.ts';
import type { Uptime } from './uptime.ts';

/** One miner program over all its restarts: its cards, and what it counts for all of them together. */
export class Miner {
  readonly source: string;
  readonly #parts: MinerParts;
  readonly #cards: MinerCards;
  /** What lines that name no card told of all its cards together. */
  readonly #lines = new LineCounts();
  readonly #process = new ProcessTotals();
  readonly #early = new EarlyLines();
  #bitstream: Bitstream | null = null;
  /** Which run of the program this is; grows with each restart. */
  #run = 0;
  #restarts = 0;
  /** Whether something was seen of the run: what tells of a start after it tells of a restart. */
  #seen = false;
  #open = true;
  readonly #uptime: Uptime;
  /** When each thing happened last. */
  readonly #facts: { -readonly [Fact in keyof MinerFacts]: MinerFacts[Fact] };

  constructor(parts: MinerParts) {
    this.source = parts.source;
    this.#parts = parts;
    this.#uptime = uptimeOf(parts);
    this.#facts = {
      startedAt: parts.clock.monotonic(),
      heardAt: null,
      statsAt: null,
      acceptedAt: null,
      reportsShares: false,
    };
    this.#cards = new MinerCards({ ...parts, rig: parts.cards });
  }

  /** Bytes came. */
  heard(at: Moment): void {
    this.#facts.heardAt = at.monotonic;
  }

  /** A new run of the program is known to begin, whatever it prints. */
  started(at = momentOf(this.#parts.clock)): void {
    this.#facts.startedAt = at.monotonic;
    this.#uptime.started(at.monotonic);
  }

  /** What is known of its well-being; `null` once its output has ended: that is no stall. */
  facts(): MinerFacts | null {
    return this.#open ? { ...this.#facts } : null;
  }

  /** The names of its cards, in the order in which they appeared. */
  cardNames(): readonly string[] {
    return this.#cards.own.map(({ name }) => name);
  }

  /** The bitstream in force; `null` while that is unknown. */
  get bitstream(): string | null {
    return this.#bitstream?.name ?? null;
  }

  /** The output ended: lines of shares without any statistics were some other program's. */
  ended(): void {
    this.#open = false;
    this.#uptime.ended(this.#parts.clock.monotonic());
    this.#countLines(this.#early.end(null)?.lines);
  }

  /** The program was started again, by us: counted here, and not once more when its output tells of it. */
  startedAgain(): void {
    this.#seen = true;
    this.#takeStart(momentOf(this.#parts.clock));
    this.#seen = false;
    this.#open = true;
  }

  /**
   * A line has been read. Lines of shares and events count for nothing before the first statistics show their format:
   * any program may print them.
   */
  countLine(kind: LineKind, { bitstream, formats }: ReadLine): void {
    if (bitstream === null && kind !== 'other') this.#early.hold(kind, formats);
    else this.#parts.lines[kind] += 1;
  }

  /**
   * @param line the line that the reading comes from
   * @param at when it came
   * @param whole false for a line that may be cut off at its end
   */
  take(reading: Reading, { bitstream, formats }: ReadLine, at: Moment, whole = true): Taken {
    this.#bitstream = bitstream;
    switch (reading.type) {
      case 'stats':
        return bitstream === null ? nothing : this.#takeStats(reading, bitstream, at, whole);
      case 'process':
        return this.#takeProcess(reading, at, whole);
      case 'start':
        return { ...nothing, restarted: this.#takeStart(at) };
      case 'card':
        this.#cards.named(reading.dna);
        return nothing;
      case 'known':
        return nothing;
      default: {
        const whose = this.#whose();
        if (whose !== null) return this.#takeLine(reading, whose, at, whole);
        this.#early.take(reading, formats);
        return nothing;
      }
    }
  }

  snapshot(now: number, staleAfter: number): Omit<MinerSnapshot, 'rejectRatio'> {
    const { heardAt } = this.#facts;
    const silentFor = heardAt === null ? null : Math.max(0, now - heardAt);
    const own = this.#cards.own;
    const together = this.#bitstream?.sharesOf === 'miner';
    const process = this.#process.snapshot(now, staleAfter, {
      cardsTell: own.some((card) => card.hashrate !== null && card.ageAt(now) < staleAfter),
    });
    const facts = this.facts();
    const stalls = this.#parts.words.stalls?.() ?? [];
    return {
      source: this.source,
      up: this.#open && silentFor !== null && silentFor < staleAfter,
      bitstream: this.bitstream,
      restarts: this.#restarts,
      status: this.#parts.words.status?.() ?? null,
      uptime: this.#uptime.at(now),
      run: this.#parts.words.run?.() ?? null,
      stalls: facts === null ? [] : stalls.map((kind) => ({ kind, lasting: now - since(kind, facts) })),
      open: this.#open,
      silentFor,
      process,
      shares: this.#shares(own),
      events: own.length === 0 ? {} : this.#lines.events,
      failures: own.length === 0 ? null : this.#failures(together),
    };
  }

  /** What it counts for all its cards, but where these count the same shares one by one. */
  #shares(cards: readonly Card[]): ShareCount | null {
    if (this.#process.shares !== null)
      return cards.some((card) => card.countsShares) ? null : this.#process.shares;
    const { shares } = this.#lines;
    const together = this.#bitstream?.sharesOf === 'miner';
    // Whose they are is not known before the first card, and another miner's may be counted there.
    return cards.length > 0 && (together || (cards.length > 1 && shares.total > 0)) ? shares : null;
  }

  #failures(together: boolean): Readonly<Record<FailureReason, number>> | null {
    const { failures } = this.#lines;
    return anyOf(failures) || (together && this.#bitstream?.failures.length !== 0) ? failures : null;
  }

  #takeStats(printed: StatsReading, bitstream: Bitstream, at: Moment, whole: boolean): Taken {
    this.#seen = true;
    const reading = this.#cards.completed(printed);
    const before = this.#cards.current;
    const card = this.#cards.cardOf(reading.card, bitstream);
    if (card === null) return { ...nothing, refused: true };
    this.#facts.statsAt = at.monotonic;
    if (!this.#parts.cards.claim(card, this.source, at.monotonic)) return nothing;
    this.#shareOut(before);
    if (reading.shares !== null) this.#facts.reportsShares = true;
    const { accepted } = card;
    const restarted = card.take(reading, bitstream, this.#run, at, whole);
    if (card.accepted > accepted) this.#facts.acceptedAt = at.monotonic;
    if (restarted === true) this.#restartedAt(card, reading.table ?? 0, at);
    this.#takeEarly(bitstream, at);
    return { card, restarted: restarted === true, unsure: restarted === 'unsure', refused: false };
  }

  #takeProcess(reading: ProcessReading, at: Moment, whole: boolean): Taken {
    this.#seen = true;
    this.#facts.statsAt = at.monotonic;
    const take = () => this.#process.take(reading, this.#run, at.monotonic, whole);
    if (reading.shares !== null) return this.#takeCounts(() => this.#process.shares, take, at);
    take();
    return nothing;
  }

  /** With a second card shares are all cards' together, and with only one left its own: none is counted twice. */
  #shareOut(before: readonly Card[]): void {
    const now = this.#cards.current;
    if (before.length === 1 && now.length === 2 && before[0] !== undefined)
      this.#lines.continueFrom(before[0].lines);
    if (before.length > 1 && now.length === 1) now[0]?.lines.continueFrom(this.#lines);
  }

  #takeEarly(bitstream: Bitstream, at: Moment): void {
    const early = this.#early.end(bitstream.name);
    const whose = this.#whose();
    if (early === null || whose === null) return;
    this.#countLines(early.lines);
    whose.absorb(early.counts);
    if (anyOf(early.counts.failures)) this.#facts.reportsShares = true;
    if (early.shares !== null) this.#takeShares(early.shares, whose, at, true);
  }

  #countLines(lines: Readonly<Record<LineKind, number>> | undefined): void {
    if (lines === undefined) return;
    for (const kind of lineKinds) this.#parts.lines[kind] += lines[kind];
  }

  /**
   * A card's numbers fell. Whatever stood in the same table was printed by the new run already; cards that were not
   * printed since count from 0 when they are next read. So do shares with lines of their own: a program has
   * statistics to print before it has a share.
   */
  #restartedAt(fallen: Card, table: number, at: Moment): void {
    this.#newRun(at);
    fallen.lines.restart();
    this.#lines.restart();
    this.#process.restart();
    for (const card of this.#cards.own) if (card.table < table) card.restart();
  }

  #newRun(at: Moment): void {
    this.started(at);
    this.#run += 1;
    this.#restarts += 1;
  }

  #takeStart(at: Moment): boolean {
    const again = this.#seen;
    this.#seen = true;
    this.#cards.started();
    this.started(at);
    if (!again) return false;
    this.#newRun(at);
    this.#lines.restart();
    this.#process.restart();
    for (const card of this.#cards.own) card.restart();
    return true;
  }

  #takeLine(reading: LineReading, whose: LineCounts, at: Moment, whole: boolean): Taken {
    if (reading.type === 'shares') return this.#takeShares(reading.shares, whose, at, whole);
    if (reading.type === 'event') whose.addEvent(reading.kind);
    else {
      this.#facts.reportsShares = true;
      whose.addFailure(reading.reason);
    }
    return nothing;
  }

  #takeShares(shares: ShareCount, whose: LineCounts, at: Moment, whole: boolean): Taken {
    return this.#takeCounts(
      () => whose.shares,
      () => whose.takeShares(shares, this.#run, whole),
      at,
    );
  }

  #takeCounts(shares: () => ShareCount | null, take: () => boolean | 'unsure', at: Moment): Taken {
    this.#facts.reportsShares = true;
    const accepted = acceptedOf(shares() ?? noShares);
    const restarted = take();
    if (acceptedOf(shares() ?? noShares) > accepted) this.#facts.acceptedAt = at.monotonic;
    if (restarted === true) this.#newRun(at);
    return { ...nothing, restarted: restarted === true, unsure: restarted === 'unsure' };
  }

  /**
   * Whom a line without a card's name is about: the card of a program that drives one, else all together; `null` while
   * that is not known.
   */
  #whose(): LineCounts | null {
    if (this.#bitstream?.sharesOf === 'miner') return this.#lines;
    const [card, ...others] = this.#cards.current;
    if (card === undefined) return null;
    return others.length === 0 ? card.lines : this.#lines;
  }
}
