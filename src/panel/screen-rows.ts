/** The terminal's size in character cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
const down = (rows: number): string => (rows > 0 ? `\x1b[${rows}B` : '');
const eraseBelow = '\x1b[J';
const insertRows = (rows: number): string => `\x1b[${rows}L`;

/** One of the rows that becomes another. */
export interface RowChange {
  readonly place: number;
  /** All of it, as it is from now on. */
  readonly row: string;
  /** What makes it so, the cursor at its beginning. */
  readonly sent: string;
}

/**
 * The rows of the panel as they stand on the terminal, the cursor in front of the row below them. Each function gives
 * what is to be sent; of rows that stand there already nothing is.
 */
export class ScreenRows {
  readonly #insertsRows: boolean;
  #rows: readonly string[] = [];

  /** @param insertsRows whether the terminal can push rows down, as all but the oldest can */
  constructor(insertsRows: boolean) {
    this.#insertsRows = insertsRows;
  }

  get rows(): readonly string[] {
    return this.#rows;
  }

  /** Other rows in their place. */
  replace(next: readonly string[]): string {
    const before = this.#rows;
    this.#rows = next;
    const kept = next.findIndex((row, place) => row !== before[place]);
    if (kept === -1 && next.length === before.length) return '';
    const from = kept === -1 ? next.length : kept;
    return `${up(before.length - from)}${eraseBelow}${withEnds(next.slice(from))}`;
  }

  /** Some of them become others, in the order in which they stand. */
  change(changes: readonly RowChange[]): string {
    if (changes.length === 0) return '';
    const rows = [...this.#rows];
    let sent = '';
    let at = rows.length;
    for (const { place, row, sent: change } of changes) {
      sent += `${place < at ? up(at - place) : down(place - at)}${change}\r`;
      rows[place] = row;
      at = place;
    }
    this.#rows = rows;
    return sent + down(rows.length - at);
  }

  /**
   * Whole lines above them. Where it can be known how many rows the lines take, the terminal scrolls by so many and the
   * panel is pushed back down; else it is drawn anew below them.
   */
  above(lines: readonly string[], { columns, rows }: Size): string {
    const text = withEnds(lines);
    const height = this.#rows.length;
    if (height === 0) return text;
    const taken = this.#insertsRows ? rowsOf(lines, columns) : null;
    if (taken === null || taken + height >= rows)
      return `${up(height)}${eraseBelow}${text}${withEnds(this.#rows)}`;
    return `${'\n'.repeat(taken)}${up(height + taken)}${insertRows(taken)}${text}${down(height)}`;
  }

  /**
   * Takes them away.
   *
   * @param broken rows more than they had, because the terminal became narrower
   */
  erase(broken = 0): string {
    const height = this.#rows.length + broken;
    this.#rows = [];
    return `${up(height)}\r${height > 0 ? eraseBelow : ''}`;
  }
}

function withEnds(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

/** How many rows lines take; `null` where that is for the terminal to say, as with anything but ASCII. */
function rowsOf(lines: readonly string[], columns: number): number | null {
  let rows = 0;
  for (const line of lines) {
    const shown = line.replace(/\x1b\[[0-9:;]*m/g, '');
    if (!/^[\x20-\x7e]*$/.test(shown)) return null;
    // Of a row that is filled to its end terminals do not agree on where the next one begins.
    if (shown.length > 0 && shown.length % columns === 0) return null;
    rows += Math.floor(shown.length / columns) + 1;
  }
  return rows;
}
