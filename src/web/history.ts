import { rounded } from '../readings/units.ts';
import { type Quantity, quantities, type Series, type SeriesOf } from '../rig/history.ts';

/** Times that graphs show, in seconds, by how they are called in an address. */
export const spans: ReadonlyMap<string, number> = new Map([
  ['5m', 300],
  ['1h', 3600],
  ['24h', 86_400],
]);

/** The time that is shown unless another is asked for. */
export const usualSpan = 3600;

/** Points of a graph. */
const points = 60;

/** Which cards' history is asked for, over how many seconds. */
export interface HistoryQuestion {
  readonly cards: readonly string[];
  readonly span: number;
}

/** One card over time. */
export interface CardHistory {
  readonly card: string;
  readonly series: Readonly<Record<Quantity, Series>>;
}

/** How it is had. */
export type HistoryOf = (question: HistoryQuestion) => Promise<readonly CardHistory[]>;

/** What is known of each; cards that there are not are left out. */
export function historyOf({ cards, span }: HistoryQuestion, series: SeriesOf): readonly CardHistory[] {
  return cards.flatMap((card) => {
    const of = (quantity: Quantity) => series(card, quantity, { span, points });
    const [hashrate, temperature, errorRatio] = [of('hashrate'), of('temperature'), of('errorRatio')];
    const known = hashrate !== null && temperature !== null && errorRatio !== null;
    return known ? [{ card, series: { hashrate, temperature, errorRatio } }] : [];
  });
}

/** A time as people read it: `1 h`. */
export function spanWords(span: number): string {
  return span < 3600 ? `${span / 60} min` : `${span / 3600} h`;
}

/** Seconds of a time as it stands in an address: `1h`, `3600`; `null` for what is none of {@link spans}. */
export function spanOf(text: string | null): number | null {
  if (text === null) return usualSpan;
  return spans.get(text) ?? [...spans.values()].find((seconds) => String(seconds) === text) ?? null;
}

/**
 * What `/api/history` answers: a card in equal steps, oldest first, `null` where it was silent; SI units, Unix seconds.
 * The step that is not over is left out. Fields may be added, none is renamed or removed.
 */
export function historyReport({ card, series }: CardHistory, span: number, takenAt: number) {
  return {
    card,
    span,
    /** Seconds of one step. */
    step: series.hashrate.step,
    /** The end of the newest step. */
    until: takenAt - series.hashrate.age,
    ...Object.fromEntries(quantities.map((quantity) => [quantity, bucketsReport(series[quantity])])),
  };
}

function bucketsReport({ buckets }: Series) {
  const values = (name: 'min' | 'mean' | 'max') =>
    buckets.map((bucket) => (bucket === null ? null : rounded(bucket[name])));
  return { min: values('min'), mean: values('mean'), max: values('max') };
}
