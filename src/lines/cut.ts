import { StringDecoder } from 'node:string_decoder';
import split2 from 'split2';
import { createDecoder } from './decode.ts';

/** Longest line, in UTF-16 units. What is longer was never a line of a miner's statistics. */
export const longestHeld = 64 * 1024;

/** What stands in the place of a longer line, so that it is shown and counted as one that nobody knows. */
export const tooLong = '… (a line of more than 64 KiB)';

const splitOptions = { maxLength: longestHeld, skipOverflow: true, decodeStrings: false };
const nothing = new Uint8Array();

/** A piece of a miner's output, for showing and reading; the log has the bytes themselves. */
export interface OutputPiece {
  /** As the miner printed it. */
  readonly bytes: Uint8Array;
  /** The same as text, as far as it is whole characters. */
  readonly text: string;
  /** The lines that ended in it, each without its end. */
  readonly lines: readonly string[];
}

/** Whole lines as a piece of an output that has nothing else. */
export function pieceOf(lines: readonly string[]): OutputPiece {
  const text = lines.map((line) => `${line}\n`).join('');
  return { bytes: Buffer.from(text), text, lines };
}

/**
 * Cuts a miner's output into lines, from its start to its end. A line ends at a newline; a carriage return before it
 * belongs to the line's end. Any other carriage return means that the line was written over: only what stands after the
 * last one is given. Bytes that are no UTF-8 become U+FFFD, UTF-16 is recognised.
 */
export class LineCutter {
  readonly #decoder = createDecoder();
  readonly #utf8 = new StringDecoder('utf8');
  /** Each line is taken as the mapping of split2: nothing goes into its output, which might have to be waited for. */
  readonly #split = split2('\n', (line: string) => this.#give(line), splitOptions);
  #lines: string[] = [];
  /** The text since the last newline: split2 would hold it unseen. */
  #tail = '';
  /** The tail went to split2, which skips it to its end: it was too long. Its start stays to be seen. */
  #skipping = false;

  push(chunk: Uint8Array): OutputPiece {
    return this.#cut(chunk, this.#utf8.write(this.#decoder.push(chunk)));
  }

  /** The end: the unterminated line is a line. */
  end(): OutputPiece {
    const piece = this.#cut(nothing, this.#utf8.write(this.#decoder.end()) + this.#utf8.end());
    if (this.#tail === '') return piece;
    return { ...piece, lines: [...piece.lines, ...this.#cut(nothing, '\n').lines] };
  }

  /**
   * The newest line, which no newline has ended yet; `''` when there is none. It may have been given a newline by
   * nobody for minutes, so it is shown and read before it ends.
   */
  unterminated(): string {
    return shown(this.#tail);
  }

  #cut(bytes: Uint8Array, text: string): OutputPiece {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) {
      if (this.#skipping) this.#lines.push(tooLong);
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
    if (this.#tail.length <= longestHeld) return;
    // Carriage returns without a newline, for ever: what was written over is not needed any more.
    this.#tail = shown(this.#tail) + (this.#tail.endsWith('\r') ? '\r' : '');
    if (this.#tail.length <= longestHeld) return;
    this.#split.write(this.#tail);
    this.#skipping = true;
    this.#tail = this.#tail.slice(0, longestHeld);
  }

  #give(line: string): void {
    const text = shown(line);
    this.#lines.push(text.length > longestHeld ? tooLong : text);
  }
}

/** What stays visible of a line that carriage returns wrote over. */
function shown(line: string): string {
  if (!line.includes('\r')) return line;
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  return end === 0 ? '' : line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}
