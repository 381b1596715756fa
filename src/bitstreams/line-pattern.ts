import { gaugeNames } from '../readings/gauges.ts';
import type { StatsReading } from '../readings/reading.ts';
import { builtInNeeded } from './built-in-needed.ts';
import { takesDigitsAlike } from './digits-alike.ts';
import { type Pieces, type Places, statsBy } from './fields.ts';
import type { Bounds } from './finding.ts';
import { neededText } from './needed-text.ts';
import { compilePattern, numbered, patternSource, statedUnits } from './pattern.ts';

/** What a pattern comes to, the same for every miner of a rig. */
class Compiled {
  /** Most lines lack it, and then nothing else has to be looked at. */
  readonly needed: string;
  readonly #pattern: string;
  #stated: ReadonlyMap<string, string> | null = null;
  /** Made when the first line has what is needed: few patterns of few formats are ever met. */
  #numbered: ReturnType<typeof numbered> | null = null;
  #alike: boolean | null = null;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.needed = builtInNeeded.get(pattern) ?? neededText(patternSource(pattern));
  }

  get stated(): ReadonlyMap<string, string> {
    this.#stated ??= statedUnits(this.#pattern);
    return this.#stated;
  }

  has(name: string): boolean {
    return patternSource(this.#pattern).includes(`(?<${name}>`);
  }

  get takesDigitsAlike(): boolean {
    this.#alike ??= takesDigitsAlike(patternSource(this.#pattern));
    return this.#alike;
  }

  get numbered(): ReturnType<typeof numbered> {
    this.#numbered ??= numbered(compilePattern(this.#pattern));
    return this.#numbered;
  }
}

const compiled = new Map<string, Compiled>();
/** Formats have some hundreds; learning one tries more. */
const mostCompiled = 2000;

function compiledOf(pattern: string): Compiled {
  const before = compiled.get(pattern);
  if (before !== undefined) return before;
  if (compiled.size >= mostCompiled) compiled.clear();
  const made = new Compiled(pattern);
  compiled.set(pattern, made);
  return made;
}

/** The needed texts of all patterns that were compiled, for the build. */
export function neededTexts(): readonly (readonly [string, string])[] {
  return [...compiled].map(([pattern, { needed }]) => [pattern, needed]);
}

/** A pattern that is tried on every line. */
export class LinePattern implements Places {
  readonly needed: string;
  readonly #compiled: Compiled;
  #expression: RegExp | null = null;
  #withIndices: RegExp | null = null;

  constructor(pattern: string) {
    this.#compiled = compiledOf(pattern);
    this.needed = this.#compiled.needed;
  }

  of(name: string): number | undefined {
    return this.#compiled.numbered.places.get(name);
  }

  stated(name: string): string | undefined {
    return this.#compiled.stated.get(name);
  }

  /** The line's pieces, for the places; `null` for another line. */
  read(line: string): Pieces | null {
    if (!line.includes(this.needed)) return null;
    this.#expression ??= this.#compiled.numbered.expression;
    return this.#expression.exec(line);
  }

  /** Whether it takes one digit as well as another. */
  get takesDigitsAlike(): boolean {
    return this.#compiled.takesDigitsAlike;
  }

  /** Whether a piece of its lines has the name; unlike {@link of} it needs no expression. */
  has(name: string): boolean {
    return this.#compiled.has(name);
  }

  /** Where the line's pieces stand in it, for the places; `null` for another line. */
  boundsIn(line: string): readonly (Bounds | undefined)[] | null {
    const { expression, places } = this.#compiled.numbered;
    this.#withIndices ??= new RegExp(expression, 'd');
    const found = this.#withIndices.exec(line)?.indices;
    if (found === undefined) return null;
    const bounds: (Bounds | undefined)[] = [];
    for (const place of places.values()) bounds[place] = found[place];
    return bounds;
  }
}

/**
 * Reads what is said of card after card in a part of a line.
 *
 * @param pattern of one card
 * @param line the pattern of the line, which may name units for all cards
 * @param devices numbers for cards that have none, in their order; without them each has that of its place
 * @returns the readings of each; `null` where something stands between them that is none
 */
export function cardsIn(
  pattern: string,
  line: Places,
  partial: boolean,
  devices: () => readonly number[],
): (text: string, ofLine: Pieces) => readonly StatsReading[] | null {
  const body = `[\\s,|;]*${compilePattern(pattern).source.slice(1, -1)}(?=[\\s,|;]|$)`;
  const { expression, places } = numbered(new RegExp(body, 'y'));
  const card = new CardPlaces(places, statedUnits(pattern), line);
  const statsOf = statsBy(card, partial);
  return (whole, ofLine) => {
    const text = whole.trimEnd();
    const cards: StatsReading[] = [];
    const numbers = devices();
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      if (match[0] === '') break;
      cards.push(statsOf(card.completed(match, ofLine, numbers[cards.length] ?? cards.length), null));
      if (expression.lastIndex === text.length) return card.certain(match, cards, numbers);
    }
    return /^[\s,|;]*$/.test(text) ? cards : null;
  };
}

/** One that has no name has its place in the row for a number; the units are its own, the pattern's, or the line's. */
class CardPlaces implements Places {
  readonly #places: Map<string, number>;
  readonly #stated: Map<string, string>;
  readonly #names: readonly number[];
  /** Units that are to be had elsewhere where the card has none. */
  readonly #units: readonly {
    readonly place: number;
    readonly from: number | undefined;
    readonly stated: string | undefined;
  }[];

  constructor(own: ReadonlyMap<string, number>, stated: ReadonlyMap<string, string>, line: Places) {
    this.#places = new Map(own);
    this.#stated = new Map(stated);
    this.#names = ['index', 'dna', 'device'].flatMap((name) => own.get(name) ?? []);
    let next = Math.max(0, ...own.values()) + 1;
    if (!own.has('index')) {
      this.#places.set('index', next);
      next += 1;
    }
    const units = [];
    for (const name of gaugeNames.map((gauge) => `${gauge}Unit`)) {
      const from = line.of(name);
      const elsewhere = stated.get(name) ?? line.stated(name);
      if (elsewhere !== undefined) this.#stated.set(name, elsewhere);
      if (!own.has(name) && (elsewhere !== undefined || from === undefined)) continue;
      units.push({ place: own.get(name) ?? next, from, stated: elsewhere });
      if (own.has(name)) continue;
      this.#places.set(name, next);
      next += 1;
    }
    this.#units = units;
  }

  of(name: string): number | undefined {
    return this.#places.get(name);
  }

  stated(name: string): string | undefined {
    return this.#stated.get(name);
  }

  /** Cards without names of their own are known by their place only where there are as many as there are numbers. */
  certain(
    match: Pieces,
    cards: readonly StatsReading[],
    numbers: readonly number[],
  ): readonly StatsReading[] {
    const unnamed = this.#names.every((name) => match[name] === undefined);
    return unnamed && numbers.length > 0 && numbers.length !== cards.length ? [] : cards;
  }

  /** The card's pieces, with what it does not say itself. */
  completed(match: Pieces, ofLine: Pieces, number: number): Pieces {
    const pieces = [...match];
    const index = this.of('index');
    if (index !== undefined && this.#names.every((name) => pieces[name] === undefined))
      pieces[index] = String(number);
    for (const { place, from, stated } of this.#units)
      pieces[place] ??= stated ?? (from === undefined ? undefined : ofLine[from]);
    return pieces;
  }
}
