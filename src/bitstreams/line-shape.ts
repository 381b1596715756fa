import type { Reading } from '../readings/reading.ts';
import { Decimal, exactDigits } from '../readings/units.ts';
import type { Piece } from './fields.ts';
import type { Finding } from './finding.ts';

const zero = 0x30;
const newline = 0x0a;
const carriageReturn = 0x0d;
const point = 0x2e;
/** Stands in a shape for any digit: a NUL, which no line has. */
const anyDigit = 0;
const plainNumber = /^\d+(?:\.\d*)?$/;

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9;
}

/** A number of each line of a shape. */
interface NumberPlace {
  readonly from: number;
  readonly to: number;
  readonly decimal: Decimal;
}

/**
 * What lines have in common that differ only in the digits of their numbers. One of them was read by a pattern that takes
 * any digits alike, so each of them is, with the same pieces in the same places: nothing has to be matched, nor made text.
 */
export class LineShape {
  /** The line without its end. */
  readonly #bytes: Uint8Array;
  readonly #pieces: readonly Piece[];
  readonly #numbers: readonly NumberPlace[];
  readonly #read: Finding['read'];

  /**
   * @param line without colours and its end
   * @param text the line without blanks around it, in which the finding has its places
   */
  constructor(line: string, text: string, { bounds, numbers, exactly, read }: Finding) {
    const bytes = Buffer.from(line);
    const before = line.slice(0, line.indexOf(text));
    this.#bytes = exactly ? Uint8Array.from(bytes) : bytes.map((byte) => (isDigit(byte) ? anyDigit : byte));
    this.#read = read;
    const placeOf = (at: number) => Buffer.byteLength(before + text.slice(0, at));
    const places: NumberPlace[] = [];
    this.#pieces = Array.from(bounds, (within, number) => {
      if (within === undefined) return undefined;
      const [from, to] = [placeOf(within[0]), placeOf(within[1])];
      const piece = text.slice(...within);
      if (!exactly && numbers.includes(number) && plainNumber.test(piece) && piece.length <= exactDigits) {
        const decimal = new Decimal(piece.includes('.') ? piece.length - 1 - piece.indexOf('.') : 0);
        places.push({ from, to, decimal });
        return decimal;
      }
      this.#bytes.set(bytes.subarray(from, to), from);
      // A copy: a piece of a chunk's text holds the whole of it.
      return Buffer.from(piece).toString();
    });
    this.#numbers = places;
  }

  /** Where the line's text ends. @param at where it begins */
  endFrom(at: number): number {
    return at + this.#bytes.length;
  }

  /** Where the next line begins, where one of this shape begins at the place; else -1. */
  behind(bytes: Uint8Array, at: number): number {
    const shape = this.#bytes;
    let end = at + shape.length;
    while (bytes[end] === carriageReturn) end += 1;
    if (bytes[end] !== newline) return -1;
    for (let place = 0; place < shape.length; place += 1) {
      const wanted = shape[place];
      const byte = bytes[at + place] ?? 0;
      if (byte !== wanted && (wanted !== anyDigit || !isDigit(byte))) return -1;
    }
    return end + 1;
  }

  /** What the line at the place says; `null` where it must be looked at as if none like it had ever come. */
  read(bytes: Uint8Array, at: number): readonly Reading[] | null {
    for (const { from, to, decimal } of this.#numbers) {
      let digits = 0;
      for (let place = at + from; place < at + to; place += 1) {
        const byte = bytes[place] ?? 0;
        if (byte !== point) digits = digits * 10 + (byte - zero);
      }
      decimal.digits = digits;
    }
    return this.#read(this.#pieces);
  }
}
