import type { Gauges } from '../readings/gauges.ts';
import { type Bucket, HistoryRing } from './history-ring.ts';

export type { Bucket } from './history-ring.ts';

/** What is remembered over time. */
export const quantities = ['hashrate', 'temperature', 'errorRatio'] as const;

/** One of {@link quantities}. */
export type Quantity = (typeof quantities)[number];

/** A quantity over time in equal steps, oldest first. */
export interface Series {
  /** Seconds of one step. */
  readonly step: number;
  /** Seconds since the end of the newest step: the one that is not over is left out. */
  readonly age: number;
  /** `null` where nothing was read for so long that the card is silent, and before its first reading. */
  readonly buckets: readonly (Bucket | null)[];
}

/** What a series is to show. */
export interface SeriesWish {
  /** How many steps at the most; as many where all that is known so far is shown. */
  readonly points: number;
  /** Seconds that all of them take together; `null`: all that is known so far, a day at the most. */
  readonly span: number | null;
  /** Seconds after which a card is silent: for so long the value that was read last holds. */
  readonly staleAfter: number;
}

/** How a series is had. */
export type SeriesOf = (
  card: string,
  quantity: Quantity,
  wish: Omit<SeriesWish, 'staleAfter'>,
) => Series | null;

const hour = 3600;
const day = 86_400;
/** Series that are remembered until their step is over. */
const mostMade = 12;
/** Lengths of a step, in seconds. */
const steps = [
  ...[5, 10, 15, 20, 30, 60, 120, 150, 180, 240, 300, 360, 600, 720, 900, 1200, 1440, 1800, 2400, 2880, 3600],
  ...[4320, 5400, 7200, 8640, 10_800, 14_400, 17_280, 21_600, 43_200, 86_400],
];

/** One quantity: an hour in slots of five seconds, a day in minutes. */
interface Rings {
  readonly seconds: HistoryRing;
  readonly minutes: HistoryRing;
}

/** One card over the last day: an hour in slots of five seconds, a day in minutes. */
export class CardHistory {
  readonly #rings: Partial<Record<Quantity, Rings>> = {};
  /** What was read at the newest moment, before it goes into the rings. */
  readonly #newest: Record<Quantity, number | null> = { hashrate: null, temperature: null, errorRatio: null };
  #newestAt = 0;
  /** What was made for each wish: panel and page have their own. */
  readonly #made = new Map<string, { readonly current: number; readonly series: Series }>();
  #first: number | null = null;

  /**
   * Lines come by the hundred at one moment, when a log is read: the newest tells what is so.
   *
   * @param at seconds on the monotonic clock
   * @param partial what is not told is as it was
   */
  add(at: number, gauges: Pick<Gauges, Quantity>, partial = false): void {
    if (at !== this.#newestAt) this.#settle();
    this.#newestAt = at;
    for (const quantity of quantities) {
      const value = gauges[quantity];
      if (value !== null || !partial) this.#newest[quantity] = value;
    }
  }

  #settle(): void {
    for (const quantity of quantities) {
      const value = this.#newest[quantity];
      if (value === null) continue;
      this.#first ??= this.#newestAt;
      const rings = this.#rings[quantity] ?? newRings();
      this.#rings[quantity] = rings;
      rings.seconds.add(this.#newestAt, value);
      rings.minutes.add(this.#newestAt, value);
      this.#newest[quantity] = null;
    }
  }

  /** The mean hashrate (H/s) over the last so many seconds, a day at the most; `null` without a reading in it. */
  average(now: number, seconds: number): number | null {
    this.#settle();
    const ring = this.#rings.hashrate?.[seconds <= hour ? 'seconds' : 'minutes'];
    return ring?.average(now, seconds) ?? null;
  }

  /** A quantity over time. */
  series(quantity: Quantity, now: number, wish: SeriesWish): Series {
    this.#settle();
    const { staleAfter } = wish;
    const { step, points } = stepsFor(wish, this.#first === null ? 0 : now - this.#first);
    const current = Math.floor(now / step);
    const age = now - current * step;
    // What is over does not change any more, but for the value that is carried on.
    const key = `${quantity} ${points} ${step} ${staleAfter}`;
    const before = this.#made.get(key);
    if (before?.current === current) return { ...before.series, age };
    const ring =
      this.#rings[quantity]?.[step * (points + 1) <= hour || step % 60 !== 0 ? 'seconds' : 'minutes'];
    const buckets =
      ring === undefined
        ? Array.from({ length: points }, () => null)
        : bucketsOf(ring, step, current, points, staleAfter);
    const series = { step, age, buckets };
    if (this.#made.size >= mostMade) this.#made.clear();
    this.#made.set(key, { current, series });
    return series;
  }
}

/** The shortest steps that make the time; of a time that was asked for exactly so many as it has. */
function stepsFor(
  { points, span }: SeriesWish,
  elapsed: number,
): { readonly step: number; readonly points: number } {
  if (span === null)
    return { step: steps.find((step) => step * points >= Math.min(elapsed, day)) ?? day, points };
  const step = steps.find((length) => span % length === 0 && span / length <= points) ?? span;
  return { step, points: Math.max(1, Math.round(span / step)) };
}

function newRings(): Rings {
  return { seconds: new HistoryRing(5, hour / 5), minutes: new HistoryRing(60, day / 60) };
}

/** The steps before the current one. A value holds until the next one is read, or the card is silent. */
function bucketsOf(
  ring: HistoryRing,
  step: number,
  current: number,
  points: number,
  staleAfter: number,
): readonly (Bucket | null)[] {
  const perStep = Math.max(1, Math.round(step / ring.slotSeconds));
  const first = (current - points) * perStep;
  const holds = Math.min(ring.slots, Math.ceil(staleAfter / ring.slotSeconds));
  let last = newestBefore(ring, first, holds);
  return Array.from({ length: points }, (_, place) => {
    const from = first + place * perStep;
    const read: Bucket[] = [];
    for (let slot = from; slot < from + perStep; slot += 1) {
      const bucket = ring.slot(slot);
      if (bucket === null) continue;
      read.push(bucket);
      last = { slot, value: bucket.mean };
    }
    if (read.length > 0) return together(read);
    if (last === null || from - last.slot > holds) return null;
    return { min: last.value, mean: last.value, max: last.value };
  });
}

function newestBefore(
  ring: HistoryRing,
  slot: number,
  most: number,
): { readonly slot: number; readonly value: number } | null {
  for (let before = slot - 1; before >= slot - most; before -= 1) {
    const bucket = ring.slot(before);
    if (bucket !== null) return { slot: before, value: bucket.mean };
  }
  return null;
}

function together(buckets: readonly Bucket[]): Bucket {
  let [min, sum, max] = [Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY];
  for (const bucket of buckets) {
    min = Math.min(min, bucket.min);
    sum += bucket.mean;
    max = Math.max(max, bucket.max);
  }
  return { min, mean: sum / buckets.length, max };
}
