import type { CardId, Reading } from '../readings/reading.ts';
import type { Clock } from '../time.ts';
import type { Bitstream } from './bitstream.ts';
import type { Finding } from './finding.ts';
import { generic } from './generic/bitstream.ts';
import { GenericReader } from './generic/generic.ts';
import { KnownShapes } from './generic/known-shapes.ts';
import { readingsOf } from './generic/readings.ts';
import { longestLine } from './pattern.ts';
import { type BitstreamReader, createReader, type ReadLine } from './reader.ts';

/** The formats have so many lines, or so many seconds, to recognise one of statistics. */
const formatsFirst = { lines: 40, seconds: 30 };

/** What only a miner's log says. */
const ofMining =
  /\b(?:hash ?rate|min(?:er|ing)|stratum|(?:accepted|rejected) shares?|shares? (?:accepted|rejected|found)|shares?: ?\d)|(?<![a-z])[kmgtp]?(?:h|hash|sols?)\/s\b/i;
/** Of so many cards at most. */
const mostHeld = 64;

/** Reads lines by the formats among the candidates and, where {@link generic} is one, by units and words. */
export function createAnyReader(candidates: readonly Bitstream[], clock: Clock): BitstreamReader {
  const formats = candidates.filter((one) => one !== generic);
  const reader = createReader(formats);
  if (formats.length === candidates.length) return reader;
  return new LastResort(reader, formats.length === 0, clock);
}

/**
 * Formats first. What they do not recognise is read by units and words: at once where that was asked for, else only after
 * a while, and only lines that come again and again. Once a format recognises its statistics it alone is in force.
 */
class LastResort implements BitstreamReader {
  readonly #formats: BitstreamReader;
  readonly #asked: boolean;
  readonly #clock: Clock;
  readonly #generic = new GenericReader();
  readonly #shapes = new KnownShapes();
  #lines = 0;
  #firstAt: number | null = null;
  /** The first card that was printed: reading begins with it, so that cards have the same names each time. */
  #firstCard: CardId | null = null;
  /** Something was read so. */
  #inForce = false;
  /** What was read before the first word of mining: others have cards with temperatures, too. */
  #held: Reading[] | null = [];

  constructor(formats: BitstreamReader, asked: boolean, clock: Clock) {
    this.#formats = formats;
    this.#asked = asked;
    this.#clock = clock;
  }

  get bitstream(): Bitstream | null {
    return this.#formats.bitstream ?? (this.#inForce ? generic : null);
  }

  read(line: string, whole?: boolean): ReadLine {
    return this.#formats.read(line, whole);
  }

  readLast(line: string, byPatterns: ReadLine): ReadLine {
    const read = this.#formats.readLast?.(line, byPatterns) ?? byPatterns;
    if (read.bitstream !== null) return read;
    const shown = line.trimEnd();
    this.#lines += 1;
    this.#firstAt ??= this.#clock.monotonic();
    const readings = shown.length > longestLine ? [] : readingsOf(this.#generic.read(shown));
    const held = this.#released(shown, readings.some(hasHashrate));
    const believed = readings.length > 0 && this.#believed(shown, readings) ? readings : [];
    if (held.length + believed.length > 0) return this.#taken([...held, ...believed], read);
    return this.#inForce ? fromGeneric([]) : read;
  }

  #taken(readings: readonly Reading[], unread: ReadLine): ReadLine {
    if (this.#held !== null) {
      this.#held = [...this.#held, ...readings].slice(-mostHeld);
      return unread;
    }
    this.#inForce = true;
    return fromGeneric(readings);
  }

  /** Lets out what was held back, once the log speaks of mining. */
  #released(line: string, mines: boolean): readonly Reading[] {
    if (this.#held === null || !(mines || ofMining.test(line))) return [];
    const held = this.#held;
    this.#held = null;
    return held;
  }

  readUnterminated(line: string): ReadLine {
    return this.#formats.readUnterminated(line);
  }

  findingIn(line: string, read: ReadLine): Finding | 'later' | null {
    return this.#formats.findingIn(line, read);
  }

  alike(readings: readonly Reading[]): ReadLine {
    return this.#formats.alike(readings);
  }

  minerRestarted(): void {
    this.#formats.minerRestarted();
  }

  #believed(line: string, readings: readonly Reading[]): boolean {
    if (this.#asked) return true;
    const often = this.#shapes.see(line);
    const card = readings.find((reading) => reading.type === 'stats')?.card ?? null;
    this.#firstCard ??= card;
    const waited = this.#clock.monotonic() - (this.#firstAt ?? 0);
    const { lines, seconds } = formatsFirst;
    if (!often || (this.#lines <= lines && waited < seconds)) return false;
    // A card that has died meanwhile is not waited for.
    return this.#inForce || isSame(card, this.#firstCard) || this.#lines > 2 * lines || waited >= 2 * seconds;
  }
}

function hasHashrate(reading: Reading): boolean {
  if (reading.type === 'stats') return reading.gauges.hashrate !== null;
  return reading.type === 'process' && reading.hashrate !== null;
}

function fromGeneric(readings: ReadLine['readings']): ReadLine {
  return { readings, bitstream: generic, formats: [generic.name] };
}

function isSame(one: CardId | null, other: CardId | null): boolean {
  return one?.dna === other?.dna && one?.index === other?.index && one?.device === other?.device;
}
