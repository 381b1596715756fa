import { eastAsianWidth } from 'get-east-asian-width';
import { invisible, reset } from './safe-text.ts';

/*
 * What a terminal shows of a line in which the cursor moves. ECMA-48: 8.3.2 and following; what terminals make of them:
 * xterm's ctlseqs.
 */

/** Farther right nobody looks: no format's lines are that long. */
const mostColumns = 4096;
/** A terminal takes the cursor no farther than to its last column. */
const farthestMove = 500;
const tabStop = 8;

/**
 * What takes the cursor out of its row, or shifts what stands there: all moves up, down and to a place, scrolling,
 * inserting, deleting, VT and FF; another screen. Clearing the screen as well, so that the text is seen that stood there.
 */
const rowEnd = new RegExp(
  [
    '[\\v\\f]',
    '(?:\\x1b\\[|\\x9b)[0-9;]*[@ABEFHILMPSTXZbdefjkru]',
    '(?:\\x1b\\[|\\x9b)[23]J',
    '(?:\\x1b\\[|\\x9b)\\?(?:47|104[79])[hl]',
    '\\x1b[8DEMc]',
  ].join('|'),
);

/** What moves the cursor within its row, or erases. */
const rowControl = '(?:\\x1b\\[|\\x9b)(?<number>[0-9;]*)(?<control>[CDGJKa`])';
const drawn = new RegExp(`[\\b\\r]|${rowControl}`);
const token = new RegExp(
  `${rowControl}|(?<colour>\\x1b\\[[0-9;:]*m)|(?<back>[\\b\\r\\t])|${invisible}|(?<text>[^\\x00-\\x1f\\x7f-\\x9f]+)`,
  'g',
);

/** The rows that a line is shown in: usually one. */
export function rowsOf(line: string): readonly string[] {
  return rowEnd.test(line) ? line.split(rowEnd) : [line];
}

/** Where in a text the last row begins, with the move that led there; 0 when all of it is one row. */
export function lastRowOf(text: string): number {
  let start = 0;
  for (const { index } of text.matchAll(new RegExp(rowEnd, 'g'))) start = index;
  return start;
}

/** One row as a terminal shows it. */
export interface ShownRow {
  /** With its colours. */
  readonly text: string;
  /**
   * A number of it may be made of two: what was written last runs into the digits of what stood there before, as where
   * `9` is written over `118`.
   */
  readonly mixed: boolean;
}

/** What a terminal shows of one row, however often it was written over. A wide terminal: no row is broken. */
export function shownRow(row: string): ShownRow {
  if (!drawn.test(row)) return { text: row, mixed: false };
  const cells = new Cells();
  for (const { groups = {} } of row.matchAll(token)) {
    const { text, colour, back, control, number = '' } = groups;
    if (text !== undefined) cells.write(text);
    else if (colour !== undefined) cells.setColour(colour);
    else if (back === '\b') cells.moveTo(cells.column - 1);
    else if (back === '\r') cells.moveTo(0);
    else if (back === '\t') cells.moveTo(cells.column + tabStop - (cells.column % tabStop));
    else if (control !== undefined)
      cells.control(control, number === '' ? null : Number.parseInt(number, 10));
  }
  return cells.shown();
}

/** The text of {@link shownRow}. */
export function shownOf(row: string): string {
  return shownRow(row).text;
}

/** What stands in one column; nothing in the second half of a wide character. */
interface Cell {
  readonly text: string;
  /** The colours in force, as they were set. */
  readonly colour: string;
  /** How often the cursor had gone back before it was written. */
  readonly pass: number;
}

const blank: Cell = { text: ' ', colour: '', pass: 0 };
/** Longest of a character and its marks that is kept, in UTF-16 units. */
const longestCell = 64;
const numeral = /^[\d.]/;

/** Stands on the character before it, or is not seen at all. */
const joins = /^[\p{M}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

/** The table alone: string-width, which knows of emoji made of several characters, takes long to load. */
function widthOf(character: string): number {
  return joins.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

class Cells {
  #cells: (Cell | undefined)[] = [];
  #column = 0;
  #colour = '';
  #pass = 0;

  get column(): number {
    return this.#column;
  }

  write(text: string): void {
    for (const character of text) {
      const width = character <= '~' ? 1 : widthOf(character);
      if (width > 0) this.#put(character, width);
      else this.#join(character);
    }
  }

  setColour(sequence: string): void {
    const fromStart = /^\x1b\[0*[;m]/.test(sequence) || this.#colour.length > 100;
    this.#colour = /^\x1b\[0*m$/.test(sequence) ? '' : fromStart ? sequence : this.#colour + sequence;
  }

  moveTo(column: number): void {
    if (column < this.#column) this.#pass += 1;
    this.#column = Math.max(0, Math.min(column, Math.max(this.#column, this.#cells.length, farthestMove)));
  }

  control(control: string, number: number | null): void {
    const count = Math.max(1, number ?? 1);
    switch (control) {
      case 'C':
      case 'a':
        this.moveTo(this.#column + count);
        break;
      case 'D':
        this.moveTo(this.#column - count);
        break;
      case 'G':
      case '`':
        this.moveTo(count - 1);
        break;
      default:
        this.#erase(number ?? 0);
    }
  }

  shown(): ShownRow {
    let text = '';
    let colour = '';
    let mixed = false;
    for (const [column, cell] of this.#cells.entries()) {
      const { text: here, colour: own, pass } = cell ?? blank;
      if (own !== colour) text += (colour === '' ? '' : reset) + own;
      colour = own;
      text += here;
      const next = this.#cells[column + 1];
      mixed ||= next !== undefined && pass > next.pass && numeral.test(here) && numeral.test(next.text);
    }
    return { text: colour === '' ? text : text + reset, mixed };
  }

  #put(character: string, width: number): void {
    const end = this.#column + width;
    if (end > mostColumns) return;
    this.#tear(this.#column);
    for (let column = this.#column; column < end; column += 1) {
      const text = column === this.#column ? character : '';
      this.#cells[column] = { text, colour: this.#colour, pass: this.#pass };
    }
    if (this.#cells[end]?.text === '') this.#cells[end] = blank;
    this.#column = end;
  }

  /** A mark stands on the character before it. */
  #join(mark: string): void {
    const before = this.#cells[this.#column - 1]?.text === '' ? this.#column - 2 : this.#column - 1;
    const cell = this.#cells[before];
    if (cell !== undefined && cell.text.length < longestCell)
      this.#cells[before] = { ...cell, text: cell.text + mark };
  }

  /** 0: from the cursor to the end; 1: from the start to the cursor; 2: everything. */
  #erase(what: number): void {
    if (what > 2) return;
    const from = what === 0 ? this.#column : 0;
    const to = what === 1 ? this.#column + 1 : this.#cells.length;
    if (from >= this.#cells.length) return;
    this.#tear(from);
    if (to >= this.#cells.length) this.#cells.length = from;
    else {
      this.#tear(to);
      this.#cells.fill(undefined, from, to);
    }
  }

  /** Of a wide character whose second half is about to be written over the first half goes, too. */
  #tear(column: number): void {
    if (column > 0 && this.#cells[column]?.text === '') {
      this.#cells[column - 1] = blank;
      this.#cells[column] = blank;
    }
  }
}
