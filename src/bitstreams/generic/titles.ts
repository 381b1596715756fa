/** What a column holds, by the words in its header; `other` is a column that is none of ours. */
export type Column =
  | 'index'
  | 'hashrate'
  | 'temperature'
  | 'memoryTemperature'
  | 'fan'
  | 'power'
  | 'clock'
  | 'memoryClock'
  | 'coreVoltage'
  | 'accepted'
  | 'rejected'
  | 'stale'
  | 'shares'
  | 'other';

/** A piece of a line, with the place where it stands. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The title of a column. */
export interface Title extends Cell {
  readonly column: Column;
  /** The unit in the header, if there is one; of shares the letters of what is counted, as `a/r`. */
  readonly unit: string;
}

/** The words of headers, whole; the first that matches decides. */
const columnWords: readonly (readonly [Column, RegExp])[] = [
  ['index', /^(?:#|id|gpu#?|fpga#?|f#|dev(?:ice)?#?|device ?id|card#?|n)$/],
  ['hashrate', /^(?:hash ?rate|speed|hash|rate|hr|miner hr)$/],
  ['temperature', /^(?:temp(?:erature)?|tmp|ctmp|core temp|t\(?core\)?|tedge|tcore|gpu temp)$/],
  ['memoryTemperature', /^(?:mtmp|t\(mem(?:ory)?\)|tmem|mem(?:ory)? temp|vram temp)$/],
  ['fan', /^(?:fan|fan ?pct|fan speed)$/],
  ['power', /^(?:power(?: usage)?|powr|pwr|watts?|consumption)$/],
  ['clock', /^(?:cclk|core ?clk|core(?: clock| ?mhz)?|gpu clock|coremhz|clock|clk)$/],
  ['memoryClock', /^(?:mclk|gmclk|mem ?clk|mem(?:ory)? clock|memmhz|mem(?:ory)?)$/],
  ['coreVoltage', /^(?:vddc|vcore|vccint|core voltage)$/],
  ['accepted', /^(?:acc|accept|accepted|a)$/],
  ['rejected', /^(?:rej|reject|rejected|r)$/],
  ['stale', /^stales?$/],
  ['shares', /^(?:shares|a\/r(?:\/i)?(?:\/p)?)$/],
];

/** What may stand below a title, or in parentheses behind it: a unit, or of shares what is counted. */
const units =
  /^(?:[kmgt]?(?:h|sol|hash)\/s|w|mhz|ghz|pct|%|c|°c|deg c|mv|v|a\/s\/hw|a\/r(?:\/i)?(?:\/p)?|h\/w|mh\/s\/w)$/i;

/** Whether the text is a unit such as stands below a title. */
export function isUnit(text: string): boolean {
  return units.test(text);
}

/** A title from its words, its unit in parentheses behind them. */
export function titleOf({ text, start, end }: Cell): Title {
  const whole = text.trim().toLowerCase();
  const [, name = '', behind = ''] = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(whole) ?? [];
  const [, shares, counted] = /^(shares)? ?(a\/[a-z/]+)$/.exec(whole) ?? [];
  if (counted !== undefined && (shares !== undefined || columnOf(whole) === 'shares'))
    return { column: 'shares', text, unit: counted, start, end };
  const column = columnOf(whole) ?? columnIn(columnOf(name) ?? 'other', behind);
  return { column, text, unit: behind, start, end };
}

function columnOf(words: string): Column | null {
  return columnWords.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** The unit tells more than the word: `Memory (deg C)` is no clock, and `Hashrate (mem)` none of ours. */
function columnIn(column: Column, unit: string): Column {
  if (/mem/.test(unit)) return 'other';
  const isTemperature = /^(?:°|deg )?c$/.test(unit);
  if (column === 'memoryClock') return isTemperature ? 'memoryTemperature' : column;
  return column === 'clock' && isTemperature ? 'temperature' : column;
}

/** A title with what stands in a second line below it: a unit, or `Temp` below the word for what is measured. */
export function withBelow(title: Title, below: string): Title {
  if (/^temp\.?$/i.test(below)) {
    const what = title.text.trim();
    if (/^mem(?:ory)?$/i.test(what)) return { ...title, column: 'memoryTemperature' };
    return { ...title, column: /^(?:core|gpu|asic|chip)$/i.test(what) ? 'temperature' : 'other' };
  }
  return isUnit(below)
    ? { ...title, unit: below, column: columnIn(title.column, below.toLowerCase()) }
    : title;
}

/**
 * Of two columns with the same words (two algorithms) the first counts. Shares beside a column of rejected ones may be with
 * them or without: nobody can tell.
 */
export function firstOfEach(titles: readonly Title[]): readonly Title[] {
  const seen = new Set<Column>();
  const doubtful = titles.some(({ column }) => column === 'rejected');
  return titles.map((title) => {
    if (title.column === 'other') return title;
    if (doubtful && (title.column === 'shares' || title.column === 'rejected') && isShares(titles))
      return { ...title, column: 'other' };
    const again = seen.has(title.column);
    seen.add(title.column);
    return again ? { ...title, column: 'other' } : title;
  });
}

function isShares(titles: readonly Title[]): boolean {
  return (
    titles.some(({ column }) => column === 'shares') && !titles.some(({ column }) => column === 'accepted')
  );
}

/** The titles between bars. */
export function barred(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = line.indexOf('|') + 1;
  for (let end = line.indexOf('|', start); end !== -1; end = line.indexOf('|', start)) {
    cells.push({ text: line.slice(start, end).trim(), start, end });
    start = end + 1;
  }
  return cells;
}

/** The titles between blanks. */
export function spaced(line: string): readonly Cell[] {
  return [...line.matchAll(/[^\s|]+/g)].map((word) => ({
    text: word[0],
    start: word.index,
    end: word.index + word[0].length,
  }));
}

/** What stands at the same place; the one with most in common. */
export function overlapping<Item extends { readonly start: number; readonly end: number }>(
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
