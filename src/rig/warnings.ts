import { errorWords } from '../error-words.ts';
import { plainText } from '../lines/safe-text.ts';
import type { Clock } from '../time.ts';

/** What warnings are about. */
export const topics = [
  'log',
  'output',
  'metrics',
  'web-config',
  'panel',
  'reading',
  'input',
  'pool',
  'tool',
] as const;

/** What a warning is about. One at a time is kept for each: the newest says how things are. */
export type Topic = (typeof topics)[number];

/** Nobody can tell that these are over; their warning goes when it has not been raised again for long. */
const passing: ReadonlySet<Topic> = new Set(['reading', 'tool']);
/** Seconds that such a warning stands. */
const standsFor = 3600;

/** What is said of one topic within so many seconds: each line once, and only so many lines. The count goes on. */
const quiet = 60;
const mostLines = 10;

/** Characters of a line; an error's own words may be of any length. */
const longestLine = 1000;

interface Raised {
  readonly topic: Topic;
  readonly line: string;
  readonly at: number;
}

/** What is wrong at the moment, a line each with the way out, for the panel, the page and stderr. Never throws. */
export class Warnings {
  readonly #clock: Clock;
  readonly #say: (line: string) => void;
  /** By topic, and by what of several it is about. */
  readonly #standing = new Map<string, Raised>();
  readonly #said = new Map<Topic, readonly Raised[]>();
  readonly #counts: Record<Topic, number> = {
    log: 0,
    output: 0,
    metrics: 0,
    'web-config': 0,
    panel: 0,
    reading: 0,
    input: 0,
    pool: 0,
    tool: 0,
  };

  /** @param say told each new line once, as it comes up; what it throws is lost */
  constructor(clock: Clock, say: (line: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /**
   * Something is wrong, again or still: it counts each time, and is said when it is new.
   *
   * @param which of several it is about, a log's path for instance: each has a warning of its own
   */
  raise(topic: Topic, words: string, which = ''): void {
    this.#counts[topic] += 1;
    const line = oneLine(words);
    const now = this.#clock.monotonic();
    this.#expire(now);
    const key = `${topic} ${which}`;
    const known = this.#standing.get(key)?.line === line;
    // Deleted first, so that the newest stands last; what is known already keeps its place.
    if (!known) this.#standing.delete(key);
    this.#standing.set(key, { topic, line, at: now });
    if (!known && this.#maySay(topic, line, now)) this.#tell(line);
  }

  /** Takes a step. Whatever goes wrong in it is a warning, and the next steps are taken. */
  guard(topic: Topic, what: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.raise(topic, `${what} failed (${errorWords(error)}); the rest goes on`);
    }
  }

  /** It is over. */
  clear(topic: Topic, which = ''): void {
    this.#standing.delete(`${topic} ${which}`);
  }

  /** Says once more all that stands: where it was shown so far, nobody sees it any longer. */
  repeat(): void {
    for (const line of this.list()) this.#tell(line);
  }

  /** Newest last. */
  list(): readonly string[] {
    this.#expire(this.#clock.monotonic());
    return [...this.#standing.values()].map(({ line }) => line);
  }

  /** How often something was raised so far, said or not. */
  counts(): Readonly<Record<Topic, number>> {
    return { ...this.#counts };
  }

  #expire(now: number): void {
    for (const [key, { topic, at }] of this.#standing)
      if (passing.has(topic) && now - at >= standsFor) this.#standing.delete(key);
  }

  /** A failure that comes and goes, or that has other words each time, must not flood stderr. */
  #maySay(topic: Topic, line: string, now: number): boolean {
    const lately = (this.#said.get(topic) ?? []).filter(({ at }) => now - at < quiet);
    const may = lately.length < mostLines && lately.every((said) => said.line !== line);
    this.#said.set(topic, may ? [...lately, { topic, line, at: now }] : lately);
    return may;
  }

  #tell(line: string): void {
    try {
      this.#say(line);
    } catch {
      // Nobody hears it; it is counted, and stands in the list.
    }
  }
}

function oneLine(words: string): string {
  const line = words.slice(0, longestLine).replace(/\s*[\r\n]\s*/g, ' ');
  return plainText(line).trim();
}
