import { emptyGauges } from '../readings/gauges.ts';
import type {
  CardId,
  EventKind,
  FailureReason,
  PrintedHashrate,
  ShareCount,
  StatsReading,
} from '../readings/reading.ts';
import { HashrateHistory } from './history.ts';
import type { Origin } from './origin.ts';
import { CountGroup } from './running-total.ts';
import { SlowWatch } from './slow.ts';
import type { CardSnapshot, CardTotals } from './snapshot.ts';

/** Points of a card's sparkline; the panel shows the newest that fit. */
export const trendPoints = 10;
/** Seconds over which a card's average hashrate is taken: a miner's own figure is its luck of some minutes. */
export const averageSeconds = 600;

/** Shares counted on lines of their own: the card's, or the miner's where it counts for all its cards together. */
export class ShareLines {
  readonly #group = new CountGroup(['shares']);

  get count(): ShareCount {
    return { total: this.#group.total('shares'), rejected: this.#group.bad('shares') ?? 0 };
  }

  /** @returns true when the count shows that the miner was restarted, and nothing had told so before. */
  take({ total, rejected }: ShareCount, run: number, whole: boolean): boolean | 'unsure' {
    return this.#group.take({ shares: { total, bad: rejected } }, run, whole);
  }

  /** The miner is known to count from 0 again. */
  restart(): void {
    this.#group.restart();
  }

  /** From here on counts what the other would have counted. */
  continueFrom(other: ShareLines): void {
    this.#group.continueFrom(other.#group);
  }
}

/** What is held of one card. Changed only by its miner. */
export class Card {
  readonly name: string;
  readonly source: string;
  readonly shareLines = new ShareLines();
  readonly events = new Map<EventKind, number>();
  readonly failures: Record<FailureReason, number> = { stale: 0, difficulty: 0, other: 0 };
  bitstream: Origin;
  /** The start of the miner program after which it was last read. */
  start = -1;
  /** The newest table that it stood in; `null` where there are none. */
  table: number | null = null;
  readonly #counts = new CountGroup(['solutions', 'shares']);
  readonly #history = new HashrateHistory();
  readonly #slow: SlowWatch | null;
  #id: CardId = { dna: null, index: null, device: null };
  #gauges = emptyGauges;
  #printed: PrintedHashrate | null = null;
  #readAt = { monotonic: 0, wall: 0 };
  #printedCounts: Pick<StatsReading, 'solutions' | 'shares'> = { solutions: null, shares: null };

  /** @param slowBelow the fraction of its own median below which it is slow; `null`: never */
  constructor(name: string, source: string, bitstream: Origin, slowBelow: number | null) {
    this.name = name;
    this.#slow = slowBelow === null ? null : new SlowWatch(slowBelow);
    this.source = source;
    this.bitstream = bitstream;
  }

  /** `null` until a line told it. */
  get dna(): string | null {
    return this.#id.dna;
  }

  /** @returns true when its numbers show that the miner was restarted, and nothing had told so before. */
  take(
    reading: StatsReading,
    run: number,
    at: { readonly monotonic: number; readonly wall: number },
    whole: boolean,
  ): boolean | 'unsure' {
    this.#id = {
      dna: reading.card.dna ?? this.#id.dna,
      index: reading.card.index ?? this.#id.index,
      device: reading.card.device ?? this.#id.device,
    };
    this.table = reading.table;
    this.#gauges = reading.gauges;
    this.#printed = reading.printed;
    this.#readAt = at;
    this.#printedCounts = reading;
    if (reading.gauges.hashrate !== null) {
      this.#history.add(at.monotonic, reading.gauges.hashrate);
      this.#slow?.add(at.monotonic, reading.gauges.hashrate);
    }
    const { solutions, shares } = reading;
    return this.#counts.take(
      { solutions, shares: shares === null ? null : { total: shares.total, bad: shares.rejected } },
      run,
      whole,
    );
  }

  /** Running total of the shares in its statistics that the pool took. */
  get accepted(): number {
    return this.#counts.total('shares') - (this.#counts.bad('shares') ?? 0);
  }

  /** The miner is known to count from 0 again. */
  restart(): void {
    this.#counts.restart();
    this.shareLines.restart();
  }

  /** @param trendSpan seconds that the trend shows; `null`: all so far, an hour at the most */
  snapshot(now: number, staleAfter: number, trendSpan: number | null = null): CardSnapshot {
    const age = Math.max(0, now - this.#readAt.monotonic);
    const { solutions, shares } = this.#printedCounts;
    return {
      name: this.name,
      source: this.source,
      bitstream: this.bitstream.name,
      ...this.#id,
      up: age < staleAfter,
      age,
      readAt: this.#readAt.wall,
      gauges: this.#gauges,
      printed: this.#printed,
      minerCounts: {
        solutionsGood: solutions?.bad == null ? null : solutions.total - solutions.bad,
        solutionsTotal: solutions?.total ?? null,
        sharesGood: shares === null ? null : shares.total - shares.rejected,
        sharesTotal: shares?.total ?? null,
      },
      totals: this.#totals(),
      events: Object.fromEntries(this.events),
      trend: this.#history.trend(now, trendPoints, averageSeconds, trendSpan),
      slowness: this.#slow?.slowness ?? null,
    };
  }

  #totals(): CardTotals {
    const ownShares = this.bitstream.sharesOf === 'card';
    const lines = this.shareLines.count;
    return {
      solutions: this.#counts.total('solutions'),
      solutionsBad: this.#counts.bad('solutions'),
      shares: ownShares ? this.#counts.total('shares') + lines.total : null,
      sharesRejected: ownShares ? (this.#counts.bad('shares') ?? 0) + lines.rejected : null,
      failures: ownShares && this.bitstream.failures.length > 0 ? { ...this.failures } : null,
    };
  }
}
