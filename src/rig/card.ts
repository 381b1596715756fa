import type { Bitstream } from '../bitstreams/bitstream.ts';
import { type CardLimits, usualLimits } from '../readings/card-limits.ts';
import { emptyGauges, forGauges, type GaugeName, type Gauges, gaugeNames } from '../readings/gauges.ts';
import type { CardId, PrintedHashrate, StatsReading } from '../readings/reading.ts';
import { CardHistory } from './history.ts';
import { LineCounts } from './line-counts.ts';
import { CountGroup } from './running-total.ts';
import { SlowWatch } from './slow.ts';
import { type CardSnapshot, type CardTotals, type Trend, type TrendWish, usualTrend } from './snapshot.ts';

/** Seconds over which a card's average hashrate is taken: a miner's own figure is its luck of some minutes. */
export const averageSeconds = 600;

/** A value that stands on a line of its own is current for so many times the time after which a card is silent. */
const turns = 3;

/** What is held of one card. Changed only by its miner. */
export class Card {
  readonly name: string;
  /** The miner that it is counted for. */
  source: string;
  /** What lines that name no card told of it. */
  readonly lines = new LineCounts();
  /** The newest table that it stood in, counted from 1; 0 where there are none. */
  table = 0;
  #bitstream: Bitstream;
  readonly #counts = new CountGroup(['solutions', 'shares', 'stale']);
  /** What it did over the last day. */
  readonly history = new CardHistory();
  readonly #slow: SlowWatch | null;
  #id: CardId = { dna: null, index: null, device: null };
  #gauges = emptyGauges;
  /** When each value was told, where they stand on several lines. */
  readonly #toldAt = new Map<GaugeName, number>();
  #partial = false;
  #sharesPrinted = false;
  #stalePrinted = false;
  #printed: PrintedHashrate | null = null;
  #readAt = { monotonic: 0, wall: 0 };
  #printedCounts: Pick<StatsReading, 'solutions' | 'shares'> = { solutions: null, shares: null };

  /** @param slowBelow the fraction of its own median below which it is slow; `null`: never */
  constructor(name: string, source: string, bitstream: Bitstream, slowBelow: number | null) {
    this.name = name;
    this.source = source;
    this.#bitstream = bitstream;
    this.#slow = slowBelow === null ? null : new SlowWatch(slowBelow);
  }

  /** `null` until a line told it. */
  get dna(): string | null {
    return this.#id.dna;
  }

  /** `null` until a line told it. */
  get device(): string | null {
    return this.#id.device;
  }

  /** Running total of the shares in its statistics that the pool took. */
  get accepted(): number {
    return this.#counts.total('shares') - (this.#counts.bad('shares') ?? 0);
  }

  /** The newest that it told, H/s. */
  get hashrate(): number | null {
    return this.#gauges.hashrate;
  }

  /** Whether shares are counted for it alone. */
  get countsShares(): boolean {
    const { sharesOf } = this.#bitstream;
    return sharesOf === 'card' || (sharesOf === 'printed' && this.#sharesPrinted);
  }

  /** Seconds since its newest reading. */
  ageAt(now: number): number {
    return Math.max(0, now - this.#readAt.monotonic);
  }

  /** @returns the same as {@link CountGroup.take} */
  take(
    reading: StatsReading,
    bitstream: Bitstream,
    run: number,
    at: { readonly monotonic: number; readonly wall: number },
    whole: boolean,
  ): boolean | 'unsure' {
    const { card, gauges, solutions, shares } = reading;
    this.#bitstream = bitstream;
    this.#id = together(card, this.#id);
    this.table = reading.table ?? 0;
    this.#takeGauges(reading, at.monotonic);
    if (shares !== null) this.#sharesPrinted = true;
    const stale = shares?.stale ?? null;
    if (stale !== null) this.#stalePrinted = true;
    this.#printed = reading.printed;
    this.#readAt = at;
    this.#printedCounts = this.#partial
      ? {
          solutions: solutions ?? this.#printedCounts.solutions,
          shares: shares ?? this.#printedCounts.shares,
        }
      : { solutions, shares };
    this.history.add(at.monotonic, gauges, this.#partial);
    if (gauges.hashrate !== null || !this.#partial) this.#slow?.add(at.monotonic, gauges.hashrate);
    return this.#counts.take(
      {
        solutions,
        shares: shares === null ? null : { total: shares.total, bad: shares.rejected },
        stale: stale === null ? null : { total: stale, bad: null },
      },
      run,
      whole,
    );
  }

  /** The miner is known to count from 0 again. */
  restart(): void {
    this.#counts.restart();
    this.lines.restart();
  }

  /** The other one was this card all along. */
  absorb(other: Card): void {
    this.#counts.absorb(other.#counts);
    this.lines.absorb(other.lines);
    this.#id = together(this.#id, other.#id);
  }

  /**
   * @param trend what its trend shows
   * @param limits from where on its values are yellow and red
   */
  snapshot(
    now: number,
    staleAfter: number,
    trend: TrendWish = usualTrend,
    limits: CardLimits = usualLimits,
  ): Omit<CardSnapshot, 'rejectRatio'> {
    const age = this.ageAt(now);
    const { solutions, shares } = this.#printedCounts;
    return {
      name: this.name,
      source: this.source,
      bitstream: this.#bitstream.name,
      ...this.#id,
      up: age < staleAfter,
      age,
      readAt: this.#readAt.wall,
      gauges: this.#partial ? this.#gaugesAt(now, staleAfter) : this.#gauges,
      printed: this.#printed,
      minerCounts: {
        solutionsGood: solutions?.bad == null ? null : solutions.total - solutions.bad,
        solutionsTotal: solutions?.total ?? null,
        sharesGood: shares?.rejected == null ? null : shares.total - shares.rejected,
        sharesTotal: shares?.total ?? null,
      },
      totals: this.#totals(),
      events: this.lines.events,
      trend: this.#trend(now, trend, staleAfter),
      slowness: this.#slow?.slowness ?? null,
      limits,
    };
  }

  #trend(now: number, wish: TrendWish, staleAfter: number): Trend {
    const { step, buckets } = this.history.series('hashrate', now, { ...wish, staleAfter });
    return {
      average: this.history.average(now, averageSeconds),
      averageSeconds,
      hour: this.history.average(now, 3600),
      day: this.history.average(now, 86_400),
      points: buckets.map((bucket) => bucket?.mean ?? null),
      step,
    };
  }

  #takeGauges({ gauges, partial = false }: StatsReading, at: number): void {
    const before = this.#gauges;
    this.#partial = partial;
    this.#gauges = partial ? forGauges((name) => gauges[name] ?? before[name]) : gauges;
    if (partial) for (const name of gaugeNames) if (gauges[name] !== null) this.#toldAt.set(name, at);
  }

  /** A miner may print its values in turns, but what it tells no more is not so any more. */
  #gaugesAt(now: number, staleAfter: number): Gauges {
    const told = (name: GaugeName) => now - (this.#toldAt.get(name) ?? 0) < turns * staleAfter;
    return forGauges((name) => (told(name) ? this.#gauges[name] : null));
  }

  /** Where shares are printed in several ways, that none was rejected is known only if it is printed. */
  #rejected(onLines: number): number | null {
    const inStats = this.#counts.bad('shares');
    return inStats === null && this.#bitstream.sharesOf === 'printed' ? null : (inStats ?? 0) + onLines;
  }

  #totals(): CardTotals {
    const { failures } = this.#bitstream;
    const ownShares = this.countsShares;
    const { total, rejected } = this.lines.shares;
    return {
      solutions: this.#counts.total('solutions'),
      solutionsBad: this.#counts.bad('solutions'),
      shares: ownShares ? this.#counts.total('shares') + total : null,
      sharesRejected: ownShares ? this.#rejected(rejected) : null,
      ...(this.#stalePrinted && { sharesStale: this.#counts.total('stale') }),
      failures: ownShares && failures.length > 0 ? this.lines.failures : null,
    };
  }
}

/** All that both tell; where they differ, what the first tells. */
function together(first: CardId, second: CardId): CardId {
  const dna = first.dna ?? second.dna;
  const index = first.index ?? second.index;
  const device = first.device ?? second.device;
  // Nearly always nothing is new.
  return dna === second.dna && index === second.index && device === second.device
    ? second
    : { dna, index, device };
}
