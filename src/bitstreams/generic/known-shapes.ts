import { withoutLogPrefix } from './log-prefix.ts';

/** So many times must a line have come, each time with other numbers, before it is believed to be one of statistics. */
const oftenEnough = 3;
/** Shapes held at once: a miner has a few dozen, and what prints ever new ones is none. */
const mostShapes = 1000;
const longestLine = 500;

/** Tells lines that come again and again, with changing numbers, from those that come once. */
export class KnownShapes {
  /** By shape: the numbers of each time so far; `null` once it was often enough. */
  readonly #shapes = new Map<string, Set<string> | null>();

  /** @returns whether lines like this one have come often enough, this time included */
  see(line: string): boolean {
    if (line.length > longestLine) return false;
    const text = withoutLogPrefix(line);
    const shape = text.replace(/\d+(?:[.,:]\d+)*/g, '#').replace(/\s+/g, ' ');
    const known = this.#shapes.get(shape);
    if (known === null) return true;
    if (known === undefined && this.#shapes.size >= mostShapes) return false;
    const numbers = (known ?? new Set()).add((text.match(/\d+(?:[.,:]\d+)*/g) ?? []).join(' '));
    const enough = numbers.size >= oftenEnough;
    this.#shapes.set(shape, enough ? null : numbers);
    return enough;
  }
}
