import { withoutLogPrefix } from '../bitstreams/generic/log-prefix.ts';

/** A table that is read by the words in its header. */
export interface LearnedTable {
  /** The pattern of its header. */
  readonly header: string;
  /** Header and rows as they stand there, blanks and all: columns are places. */
  readonly lines: readonly string[];
  /** How many lines of the log are rows that tell something. */
  readonly count: number;
}

/** So many lines of a table are sample enough. */
const mostLines = 14;

/** The tables of a log, each header once. */
export class TableLesson {
  readonly #tables = new Map<string, { readonly lines: string[]; count: number; whole: boolean }>();
  #newest: { readonly lines: string[]; count: number; whole: boolean } | null = null;

  /** A line that begins a table. */
  header(line: string): void {
    const pattern = headerPattern(line);
    if (this.#newest !== null) this.#newest.whole = true;
    this.#newest = this.#tables.get(pattern) ?? { lines: [], count: 0, whole: false };
    this.#tables.set(pattern, this.#newest);
    if (!this.#newest.whole) this.#newest.lines.push(line);
  }

  /** A line below it. */
  row(line: string, tells: boolean): void {
    const table = this.#newest;
    if (table === null) return;
    if (tells) table.count += 1;
    if (!table.whole && table.lines.length < mostLines) table.lines.push(line);
  }

  /** Any other line. */
  other(): void {
    if (this.#newest !== null) this.#newest.whole = true;
  }

  learned(): readonly LearnedTable[] {
    return [...this.#tables]
      .filter(([, { count }]) => count > 0)
      .map(([header, { lines, count }]) => ({ header, lines, count }));
  }
}

/** The header with other numbers and blanks: how wide columns are and how many devices stand side by side may differ. */
function headerPattern(line: string): string {
  const text = withoutLogPrefix(line).trim();
  const [, devices] = /^((?:GPU|FPGA|CPU)\s?#?)\d+\s.*\bTotal$/i.exec(text) ?? [];
  if (devices !== undefined) return `${escaped(devices)}\\d+\\s.*Total`;
  return text.split(/\s+/).map(escaped).join('\\s+').replace(/\d+/g, '\\d+');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
}
