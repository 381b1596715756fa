import type { Reading } from '../readings/reading.ts';
import { Decimal, exactDigits } from '../readings/units.ts';
import type { Piece } from './fields.ts';
import type { Count, Finding } from './finding.ts';

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
  readonly #counts: readonly (readonly [NumberPlace, NumberPlace | null])[] | null;
  readonly #finding: Finding;

  /**
   * @param line without colours and its end
   * @param text the line without blanks around it, in which the finding has its places
   */
  constructor(line: string, text: string, finding: Finding) {
    const { bounds, numbers, counts, exactly } = finding;
    const bytes = Buffer.from(line);
    const before = line.slice(0, line.indexOf(text));
    this.#bytes = exactly ? Uint8Array.from(bytes) : bytes.map((byte) => (isDigit(byte) ? anyDigit : byte));
    this.#finding = finding;
    const placeOf = (at: number) => Buffer.byteLength(before + text.slice(0, at));
    const places = new Map<number, NumberPlace>();
    this.#pieces = Array.from(bounds, (within, number) => {
      if (within === undefined) return undefined;
      const [from, to] = [placeOf(within[0]), placeOf(within[1])];
      const piece = text.slice(...within);
      if (!exactly && numbers.includes(number) && plainNumber.test(piece) && piece.length <= exactDigits) {
        const decimal = new Decimal(piece.includes('.') ? piece.length - 1 - piece.indexOf('.') : 0);
        places.set(number, { from, to, decimal });
        return decimal;
      }
      this.#bytes.set(bytes.subarray(from, to), from);
      // A copy: a piece of a chunk's text holds the whole of it.
      return Buffer.from(piece).toString();
    });
    this.#numbers = [...places.values()];
    this.#counts = counts === null ? null : placesOf(counts, places);
  }

  /** Whether its lines tell all of one card, so that of several in a row the newest is enough while no count falls. */
  get tellsAll(): boolean {
    return this.#counts !== null && this.#finding.holds();
  }

  /** The counts of the line at the place, for comparing them with those of another line of this shape. */
  countsIn(bytes: Uint8Array, at: number): readonly number[] {
    return (this.#counts ?? []).map(
      ([count, without]) =>
        digitsIn(bytes, at, count) - (without === null ? 0 : digitsIn(bytes, at, without)),
    );
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
    if (!this.#finding.holds()) return null;
    for (const number of this.#numbers) number.decimal.digits = digitsIn(bytes, at, number);
    return this.#finding.read(this.#pieces);
  }
}

function digitsIn(bytes: Uint8Array, at: number, { from, to }: NumberPlace): number {
  let digits = 0;
  for (let place = at + from; place < at + to; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte !== point) digits = digits * 10 + (byte - zero);
  }
  return digits;
}

/** `null` where one of them is no plain number in this shape, or is missing. */
function placesOf(
  counts: readonly Count[],
  places: ReadonlyMap<number, NumberPlace>,
): readonly (readonly [NumberPlace, NumberPlace | null])[] | null {
  const found: (readonly [NumberPlace, NumberPlace | null])[] = [];
  for (const [piece, less] of counts) {
    const count = places.get(piece);
    const without = less === null ? null : places.get(less);
    if (count === undefined || without === undefined) return null;
    found.push([count, without]);
  }
  return found;
}
