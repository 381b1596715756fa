/*
 * A regular expression taken apart, for looking at how long it can take.
 */

/** Characters as a test; a class is known by the characters of ASCII and by one for all others. */
export type Chars = readonly boolean[];

export type Piece =
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

/** The number of the one that stands for all characters beyond ASCII. */
export const others = 128;

/** The pieces of each of a regular expression's alternatives; it is known to be one. */
export function partsOf(source: string): readonly (readonly Piece[])[] {
  return new Parser(source).options();
}

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
