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
    const form = readForm(text, this.#tables.devices);
    return this.#ofOneKind(
      this.#ofOneAlgorithm(text, [
        ...(form?.found ?? []),
        ...readFreeText(form?.rest ?? text, form !== null),
      ]),
    );
  }

  #ofOneAlgorithm(text: string, found: readonly Found[]): readonly Found[] {
    if (!found.some(({ values }) => values.hashrate !== undefined)) return found;
    const algorithm = /^\s*([A-Z][\w/-]{1,15}?)(?::\s| - )/.exec(text)?.[1] ?? null;
    if (algorithm === null || /^(?:GPU|CPU|FPGA|Total|Speed|Hashrate)/i.test(algorithm)) return found;
    return this.#algorithms.isFirst(algorithm) ? found : [];
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
