import { plausibleCount } from '../bitstreams/fields.ts';
import type { Finding } from '../bitstreams/finding.ts';
import { LineShape } from '../bitstreams/line-shape.ts';
import type { Line } from '../lines/cut.ts';
import type { Reading } from '../readings/reading.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** A card's lines have some dozens: as many as its numbers have widths. */
const mostShapes = 1000;
/** Of shapes that differ only in the digits of their texts: the numbers of a miner's cards. */
const mostAlike = 64;
/** Longer lines are no card's. */
const longestLine = 400;

/** A line of a known shape, as long as the bytes stay that it stands in. */
export class ShapedLine implements Line {
  readonly state = 'whole';
  readonly #shape: LineShape;
  readonly #bytes: Uint8Array;
  readonly #at: number;
  /** Where the next line begins. */
  readonly next: number;
  #counted: readonly number[] | null = null;

  constructor(shape: LineShape, bytes: Uint8Array, at: number, next: number) {
    this.#shape = shape;
    this.#bytes = bytes;
    this.#at = at;
    this.next = next;
  }

  get text(): string {
    return textIn(this.#bytes, this.#at, this.#shape.endFrom(this.#at));
  }

  /** With its end. */
  get written(): string {
    return textIn(this.#bytes, this.#at, this.next);
  }

  get plain(): string {
    return this.text;
  }

  /**
   * Whether a card's statistics tell no less than those of the line before: they are of the same shape, and no count fell. So
   * of such lines in a row that come at one moment only the last is worth reading.
   */
  follows(before: Line | undefined): boolean {
    if (!(before instanceof ShapedLine) || before.#shape !== this.#shape || !this.#shape.tellsAll)
      return false;
    const earlier = before.#counts;
    return this.#counts.every((count, place) => {
      const last = earlier[place] ?? 0;
      // Counts that contradict each other, or are too high to be true, were not taken.
      return last >= 0 && count >= last && count <= plausibleCount.max;
    });
  }

  get #counts(): readonly number[] {
    this.#counted ??= this.#shape.countsIn(this.#bytes, this.#at);
    return this.#counted;
  }

  /** What it says; `null` where it must be looked at as if none like it had ever come. */
  read(): readonly Reading[] | null {
    return this.#shape.read(this.#bytes, this.#at);
  }
}

function textIn({ buffer, byteOffset }: Uint8Array, from: number, to: number): string {
  return Buffer.from(buffer, byteOffset + from, to - from).toString();
}

/** A shape, and the one whose line came next last time: cards are printed in turns. */
interface Known {
  readonly shape: LineShape;
  next: Known | null;
}

/** The shapes of a miner's lines so far. */
export class LineShapes {
  readonly #byHash = new Map<number, Known[]>();
  /** Of lines that came once: of most of them no other one comes, and learning costs as much as reading some. */
  readonly #once = new HashSet();
  /** Of lines of which each must be looked at. */
  readonly #others = new HashSet();
  #count = 0;
  #newest: Known | null = null;

  /** The line that begins at the place; `null` where its shape is not known. */
  lineAt(bytes: Uint8Array, at: number): ShapedLine | null {
    if (this.#count === 0) return null;
    const expected = this.#newest?.next ?? null;
    const behind = expected?.shape.behind(bytes, at) ?? -1;
    if (expected !== null && behind !== -1) {
      this.#newest = expected;
      return new ShapedLine(expected.shape, bytes, at, behind);
    }
    const known = this.#search(bytes, at);
    if (known === undefined) return null;
    if (this.#newest !== null) this.#newest.next = known;
    this.#newest = known;
    return new ShapedLine(known.shape, bytes, at, known.shape.behind(bytes, at));
  }

  /**
   * Takes up the shape of a line that has just been read, once it has come before.
   *
   * @param line without colours and its end
   * @param text the line without blanks around it
   * @param findingOf how the text was read; asked only where that is not known yet
   * @param anew its shape is known, but did not hold any more
   */
  learn(line: string, text: string, findingOf: () => Finding | 'later' | null, anew: boolean): void {
    if (line.length > longestLine) return;
    const bytes = Buffer.from(`${line}\n`);
    const hash = hashOf(bytes, 0);
    if (hash === null || !this.#once.has(hash)) {
      if (hash !== null) this.#once.add(hash);
      return;
    }
    const before = this.#search(bytes, 0);
    if ((before !== undefined && !anew) || this.#others.has(hash)) return;
    const alike = this.#byHash.get(hash)?.filter((other) => other !== before) ?? [];
    if (alike.length >= mostAlike) return;
    const finding = findingOf();
    if (finding === 'later') return;
    if (finding === null) {
      this.#others.add(hash);
      return;
    }
    const known = { shape: new LineShape(line, text, finding), next: null };
    if (before === undefined) this.#makeRoom();
    this.#byHash.set(hash, [...alike, known]);
  }

  #search(bytes: Uint8Array, at: number): Known | undefined {
    const hash = hashOf(bytes, at);
    if (hash === null) return undefined;
    return this.#byHash.get(hash)?.find(({ shape }) => shape.behind(bytes, at) !== -1);
  }

  #makeRoom(): void {
    this.#count += 1;
    if (this.#count <= mostShapes) return;
    this.#byHash.clear();
    this.#count = 1;
    this.#newest = null;
  }
}

/** Hashes of lines; where there are too many, none. */
class HashSet {
  readonly #hashes = new Set<number>();

  has(hash: number): boolean {
    return this.#hashes.has(hash);
  }

  add(hash: number): void {
    if (this.#hashes.size >= mostShapes) this.#hashes.clear();
    this.#hashes.add(hash);
  }
}

/** Of a line, up to its end: the same for all that differ only in digits; `null` for one that is too long. */
function hashOf(bytes: Uint8Array, at: number): number | null {
  let hash = 0;
  const end = Math.min(bytes.length, at + longestLine);
  for (let place = at; place < end; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte === newline || byte === carriageReturn) return hash;
    hash = (Math.imul(hash, 31) + (byte >= 0x30 && byte <= 0x39 ? 0x30 : byte)) | 0;
  }
  return null;
}
