import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../lines/safe-text.ts';
import { withoutTimes } from '../lines/times.ts';
import { isGaugeName, printedExponent } from '../readings/gauges.ts';
import { eventKinds, failureReasons, type Reading } from '../readings/reading.ts';
import type { NodeReader, Place, ValueReader } from '../values/node-reader.ts';
import type { Bitstream, Sample } from './bitstream.ts';
import { dnaOf, placesOf, processBy, sharesBy, statsBy } from './fields.ts';
import { createInterpreter, type Interpreter } from './interpreter.ts';
import { nearestMatch } from './nearest-match.ts';

const sampleKeys = ['lines', 'gives'] as const;
const readingKeys = ['stats', 'process', 'shares', 'failure', 'event', 'start', 'card'] as const;
const count = String.raw`\d{1,12}`;

/** A sample as a file has it, with the place of each reading. */
export interface PlacedSample extends Sample {
  readonly place: Place;
  readonly linePlaces: readonly Place[];
  readonly givesPlaces: readonly Place[];
}

/** Reads one sample; what is wrong with it goes to the reader. */
export function sampleOf(reader: NodeReader, place: Place, partial: boolean): PlacedSample | null {
  const keys = reader.map(place, sampleKeys);
  if (keys === null) return null;
  const linesAt = keys.get('lines');
  if (linesAt === undefined) return reader.problem(place, 'lines are missing: as the miner prints them');
  const linePlaces = reader.list(linesAt, 'lines as the miner prints them') ?? [];
  const lines = linePlaces.flatMap((line) => reader.text(line, 'a line as the miner prints it') ?? []);
  const givesAt = keys.get('gives');
  const givesPlaces = givesAt === undefined ? [] : (reader.list(givesAt, 'the readings of the lines') ?? []);
  const gives = givesPlaces.flatMap((one) => readingOf(reader, one, partial) ?? []);
  return { place, lines, gives, linePlaces, givesPlaces };
}

/** Reads each sample by the format and tells the reader where it gives something else. */
export function checkSamples(
  reader: NodeReader,
  format: Omit<Bitstream, 'samples'>,
  samples: readonly PlacedSample[],
): void {
  for (const { lines, gives, place, linePlaces, givesPlaces } of samples) {
    const read = readSample(format, lines);
    const wrong = gives.findIndex((reading, at) => !isDeepStrictEqual(reading, read[at]?.reading));
    const expected = gives[wrong];
    if (expected !== undefined) {
      const found = read[wrong]?.reading;
      const why = found?.type === expected.type ? '' : unmatched(format, lines, read);
      reader.problem(givesPlaces[wrong] ?? place, `the sample fails: ${difference(expected, found)}${why}`);
    } else if (read.length > gives.length) {
      const { line, reading } = read[gives.length] ?? { line: 0, reading: null };
      reader.problem(linePlaces[line] ?? place, `the sample fails: this line gives ${shown(reading)} too`);
    }
  }
}

/** What lines say by one bitstream, without those that carry no value. */
export function readSample(format: Omit<Bitstream, 'samples'>, lines: readonly string[]) {
  const interpreter = createInterpreter({ ...format, samples: [] });
  return lines.flatMap((text, line) => {
    const shown = plainText(text);
    const found = readWithoutTimes(interpreter, shown.trim());
    const tells = found.some(({ type }) => type !== 'known');
    const readings = tells ? found : (interpreter.readTable(shown) ?? []);
    return readings.flatMap((reading) => (reading.type === 'known' ? [] : [{ line, reading }]));
  });
}

/** As in a log: a time in front may be the miner's own, so only what is not read with it is read without it. */
function readWithoutTimes(interpreter: Interpreter, line: string): readonly Reading[] {
  for (const text of [line, ...withoutTimes(line)]) {
    const readings = interpreter.readAll(text);
    if (readings.length > 0) return readings;
  }
  return [];
}

/** How near a pattern comes to the first line that says nothing; empty where that tells nobody anything. */
function unmatched(
  { stats }: Pick<Bitstream, 'stats'>,
  lines: readonly string[],
  read: readonly { readonly line: number }[],
): string {
  const silent = lines.find((_, at) => !read.some(({ line }) => line === at));
  if (silent === undefined) return '';
  const patterns = stats.map((line) => (typeof line === 'string' ? line : line.line));
  const whole = plainText(silent).trim();
  const starts = [whole, ...withoutTimes(whole)].map((text) => [text, nearestMatch(patterns, text)] as const);
  const [text, start] = starts.reduce((best, one) => (one[1].length > best[1].length ? one : best));
  if (start === '') return `; no pattern matches even the start of '${text.slice(0, 40)}'`;
  return start === text
    ? ''
    : `; the nearest pattern ends behind '${start.slice(-40)}', where '${text.slice(start.length, start.length + 40)}' follows`;
}

function readingOf(reader: NodeReader, place: Place, partial: boolean): Reading | null {
  if (isWord(place, 'start')) return { type: 'start' };
  const [key, value] = [...(reader.map(place, readingKeys) ?? [])][0] ?? [];
  if (key === undefined || value === undefined) return null;
  switch (key) {
    case 'stats':
      return statsSampleOf(reader, value, partial);
    case 'process':
      return processSampleOf(reader, value);
    case 'shares':
      return sharesSampleOf(reader, value);
    case 'failure': {
      const reason = reader.value(value, oneOf(failureReasons));
      return reason === null ? null : { type: 'share-failure', reason };
    }
    case 'event': {
      const kind = reader.value(value, oneOf(eventKinds));
      return kind === null ? null : { type: 'event', kind };
    }
    case 'start':
      return { type: 'start' };
    case 'card': {
      const dna = dnaOf(reader.text(value, 'a DNA') ?? undefined);
      return dna === null ? null : { type: 'card', dna };
    }
  }
}

function statsSampleOf(reader: NodeReader, place: Place, partial: boolean): Reading {
  const { places, pieces } = placesOf(fieldsIn(reader, place));
  const table = places.of('table');
  return statsBy(places, partial)(pieces, table === undefined ? null : Number(pieces[table]));
}

function processSampleOf(reader: NodeReader, place: Place): Reading | null {
  const { places, pieces } = placesOf(fieldsIn(reader, place));
  return processBy(places)(pieces) ?? reader.problem(place, 'no value of all cards together');
}

function fieldsIn(reader: NodeReader, place: Place): readonly Piece[] {
  return (reader.entries(place, 'values by their names') ?? []).flatMap(([key, value]) =>
    fieldsOf(reader, key, value),
  );
}

/** A piece of text that a pattern would find, with its name. */
type Piece = readonly [name: string, text: string];

/** One value of a sample as such pieces. */
function fieldsOf(reader: NodeReader, key: string, place: Place): readonly Piece[] {
  const pieces = (texts: Readonly<Record<string, string | undefined>>): readonly Piece[] =>
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  const problem = (words: string) => reader.problem(place, words) ?? [];
  if (isGaugeName(key)) {
    const right = 'a number and its unit';
    const [, number, unit] = /^(\S+) ?(\D\S*)?$/.exec(reader.text(place, right) ?? '') ?? [];
    if (number === undefined || Number.isNaN(Number(number)) || printedExponent(key, unit) === null)
      return problem(`not ${right}, such as ${key === 'hashrate' ? '17.5 GH/s' : '45'}`);
    return pieces({ [key]: number, [`${key}Unit`]: unit });
  }
  if (key === 'solutions' || key === 'shares') {
    const [, good, total] = reader.value(place, countsReader) ?? [];
    // Shares that stand alone are accepted ones; solutions are all there were.
    if (good === undefined && key === 'shares') return pieces({ sharesGood: total });
    return pieces({ [`${key}Good`]: good?.slice(0, -1), [`${key}Total`]: total });
  }
  if (key === 'stale') return pieces({ sharesStale: reader.text(place, 'a count') ?? undefined });
  if (key === 'dna' || key === 'index' || key === 'device' || key === 'table')
    return pieces({ [key]: reader.text(place, 'a text') ?? undefined });
  return problem('no such value; there are the gauges, dna, index, device, solutions, shares, stale, table');
}

function sharesSampleOf(reader: NodeReader, place: Place): Reading | null {
  const { places, pieces } = placesOf(fieldsOf(reader, 'shares', place));
  const shares = sharesBy(places)(pieces);
  return shares === null ? null : { type: 'shares', shares };
}

const countsReader: ValueReader<RegExpExecArray> = {
  read: (text) => new RegExp(`^(${count}/)?(${count})$`).exec(text),
  right: 'a count such as 118/120: good of all',
};

function oneOf<Word extends string>(words: readonly Word[]): ValueReader<Word> {
  return {
    read: (text) => words.find((word) => word === text) ?? null,
    right: `one of ${words.join(', ')}`,
    known: words,
  };
}

function isWord({ node }: Place, word: string): boolean {
  return node !== null && 'value' in node && node.value === word;
}

/** What differs, in few words. */
function difference(expected: Reading, found: Reading | undefined): string {
  if (found === undefined) return `no line gives ${shown(expected)}`;
  if (found.type !== expected.type)
    return `the lines give ${shown(found)} where ${shown(expected)} is stated`;
  const flatFound = flat(found);
  const parts = Object.entries(flat(expected)).filter(
    ([key, value]) => !isDeepStrictEqual(value, flatFound[key]),
  );
  return parts
    .map(
      ([key, value]) => `${key} reads ${JSON.stringify(flatFound[key])}, stated is ${JSON.stringify(value)}`,
    )
    .join('; ');
}

function flat(reading: Reading): Readonly<Record<string, unknown>> {
  return reading.type === 'stats'
    ? { ...reading, ...reading.card, ...reading.gauges, card: null, gauges: null }
    : { ...reading };
}

function shown(reading: Reading | null): string {
  return reading === null ? 'nothing' : `'${reading.type}'`;
}
