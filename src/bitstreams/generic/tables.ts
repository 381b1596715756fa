import { decimal, type Found, type FoundDevice, type FoundValues, rateOf } from './found.ts';

/** What a column holds, by the words in its header; `other` is a column that is none of ours. */
type Column =
  | 'index'
  | 'hashrate'
  | 'temperature'
  | 'fan'
  | 'power'
  | 'clock'
  | 'coreVoltage'
  | 'accepted'
  | 'rejected'
  | 'shares'
  | 'other';

interface Title {
  readonly column: Column;
  readonly text: string;
  /** The unit in the header, if there is one. */
  readonly unit: string;
  readonly start: number;
  readonly end: number;
}

/** A value of a row, with the place where it stands. */
interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The words of headers, whole; the first that matches decides. */
const columnWords: readonly (readonly [Column, RegExp])[] = [
  ['index', /^(?:#|id|gpu|fpga|fpga#|f#|dev(?:ice)?#?|n)$/],
  ['hashrate', /^(?:hash ?rate|speed|hash|rate)$/],
  ['temperature', /^(?:temp(?:erature)?|ctmp|core temp|t\(?core\)?|tedge|tcore|gpu temp)$/],
  ['fan', /^(?:fan|fan ?pct|fan speed)$/],
  ['power', /^(?:power(?: usage)?|powr|pwr|watts?|consumption)$/],
  ['clock', /^(?:cclk|core ?clk|core(?: clock| ?mhz)?|gpu clock|coremhz|clock|clk)$/],
  ['coreVoltage', /^(?:vddc|vcore|vccint|core voltage)$/],
  ['accepted', /^(?:acc|accept|accepted)$/],
  ['rejected', /^(?:rej|reject|rejected)$/],
  ['shares', /^(?:shares(?: a\/s\/hw| a\/r(?:\/i)?)?)$/],
];

const units =
  /^(?:[kmgt]?(?:h|sol|hash)\/s|w|mhz|ghz|pct|%|c|°c|deg c|mv|v|a\/s\/hw|a\/r(?:\/i)?|h\/w|mh\/s\/w)$/i;
const value =
  /(?:n\/?a|-)|\d+(?:[.,]\d+)*(?:\/\d+)*(?:\s?(?:[kKMGTP]?(?:[Hh]|[Ss]ols?|[Hh]ash)\/s|[kKMGT]?[Hh]\/W|°?C|%|W|w|[MG]?[Hh]z|[MmGg][Hh]z|mV|V|[KMGT])(?![A-Za-z]))?/g;
const deviceCell =
  /^[\s|]*(?:\[?(?:(?<kind>GPU|FPGA|CPU|ASIC)\s?#?)?(?<index>\d{1,3})(?::\d+)?\]?)(?=[\s|])/i;

/** Reads tables by the words of their headers, and remembers the newest header. */
export class TableReader {
  #titles: readonly Title[] = [];
  /** The devices of the newest table, in its order. */
  #devices: number[] = [];
  #vertical: readonly (FoundDevice | 'total')[] = [];
  #verticalEnds: readonly number[] = [];

  /** What a row tells; `null` for a line that is neither a header nor a row. */
  read(line: string): readonly Found[] | null {
    if (/^[\s|+=*_.-]*$/.test(line)) {
      // Rules stand between rows, but end what stands in columns.
      this.#vertical = [];
      return this.#titles.length > 0 ? [] : null;
    }
    if (this.#readHeader(line) || this.#readDevices(line)) return [];
    const found = this.#vertical.length > 0 ? this.#readQuantity(line) : this.#readRow(line);
    if (found === null) this.forget();
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

  /** A header names two of our columns at least, and holds no numbers; a second line of units belongs to the first. */
  #readHeader(line: string): boolean {
    if (/(?:^|[\s|(])[-+]?\d/.test(line)) return false;
    const cells = line.includes('|') && !/^\|[^|]*\|\s*$/.test(line.trim()) ? barred(line) : spaced(line);
    if (
      this.#titles.length > 0 &&
      cells.every(({ text }) => text === '' || units.test(text) || /^[a-z/]+$/i.test(text))
    ) {
      const joined = this.#withSecondLine(cells);
      if (joined) return true;
    }
    // Words between blanks are titles only if all of them look like titles: any sentence may hold two that we know.
    if (!line.trimStart().startsWith('|') && !cells.every(({ text }) => /^[#A-Z][\w#%./()]*$/.test(text)))
      return false;
    const titles = cells.map(titleOf);
    const known = titles.filter(({ column }) => column !== 'other');
    if (known.length < 2 || !known.some(({ column }) => /hashrate|temperature|power|fan|shares/.test(column)))
      return false;
    this.#titles = firstOfEach(titles);
    this.#devices = [];
    this.#vertical = [];
    return true;
  }

  #withSecondLine(cells: readonly Cell[]): boolean {
    if (!cells.some(({ text }) => units.test(text))) return false;
    const titles = this.#titles.map((title): Title => {
      const below = overlapping(cells, title);
      if (below === undefined) return title;
      const words = below.text.trim();
      if (/^temp\.?$/i.test(words))
        return {
          ...title,
          column: /^(?:core|gpu|asic|chip)$/i.test(title.text.trim()) ? 'temperature' : 'other',
        };
      return { ...title, unit: units.test(words) ? words : title.unit };
    });
    this.#titles = titles;
    return true;
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
    this.#verticalEnds = names.map((name) => name.index + name[0].length);
    return true;
  }

  #readQuantity(line: string): readonly Found[] | null {
    const [, label, unit = '', rest] =
      /^\s*([A-Za-z][A-Za-z ]*?)\s*(?:\(([^)]*)\))?\s*:(.*)$/.exec(line) ?? [];
    if (label === undefined || rest === undefined) return null;
    const { column } = titleOf({ text: label.toLowerCase(), start: 0, end: 0 });
    if (column === 'other' || column === 'index') return [];
    const offset = line.length - rest.length;
    return [...rest.matchAll(/\S+/g)].flatMap((cell) => {
      const end = offset + cell.index + cell[0].length;
      const at = nearest(this.#verticalEnds, end);
      const device = this.#vertical[at];
      const values: FoundValues = {};
      if (device === undefined) return [];
      put(values, { column, unit }, cell[0]);
      return Object.keys(values).length === 0 ? [] : [{ device: device === 'total' ? null : device, values }];
    });
  }

  #readRow(line: string): readonly Found[] | null {
    if (this.#titles.length === 0) return null;
    const total = /^[\s|]*total\b/i.test(line);
    const named = total ? null : deviceCell.exec(line);
    if (named === null && !total) return null;
    const device: FoundDevice | null =
      named === null
        ? null
        : { kind: (named.groups?.['kind'] ?? '').toUpperCase(), index: Number(named.groups?.['index']) };
    if (device !== null) this.#devices.push(device.index);
    const values: FoundValues = {};
    const taken = new Set<Title>();
    for (const cell of [...line.matchAll(value)]) {
      const start = cell.index;
      if (named !== null && start < named.index + named[0].length) continue;
      const title = overlapping(this.#titles, { start, end: start + cell[0].length });
      if (title === undefined || taken.has(title)) continue;
      taken.add(title);
      put(values, title, cell[0]);
    }
    return Object.keys(values).length === 0 ? [] : [{ device, values }];
  }
}

function titleOf({ text, start, end }: Cell): Title {
  const [, name = '', unit = ''] = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(text.trim().toLowerCase()) ?? [];
  const whole = text.trim().toLowerCase();
  const column =
    columnWords.find(([, words]) => words.test(whole))?.[0] ??
    columnWords.find(([, words]) => words.test(name))?.[0] ??
    'other';
  return { column: /mem/.test(unit) ? 'other' : column, text, unit, start, end };
}

/** Of two columns with the same words (two algorithms) the first counts. */
function firstOfEach(titles: readonly Title[]): readonly Title[] {
  const seen = new Set<Column>();
  return titles.map((title) => {
    if (title.column === 'other') return title;
    const again = seen.has(title.column);
    seen.add(title.column);
    return again ? { ...title, column: 'other' } : title;
  });
}

function barred(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = line.indexOf('|') + 1;
  for (let end = line.indexOf('|', start); end !== -1; end = line.indexOf('|', start)) {
    cells.push({ text: line.slice(start, end).trim(), start, end });
    start = end + 1;
  }
  return cells;
}

/** Titles between blanks; two words with one blank between them are two titles unless they are known as one. */
function spaced(line: string): readonly Cell[] {
  return [...line.matchAll(/[^\s|]+/g)].map((word) => ({
    text: word[0],
    start: word.index,
    end: word.index + word[0].length,
  }));
}

/** What stands at the same place; the one with most in common. */
function overlapping<Item extends { readonly start: number; readonly end: number }>(
  items: readonly Item[],
  { start, end }: { readonly start: number; readonly end: number },
): Item | undefined {
  let best: Item | undefined;
  let most = 0;
  for (const item of items) {
    const common = Math.min(end, item.end) - Math.max(start, item.start);
    if (common > most) {
      best = item;
      most = common;
    }
  }
  return best;
}

function nearest(ends: readonly number[], end: number): number {
  return ends.reduce(
    (best, at, index) => (Math.abs(at - end) < Math.abs((ends[best] ?? 0) - end) ? index : best),
    0,
  );
}

/** Puts a cell's value under its name; a sensor that reads 0 is unknown. */
function put(values: FoundValues, { column, unit }: Pick<Title, 'column' | 'unit'>, cell: string): void {
  const [, number, own = ''] = /^(\d+(?:\.\d+)?)\s?([^\d/].*)?$/.exec(cell) ?? [];
  const shown = (own === '' ? unit : own).trim();
  if (column === 'shares') {
    const [accepted, other] = cell.split('/').map(Number);
    if (accepted === undefined || Number.isNaN(accepted)) return;
    values.accepted = accepted;
    if (other !== undefined && !/^a\/s/i.test(unit)) values.rejected = other;
    return;
  }
  if (number === undefined) return;
  switch (column) {
    case 'hashrate': {
      const prefix = /^([kKmMGgTt]?)/.exec(shown)?.[1] ?? '';
      if (shown !== '') values.hashrate = rateOf(number, prefix === 'k' ? 'k' : prefix.toUpperCase());
      return;
    }
    case 'accepted':
    case 'rejected':
      values[column] = Number(number);
      return;
    case 'clock':
      if (Number(number) > 0) values.clock = decimal(number, /^g/i.test(shown) ? 9 : 6);
      return;
    case 'coreVoltage':
      if (Number(number) > 0) values.coreVoltage = decimal(number, /^m/.test(shown) ? -3 : 0);
      return;
    case 'fan':
      if (Number(number) > 0 && Number(number) <= 100) values.fan = decimal(number, -2);
      return;
    case 'temperature':
    case 'power':
      if (Number(number) > 0) values[column] = Number(number);
      return;
    default:
  }
}
