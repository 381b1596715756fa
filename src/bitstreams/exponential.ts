/*
 * Whether a regular expression can take exponential time: a repetition whose body can match one text in several ways, or
 * run into the next turn. Conservative: what is allowed is safe, and some of what is safe is not allowed.
 */

/** Characters as a test; a class is known by the characters of ASCII and by one for all others. */
type Chars = readonly boolean[];

type Piece =
  | { readonly type: 'chars'; readonly chars: Chars }
  | { readonly type: 'group'; readonly options: readonly (readonly Piece[])[] }
  | {
      readonly type: 'repeat';
      readonly of: Piece;
      readonly min: number;
      readonly max: number;
      readonly text: string;
    }
  /** Takes no text. */
  | { readonly type: 'place' };

/** Repeating a few times is the same as writing it out. */
const few = 8;
const others = 128;

/** @returns the first part of the pattern that can take exponential time; `null` when there is none */
export function exponentialPart(source: string): string | null {
  return slowIn(new Parser(source).options());
}

function slowIn(options: readonly (readonly Piece[])[]): string | null {
  for (const piece of options.flat()) {
    const found = slowPiece(piece);
    if (found !== null) return found;
  }
  return null;
}

function slowPiece(piece: Piece): string | null {
  if (piece.type === 'group') return slowIn(piece.options);
  if (piece.type !== 'repeat') return null;
  const inside = slowPiece(piece.of);
  if (inside !== null || piece.max <= few || piece.of.type !== 'group') return inside;
  return piece.of.options.every((option) => turnsEndClearly(option)) && beginDifferently(piece.of.options)
    ? null
    : piece.text;
}

/** Whether one turn of a repetition can match a text in one way only, and ends where the next begins. */
function turnsEndClearly(option: readonly Piece[]): boolean {
  const varying = option.filter((piece) => !isFixed(piece));
  if (varying.length === 0) return option.some((piece) => piece.type !== 'place');
  const [first, ...rest] = option;
  if (varying.length > 1 || first?.type !== 'chars') return false;
  const [only] = varying;
  if (only?.type !== 'repeat' || only.of.type !== 'chars') return false;
  return rest.every((piece) => !charsIn(piece).some((chars) => overlap(chars, first.chars)));
}

function beginDifferently(options: readonly (readonly Piece[])[]): boolean {
  if (options.length === 1) return true;
  const begins = options.map(([first]) => (first?.type === 'chars' ? first.chars : null));
  return begins.every(
    (one, at) =>
      one !== null && begins.slice(at + 1).every((another) => another !== null && !overlap(one, another)),
  );
}

/** Whether it matches texts of one length, and each in one way. */
function isFixed(piece: Piece): boolean {
  switch (piece.type) {
    case 'repeat':
      return piece.min === piece.max && isFixed(piece.of);
    case 'group':
      return piece.options.every((option) => option.every(isFixed)) && beginDifferently(piece.options);
    default:
      return true;
  }
}

function charsIn(piece: Piece): readonly Chars[] {
  switch (piece.type) {
    case 'chars':
      return [piece.chars];
    case 'repeat':
      return charsIn(piece.of);
    case 'group':
      return piece.options.flat().flatMap(charsIn);
    default:
      return [];
  }
}

function overlap(one: Chars, another: Chars): boolean {
  return one.some((has, at) => has && another[at] === true);
}

/** Takes a regular expression apart; it is known to be one. */
class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  options(): readonly (readonly Piece[])[] {
    const options: Piece[][] = [[]];
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '|') {
        this.#at += 1;
        options.push([]);
      } else options.at(-1)?.push(this.#repeated());
    }
    return options;
  }

  #repeated(): Piece {
    const start = this.#at;
    const of = this.#piece();
    const count = this.#take(/[*+?]\??|\{(\d+)(?:(,)(\d*))?\}\??/y);
    if (count === null) return of;
    const text = this.#source.slice(start, this.#at);
    const [sign = '', from, comma, to] = count;
    if (sign.startsWith('?')) return { type: 'repeat', of, min: 0, max: 1, text };
    if (from === undefined)
      return { type: 'repeat', of, min: sign.startsWith('+') ? 1 : 0, max: Number.POSITIVE_INFINITY, text };
    const max = comma === undefined ? Number(from) : to ? Number(to) : Number.POSITIVE_INFINITY;
    return { type: 'repeat', of, min: Number(from), max, text };
  }

  #piece(): Piece {
    // What only looks ahead or behind can be slow as well.
    if (this.#take(/\((?:\?(?:<?[=!]|:|<\w+>))?/y) !== null) {
      const options = this.options();
      this.#at += 1;
      return { type: 'group', options };
    }
    if (this.#take(/\^|\$|\\b|\\B/y) !== null) return { type: 'place' };
    // What stands for what another group matched can be anything.
    if (this.#take(/\\(?:[1-9]|k<\w+>)/y) !== null) return { type: 'chars', chars: charsOf('[\\s\\S]') };
    const [text = ''] =
      this.#take(/\[(?:\\[\s\S]|[^\]\\])*\]|\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[\s\S])|[\s\S]/y) ??
      [];
    return { type: 'chars', chars: charsOf(text) };
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}

/** All characters beyond ASCII count as one, which a class has unless it names ASCII alone. */
function charsOf(text: string): Chars {
  const one = new RegExp(`^${text}$`);
  const chars = Array.from({ length: others }, (_, code) => one.test(String.fromCharCode(code)));
  return [...chars, /[^\0-\x7f]|\\[uxDSWpP]|^\[\^|^\.$/.test(text)];
}
