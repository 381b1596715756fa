import type { PrintedHashrate } from '../../readings/reading.ts';
import { printedRate, put, valuesIn } from './cells.ts';
import { FirstAlgorithm } from './first-algorithm.ts';
import type { Found, FoundDevice, FoundValues } from './found.ts';
import { isSum } from './sums.ts';
import {
  barred,
  type Cell,
  firstOfEach,
  isUnit,
  overlapping,
  spaced,
  type Title,
  titleOf,
  withBelow,
} from './titles.ts';

const deviceCell =
  /^[\s|]*(?:\[?(?:(?<kind>GPU|FPGA|CPU|ASIC)\s?)?#?(?<index>\d{1,3})(?::\d+)?\]?)(?=[\s|])/i;
const totalCell = /^[\s|]*(?:total|smry|sum)\b/i;
/** `+=== kawpow ===+` between tables: one word names what the next one is about. */
const caption = /^[\s+|*]*[=-]{2,}\s*(?<name>[a-z][\w/.-]*)\s*[=-]{2,}[\s+|*]*$/i;

/** Titles of tables about other people's machines, or about money. */
const otherTables =
  /^(?:workers?|users?|accounts?|wallets?|miners?|last seen|price|profit.*|.*\/day|pool ?fee)$/i;

/** Reads tables by the words of their headers, and remembers the newest header. */
export class TableReader {
  #titles: readonly Title[] = [];
  /** The devices of the newest table, in its order. */
  #devices: number[] = [];
  /** The rates and watts of its rows so far, by which a total without a word is known. */
  #rows: FoundValues[] = [];
  #vertical: readonly (FoundDevice | 'total')[] = [];
  #verticalEnds: readonly number[] = [];
  #caption: string | null = null;
  readonly #algorithms = new FirstAlgorithm();

  /** Whether the line is a header, which is remembered. */
  readHeader(line: string): boolean {
    return !isRule(line) && (this.#readTitles(line) || this.#readDevices(line));
  }

  /** What a row tells; `null` for a line that is none, and no rule or second line of titles either. */
  readBelow(line: string): readonly Found[] | null {
    if (isRule(line)) {
      // Rules stand between rows, but end what stands in columns.
      this.#vertical = [];
      return this.#titles.length > 0 ? [] : null;
    }
    if (this.#readSecondLine(line)) return [];
    const found = this.#vertical.length > 0 ? this.#readQuantity(line) : this.#readRow(line);
    if (found === null) {
      this.forget();
      this.#caption = caption.exec(line)?.groups?.['name'] ?? null;
    }
    return found;
  }

  /** The devices of the newest table by their numbers, in its order. */
  get devices(): readonly number[] {
    return this.#devices;
  }

  forget(): void {
    this.#titles = [];
    this.#vertical = [];
  }

  /** A header names two of our columns at least, and holds no numbers. */
  #readTitles(line: string): boolean {
    const cells = cellsOf(line);
    if (cells === null || (this.#titles.length > 0 && this.#isSecondLine(cells))) return false;
    // Words between blanks are titles only if all of them look like titles: any sentence may hold two that we know.
    if (!line.trimStart().startsWith('|') && !cells.every(({ text }) => /^[#A-Z][\w#%./()]*$/.test(text)))
      return false;
    if (isPressed(line, cells)) return false;
    const titles = cells.map(titleOf);
    const known = titles.filter(({ column }) => column !== 'other');
    if (titles.some(({ text }) => otherTables.test(text.trim()))) return false;
    if (known.length < 2 || !known.some(({ column }) => /hashrate|temperature|power|fan|shares/.test(column)))
      return false;
    this.#titles = this.#ofFirstAlgorithm(firstOfEach(titles));
    this.#devices = [];
    this.#rows = [];
    this.#vertical = [];
    return true;
  }

  /** Below the name of a second algorithm nothing counts. */
  #ofFirstAlgorithm(titles: readonly Title[]): readonly Title[] {
    const rates = titles.some(({ column }) => column === 'hashrate');
    if (!rates || this.#caption === null || this.#algorithms.isFirst(this.#caption)) return titles;
    return titles.map((title) => (title.column === 'index' ? title : { ...title, column: 'other' }));
  }

  /** A second line of titles belongs to the first where it holds units. */
  #readSecondLine(line: string): boolean {
    if (this.#titles.length === 0) return false;
    const cells = cellsOf(line);
    if (cells === null || !this.#isSecondLine(cells)) return false;
    this.#titles = this.#titles.map((title) => {
      const below = overlapping(cells, title);
      return below === undefined ? title : withBelow(title, below.text.trim());
    });
    return true;
  }

  #isSecondLine(cells: readonly Cell[]): boolean {
    return (
      cells.some(({ text }) => isUnit(text)) &&
      cells.every(({ text }) => text === '' || isUnit(text) || /^[a-z/]+$/i.test(text))
    );
  }

  /** `                     GPU 0   GPU 1   Total`: devices side by side, their quantities below. */
  #readDevices(line: string): boolean {
    const names = [...line.matchAll(/(?<kind>GPU|FPGA|CPU)\s?#?(?<index>\d{1,3})|(?<total>Total)/gi)];
    if (names.length < 2 || line.replace(/(?:GPU|FPGA|CPU)\s?#?\d{1,3}|Total|[\s|]/gi, '') !== '')
      return false;
    this.#titles = [];
    this.#vertical = names.map(({ groups }) =>
      groups?.['total'] === undefined
        ? { kind: (groups?.['kind'] ?? '').toUpperCase(), index: Number(groups?.['index']) }
        : 'total',
    );
    this.#devices = this.#vertical.flatMap((device) => (device === 'total' ? [] : device.index));
    this.#verticalEnds = names.map((name) => name.index + name[0].length);
    return true;
  }

  #readQuantity(line: string): readonly Found[] | null {
    const [, label, rest] = /^\s*(-{0,2}[A-Za-z][A-Za-z ]*?\s*(?:\([^)]*\))?)\s*:(.*)$/.exec(line) ?? [];
    if (label === undefined || rest === undefined) return null;
    const title = titleOf({ text: label, start: 0, end: 0 });
    if (title.column === 'other' || title.column === 'index') return [];
    const offset = line.length - rest.length;
    return [...rest.matchAll(/\S+/g)].flatMap((cell) => {
      const end = offset + cell.index + cell[0].length;
      const device = this.#vertical[nearest(this.#verticalEnds, end)];
      const values: FoundValues = {};
      if (device === undefined) return [];
      put(values, title, cell[0]);
      if (Object.keys(values).length === 0) return [];
      return [{ device: device === 'total' ? null : device, values, printed: printedRate(title, cell[0]) }];
    });
  }

  #readRow(line: string): readonly Found[] | null {
    if (this.#titles.length === 0) return null;
    const named = totalCell.test(line) ? null : this.#deviceIn(line);
    const device: FoundDevice | null =
      named === null
        ? null
        : { kind: (named.groups?.['kind'] ?? '').toUpperCase(), index: Number(named.groups?.['index']) };
    const { values, printed } = this.#valuesIn(line, named === null ? 0 : named.index + named[0].length);
    if (device === null && !totalCell.test(line) && !this.#isTotal(line, values)) return null;
    if (device !== null) {
      this.#devices.push(device.index);
      this.#rows.push(values);
    }
    return Object.keys(values).length === 0 ? [] : [{ device, values, printed }];
  }

  /** A bare number is a device only below a title that says so. */
  #deviceIn(line: string): RegExpExecArray | null {
    const cell = deviceCell.exec(line);
    if (cell === null || cell.groups?.['kind'] !== undefined) return cell;
    return this.#titles.some(({ column }) => column === 'index') ? cell : null;
  }

  #valuesIn(
    line: string,
    from: number,
  ): Pick<Found, 'values'> & { readonly printed: PrintedHashrate | null } {
    const values: FoundValues = {};
    let printed: PrintedHashrate | null = null;
    const taken = new Set<Title>();
    for (const cell of valuesIn(line)) {
      const title = cell.start < from ? undefined : overlapping(this.#titles, cell);
      if (title === undefined || taken.has(title)) continue;
      taken.add(title);
      put(values, title, cell.text);
      printed = printedRate(title, cell.text) ?? printed;
    }
    return { values, printed };
  }

  /** A row without a word in front, whose rate, or else whose watts, are the sum of all. */
  #isTotal(line: string, values: FoundValues): boolean {
    const name = values.hashrate === undefined ? 'power' : 'hashrate';
    const sum = values[name];
    const all = this.#rows.flatMap((row) => row[name] ?? []);
    return sum !== undefined && all.length > 0 && !/^[\s|]*[a-z]/i.test(line) && isSum(all, sum);
  }
}

/** The titles that a line may hold; `null` where it holds a number, which no header does. */
function cellsOf(line: string): readonly Cell[] | null {
  if (/(?:^|[\s|(])[-+]?\d/.test(line)) return null;
  return line.includes('|') && !/^\|[^|]*\|\s*$/.test(line.trim()) ? barred(line) : spaced(line);
}

function isRule(line: string): boolean {
  return /^[\s|+=*_.\u2500-\u257f-]*$/.test(line);
}

function nearest(ends: readonly number[], end: number): number {
  return ends.reduce(
    (best, at, index) => (Math.abs(at - end) < Math.abs((ends[best] ?? 0) - end) ? index : best),
    0,
  );
}

/** Columns between blanks whose blanks were pressed together on the way: nothing stands at its place any more. */
function isPressed(line: string, titles: readonly Cell[]): boolean {
  return titles.length > 3 && !line.includes('|') && !/\S\s{2,}\S/.test(line.trim());
}
