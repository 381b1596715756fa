import type { Reading } from '../readings/reading.ts';
import { withoutLogPrefix } from './generic/log-prefix.ts';
import { readingsOf } from './generic/readings.ts';
import { TableReader } from './generic/tables.ts';
import { LinePattern } from './line-pattern.ts';
import { longestLine } from './pattern.ts';

const known: readonly Reading[] = [{ type: 'known' }];

/** Reads the tables under headers that a format names, by the words in them and the places where values stand. */
export class HeadedTables {
  readonly #headers: readonly LinePattern[];
  readonly #reader = new TableReader();

  constructor(headers: readonly string[]) {
    this.#headers = headers.map((header) => new LinePattern(header));
  }

  /**
   * What a row tells; `null` for a line that is neither a header nor a row.
   *
   * @param shown the line with the blanks in front: columns are places
   */
  read(shown: string): readonly Reading[] | null {
    if (shown.length > longestLine) return null;
    const line = withoutLogPrefix(shown.trimEnd());
    const text = line.trim();
    if (this.#headers.some((header) => header.read(text) !== null) && this.#reader.readHeader(line))
      return known;
    const found = this.#reader.readBelow(line);
    if (found === null) return null;
    const readings = readingsOf(found);
    return readings.length > 0 ? readings : known;
  }

  /** Lines that come are no rows of the newest table any more. */
  end(): void {
    this.#reader.forget();
  }

  /** The devices of the newest table by their numbers, in its order. */
  get devices(): readonly number[] {
    return this.#reader.devices;
  }
}
