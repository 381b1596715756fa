import type { Fields } from './fields.ts';
import { compilePattern, numbered, statedUnits } from './pattern.ts';

/** A pattern that is tried on every line. */
export class LinePattern {
  readonly #expression: RegExp;
  readonly #places: ReadonlyMap<string, number>;
  readonly #units: ReadonlyMap<string, string>;

  /** @throws SyntaxError when the pattern is none */
  constructor(pattern: string) {
    const { expression, places } = numbered(compilePattern(pattern));
    this.#expression = expression;
    this.#places = places;
    this.#units = statedUnits(pattern);
  }

  /** Whether a line can have something under the name. */
  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** What the line has under the pattern's names, with the units that the pattern states; `null` for another line. */
  read(line: string): Fields | null {
    const match = this.#expression.exec(line);
    return match === null ? null : new Matched(match, this.#places, this.#units);
  }
}

/** What a pattern is asked for one by one. */
class Matched implements Fields {
  readonly #match: RegExpExecArray;
  readonly #places: ReadonlyMap<string, number>;
  readonly #units: ReadonlyMap<string, string>;

  constructor(
    match: RegExpExecArray,
    places: ReadonlyMap<string, number>,
    units: ReadonlyMap<string, string>,
  ) {
    this.#match = match;
    this.#places = places;
    this.#units = units;
  }

  get(name: string): string | undefined {
    const place = this.#places.get(name);
    return place === undefined ? this.#units.get(name) : this.#match[place];
  }
}

/**
 * Reads what is said of card after card in a part of a line.
 *
 * @param pattern of one card
 * @returns the fields of each; `null` where something stands between them that is none
 */
export function cardsIn(pattern: string): (text: string, line: Fields) => readonly Fields[] | null {
  const card = new RegExp(`[\\s,|;]*${compilePattern(pattern).source.slice(1, -1)}(?=[\\s,|;]|$)`, 'y');
  const stated = statedUnits(pattern);
  return (whole, line) => {
    const text = whole.trimEnd();
    const cards: Fields[] = [];
    card.lastIndex = 0;
    for (let match = card.exec(text); match !== null; match = card.exec(text)) {
      if (match[0] === '') break;
      cards.push(cardFields(match.groups ?? {}, stated, line, cards.length));
      if (card.lastIndex === text.length) return cards;
    }
    return /^[\s,|;]*$/.test(text) ? cards : null;
  };
}

/** One that has no name has its place; the units are its own, the pattern's, or the line's. */
function cardFields(
  own: Readonly<Record<string, string | undefined>>,
  stated: ReadonlyMap<string, string>,
  line: Fields,
  place: number,
): Fields {
  const named = [own['index'], own['dna'], own['device']].some((name) => name !== undefined);
  return {
    get(name) {
      const found = own[name] ?? stated.get(name);
      if (found !== undefined) return found;
      if (name === 'index' && !named) return String(place);
      return name.endsWith('Unit') ? line.get(name) : undefined;
    },
  };
}
