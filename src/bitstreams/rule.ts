import type { Reading } from '../readings/reading.ts';
import type { Pieces } from './fields.ts';
import { countsAt, type Finding, numberNames } from './finding.ts';
import { LinePattern } from './line-pattern.ts';

/** What lines of a pattern say, from their pieces; `null` for one that is none in spite of its pattern. */
export type Readings = (pieces: Pieces) => readonly Reading[] | null;

/** What the first rule says of which it is a line; nothing where it is none of any. */
export function readBy(rules: readonly Rule[], line: string): readonly Reading[] {
  for (const rule of rules) {
    const found = rule.read(line);
    if (found !== null) return found;
  }
  return [];
}

/** How a line was read by the rules. Those in front of the one that matches must not match lines with other digits either. */
export function findingBy(rules: readonly Rule[], line: string): Finding | null {
  for (const rule of rules) {
    if (!rule.takesDigitsAlike) return null;
    if (rule.matches(line)) return rule.findingIn(line);
  }
  return null;
}

/** A pattern, and what its lines say. */
export class Rule {
  readonly #pattern: LinePattern;
  readonly #make: (pattern: LinePattern) => Readings;
  readonly #ofOneCard: boolean;
  #readings: Readings | null = null;

  /**
   * @param make done when the first line comes: most formats never meet one
   * @param ofOneCard each of its lines tells all of one card
   */
  constructor(pattern: string, make: (pattern: LinePattern) => Readings, ofOneCard = false) {
    this.#pattern = new LinePattern(pattern);
    this.#make = make;
    this.#ofOneCard = ofOneCard;
  }

  /** What stands in each of its lines. */
  get needed(): string {
    return this.#pattern.needed;
  }

  /** `null` for another line. */
  read(line: string): readonly Reading[] | null {
    const pieces = this.#pattern.read(line);
    if (pieces === null) return null;
    return this.#of(pieces);
  }

  matches(line: string): boolean {
    return this.#pattern.read(line) !== null;
  }

  /** Whether its lines decide how others are read. */
  get remembers(): boolean {
    return this.#pattern.has('algorithm');
  }

  /** Whether a line that differs from another only in digits matches just as well, or as little. */
  get takesDigitsAlike(): boolean {
    return this.#pattern.takesDigitsAlike;
  }

  /**
   * Whether it matches neither this line nor one that differs from it only in digits.
   *
   * @param alike what all these lines are {@link withoutDigits}
   */
  matchesNoneLike(line: string, alike: string): boolean {
    const { needed } = this.#pattern;
    if (needed !== '' && !alike.includes(withoutDigits(needed))) return true;
    return this.takesDigitsAlike && !this.matches(line);
  }

  /** Of a line that matches; `null` where its digits are not all that matters. */
  findingIn(line: string): Finding | null {
    const pattern = this.#pattern;
    const bounds = pattern.boundsIn(line);
    if (bounds === null || textNames.some((name) => pattern.has(name))) return null;
    const numbers = numberNames.flatMap((name) => pattern.of(name) ?? []);
    const counts = this.#ofOneCard ? countsAt((name) => pattern.of(name)) : null;
    const holds = () => true;
    return { bounds, numbers, counts, exactly: false, holds, read: (pieces) => this.#of(pieces) };
  }

  #of(pieces: Pieces): readonly Reading[] | null {
    this.#readings ??= this.#make(this.#pattern);
    return this.#readings(pieces);
  }
}

/** The same for all texts that differ only in digits. */
export function withoutDigits(text: string): string {
  return text.replace(/\d/g, '0');
}

/** Pieces that are read once more by themselves, and those that change how later lines are read. */
const textNames = ['each', 'algorithm'];
