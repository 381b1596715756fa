import type { Bitstream } from '../bitstreams/bitstream.ts';
import { HashrateHistory } from './history.ts';
import type {
  CardId,
  EventKind,
  FailureReason,
  Gauges,
  PrintedHashrate,
  ShareCount,
  StatsReading,
} from './reading.ts';
import { CountGroup, RunningTotal } from './running-total.ts';
import type { CardSnapshot, CardTotals } from './snapshot.ts';

/** Points of a card's sparkline; the panel shows the newest that fit. */
export const trendPoints = 10;
/** Seconds over which a card's average hashrate is taken: a miner's own figure is its luck of some minutes. */
export const averageSeconds = 600;

type ShareGroup = CountGroup<'total' | 'rejected'>;

/** A group of counts for shares: the card's own, or the miner's where it counts for all cards together. */
export function shareGroup(): ShareGroup {
  return new CountGroup({ total: new RunningTotal(), rejected: new RunningTotal() });
}

/** What is held of one card. Changed only by its miner. */
export class Card {
  readonly name: string;
  readonly source: string;
  readonly shares = shareGroup();
  readonly events = new Map<EventKind, number>();
  readonly failures: Record<FailureReason, number> = { stale: 0, difficulty: 0, other: 0 };
  bitstream: Bitstream;
  /** The newest table that it stood in; `null` where there are none. */
  table: number | null = null;
  readonly #stats = new CountGroup({
    solutions: new RunningTotal(),
    solutionsBad: new RunningTotal(),
    shares: new RunningTotal(),
    sharesRejected: new RunningTotal(),
  });
  readonly #history = new HashrateHistory();
  #id: CardId = { dna: null, index: null, device: null };
  #gauges: Gauges = { hashrate: null, clock: null, temperature: null, coreVoltage: null, errorRatio: null };
  #printed: PrintedHashrate | null = null;
  #readAt = { monotonic: 0, wall: 0 };
  #counted: Pick<StatsReading, 'solutions' | 'shares'> = { solutions: null, shares: null };

  constructor(name: string, source: string, bitstream: Bitstream) {
    this.name = name;
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
  ): boolean {
    this.#id = {
      dna: reading.card.dna ?? this.#id.dna,
      index: reading.card.index ?? this.#id.index,
      device: reading.card.device ?? this.#id.device,
    };
    this.table = reading.table;
    this.#gauges = reading.gauges;
    this.#printed = reading.printed;
    this.#readAt = at;
    this.#counted = { solutions: reading.solutions, shares: reading.shares };
    if (reading.gauges.hashrate !== null) this.#history.add(at.monotonic, reading.gauges.hashrate);
    return this.#stats.take(
      {
        solutions: reading.solutions?.total ?? null,
        solutionsBad: reading.solutions?.bad ?? null,
        shares: reading.shares?.total ?? null,
        sharesRejected: reading.shares?.rejected ?? null,
      },
      run,
    );
  }

  /** The miner is known to count from 0 again. */
  restart(): void {
    this.#stats.restart();
    this.shares.restart();
  }

  snapshot(now: number, staleAfter: number): CardSnapshot {
    const age = Math.max(0, now - this.#readAt.monotonic);
    const { solutions, shares } = this.#counted;
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
      trend: this.#history.trend(now, trendPoints, averageSeconds),
    };
  }

  #totals(): CardTotals {
    const ownShares: ShareCount | null =
      this.bitstream.sharesOf === 'miner'
        ? null
        : {
            total: this.#stats.total('shares') + this.shares.total('total'),
            rejected: this.#stats.total('sharesRejected') + this.shares.total('rejected'),
          };
    return {
      solutions: this.#stats.total('solutions'),
      solutionsBad: this.#stats.total('solutionsBad'),
      shares: ownShares?.total ?? null,
      sharesRejected: ownShares?.rejected ?? null,
      failures:
        this.bitstream.sharesOf === 'card' && this.bitstream.failures.length > 0
          ? { ...this.failures }
          : null,
    };
  }
}
