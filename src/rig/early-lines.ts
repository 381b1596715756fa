import type { LineKind, Reading, ShareCount } from '../readings/reading.ts';
import { LineCounts } from './line-counts.ts';

/** What lines told that fit one format. */
export class EarlyCounts {
  /** The newest line of shares; `null` without any. */
  shares: ShareCount | null = null;
  readonly counts = new LineCounts();
  /** How many lines of each kind it was. */
  readonly lines: Record<LineKind, number> = { stats: 0, share: 0, event: 0, other: 0 };

  take(reading: Reading): void {
    if (reading.type === 'shares') this.shares = reading.shares;
    else if (reading.type === 'share-failure') this.counts.addFailure(reading.reason);
    else if (reading.type === 'event') this.counts.addEvent(reading.kind);
  }
}

/**
 * What lines told while it was not known which format they are in, or which card they are about: the first statistics
 * show both. Counts for each format that the lines fit, not lines, so that they take no memory however many they are.
 */
export class EarlyLines {
  readonly #byFormat = new Map<string, EarlyCounts>();
  /** Lines that are counted nowhere yet. */
  #held = 0;

  take(reading: Reading, formats: readonly string[]): void {
    for (const format of formats) this.#countsOf(format).take(reading);
  }

  /** Holds a line back that is to be counted as of this kind, should it turn out to be of one of these formats. */
  hold(kind: LineKind, formats: readonly string[]): void {
    this.#held += 1;
    for (const format of formats) this.#countsOf(format).lines[kind] += 1;
  }

  /**
   * The format is known now: what fits it is to be counted, and the rest was of no kind.
   *
   * @param format `null` when the output has ended without any
   * @returns `null` when there was nothing
   */
  end(format: string | null): EarlyCounts | null {
    if (this.#held === 0 && this.#byFormat.size === 0) return null;
    const taken = (format === null ? undefined : this.#byFormat.get(format)) ?? new EarlyCounts();
    const { share, event } = taken.lines;
    taken.lines.other += this.#held - share - event;
    this.#held = 0;
    this.#byFormat.clear();
    return taken;
  }

  #countsOf(format: string): EarlyCounts {
    const known = this.#byFormat.get(format);
    if (known !== undefined) return known;
    const counts = new EarlyCounts();
    this.#byFormat.set(format, counts);
    return counts;
  }
}
