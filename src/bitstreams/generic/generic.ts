import { algorithmIn } from './algorithms.ts';
import { FirstAlgorithm } from './first-algorithm.ts';
import { readForm } from './forms.ts';
import type { Found } from './found.ts';
import { readFreeText } from './free-text.ts';
import { withoutLogPrefix } from './log-prefix.ts';
import { TableReader } from './tables.ts';

/** Reads the lines of a miner that no format knows, by units and words. A wrong reading is worse than none. */
export class GenericReader {
  readonly #tables = new TableReader();
  readonly #algorithms = new FirstAlgorithm();
  #kind: string | null = null;
  #part: 'header' | 'row' | null = null;

  /** What the newest line is in a table. */
  get part(): 'header' | 'row' | null {
    return this.#part;
  }

  /** @param line a line as a terminal shows it */
  read(line: string): readonly Found[] {
    const text = withoutLogPrefix(line);
    this.#part = this.#tables.readHeader(text) ? 'header' : null;
    const row = this.#part === null ? this.#tables.readBelow(text) : [];
    if (row !== null) {
      this.#part ??= 'row';
      return this.#ofOneKind(row);
    }
    const { name, secondAt } = algorithmIn(text);
    // Of two algorithms the first counts.
    const first = secondAt === null ? text : text.slice(0, secondAt);
    const form = readForm(first, this.#tables.devices);
    const found = [...(form?.found ?? []), ...readFreeText(form?.rest ?? first, form !== null)];
    const told = name !== null && found.some(({ values }) => values.hashrate !== undefined);
    return told && !this.#algorithms.isFirst(name) ? [] : this.#ofOneKind(found);
  }

  /** A program's processors and its boards have the same numbers: those that are told of first are meant. */
  #ofOneKind(found: readonly Found[]): readonly Found[] {
    return found.filter(({ device }) => {
      if (device === null || device.kind === '') return true;
      this.#kind ??= device.kind;
      return device.kind === this.#kind;
    });
  }
}
