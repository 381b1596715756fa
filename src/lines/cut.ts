import { StringDecoder } from 'node:string_decoder';
import split2 from 'split2';
import { Decoder } from './decode.ts';
import { isCommon, plainText } from './safe-text.ts';
import { lastRowOf, rowsOf, shownRow } from './shown.ts';

/** Longest line, in UTF-16 units. What is longer was never a line of a miner's statistics. */
export const longestHeld = 64 * 1024;

/** What stands in the place of a longer line, so that it is shown and counted as one that nobody knows. */
export const tooLong = '… (a line of more than 64 KiB)';

/** A line as a terminal shows it. */
export interface Line {
  /** With its colours, without its end. */
  readonly text: string;
  /** The same without colours: what there is to read. */
  readonly plain: string;
  /**
   * How far it can be trusted: the cursor left it for another row, so it may be `cut` off, or a number of it is `mixed`
   * from what was written at different times.
   */
  readonly state: 'whole' | 'cut' | 'mixed';
}

/** A piece of a miner's output, for showing and reading; the log has the bytes themselves. */
export interface OutputPiece {
  /** As the miner printed it. */
  readonly bytes: Uint8Array;
  /** The same as text, as far as it is whole characters. */
  readonly text: string;
  /** The lines that ended in it. */
  readonly lines: readonly Line[];
}

/** Whole lines as a piece of an output that has nothing else. */
export function pieceOf(lines: readonly string[]): OutputPiece {
  const text = lines.map((line) => `${line}\n`).join('');
  return { bytes: Buffer.from(text), text, lines: lines.map(wholeLine) };
}

/** A line that needs nothing done to it but its colours. */
function wholeLine(text: string): Line {
  return { text, plain: plainText(text), state: 'whole' };
}

const splitOptions = { maxLength: longestHeld, skipOverflow: true, decodeStrings: false };
/** A longer row is looked through for what was written over. */
const longestUnseen = 4096;
const nothing = new Uint8Array();
const newline = 0x0a;
/** Anything that may make more of a line than its text. */
const special = /[\b\v\f\r\x1b\x9b]/;

/**
 * Cuts a miner's output into lines, from its start to its end, each as a terminal shows it. A line ends at a newline, or
 * where the cursor leaves its row; carriage returns before a newline belong to it. Bytes that are no UTF-8 become U+FFFD, UTF-16 is recognised.
 */
export class LineCutter {
  readonly #decoder = new Decoder();
  readonly #utf8 = new StringDecoder('utf8');
  /** Each line is taken as the mapping of split2: nothing goes into its output, which might have to be waited for. */
  readonly #split = split2('\n', (line: string) => this.#give(line), splitOptions);
  #lines: Line[] = [];
  /** The text since the last newline: split2 would hold it unseen. */
  #tail = '';
  /** The lines that are cut right now hold nothing but text: looking once at all of them is faster. */
  #common = false;
  /** The tail went to split2, which skips it to its end: it was too long. Its start stays to be seen. */
  #skipping = false;
  /** The newest byte ended a line, and whatever character came before it. */
  #ended = false;

  /** Whether the next byte begins a line, of single bytes: a line that is known as it stands there need not come here. */
  get atLineStart(): boolean {
    return this.#ended && this.#tail === '' && !this.#skipping && this.#decoder.single;
  }

  push(chunk: Uint8Array): OutputPiece {
    if (chunk.length > 0) this.#ended = chunk[chunk.length - 1] === newline;
    return this.#cut(chunk, this.#utf8.write(this.#decoder.push(chunk)));
  }

  /** The end: the unterminated line is a line. */
  end(): OutputPiece {
    const piece = this.#cut(nothing, this.#utf8.write(this.#decoder.end()) + this.#utf8.end());
    if (this.#tail === '') return piece;
    return { ...piece, lines: [...piece.lines, ...this.#cut(nothing, '\n').lines] };
  }

  /** Whether there is a line that no newline has ended yet. */
  get isOpen(): boolean {
    return this.#tail !== '';
  }

  /**
   * The newest line, which no newline has ended yet; empty when there is none. It may have been given a newline by
   * nobody for minutes, so it is shown and read before it ends.
   */
  unterminated(): Line {
    return lineOf(rowsOf(withoutReturns(this.#tail)).at(-1) ?? '');
  }

  #cut(bytes: Uint8Array, text: string): OutputPiece {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) {
      this.#common = isCommon(text) && isCommon(this.#tail);
      if (this.#skipping) this.#lines.push(wholeLine(tooLong));
      this.#split.write((this.#skipping ? '' : this.#tail) + text.slice(0, end));
      this.#skipping = false;
      this.#tail = '';
    }
    if (!this.#skipping) this.#hold(text.slice(end));
    const lines = this.#lines;
    this.#lines = [];
    return { bytes, text, lines };
  }

  #hold(text: string): void {
    this.#tail += text;
    if (special.test(text) || this.#tail.length > longestHeld) {
      const last = lastRowOf(this.#tail);
      if (last > 0) this.#giveRows(rowsOf(this.#tail.slice(0, last)), 'cut');
      // Carriage returns without a newline, for ever: what was written over is not needed any more.
      this.#tail = withoutOverwritten(this.#tail.slice(last));
    }
    if (this.#tail.length <= longestHeld) return;
    this.#split.write(this.#tail);
    this.#skipping = true;
    this.#tail = this.#tail.slice(0, longestHeld);
  }

  #give(given: string): void {
    const line = given.endsWith('\r') ? withoutReturns(given) : given;
    if (this.#common && line.length <= longestHeld)
      this.#lines.push({ text: line, plain: line, state: 'whole' });
    else if (line.length <= longestHeld && !special.test(line)) this.#lines.push(wholeLine(line));
    else this.#giveRows(rowsOf(line), 'whole');
  }

  /** @param state of the last one; those before it were left by the cursor */
  #giveRows(rows: readonly string[], state: 'whole' | 'cut'): void {
    const last = rows.length - 1;
    for (const [place, row] of rows.entries()) {
      const line = lineOf(withoutOverwritten(row));
      // Moves from an empty row make no line.
      if ((last > 0 || state === 'cut') && line.plain === '') continue;
      this.#lines.push(
        (place < last || state === 'cut') && line.state === 'whole' ? { ...line, state: 'cut' } : line,
      );
    }
  }
}

function lineOf(row: string): Line {
  if (row.length > longestHeld) return wholeLine(tooLong);
  const { text, mixed } = shownRow(row);
  return { text, plain: plainText(text), state: mixed ? 'mixed' : 'whole' };
}

/** Carriage returns at the end of a line belong to it. */
function withoutReturns(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  return line.slice(0, end);
}

/** A long row without what carriage returns wrote over; nothing is spared where one text is too long by itself. */
function withoutOverwritten(row: string): string {
  if (row.length <= longestUnseen) return row;
  const last = row.lastIndexOf('\r');
  if (last === -1 || row.split('\r').some((text) => text.length > longestHeld)) return row;
  return shownRow(row.slice(0, last)).text + row.slice(last);
}
