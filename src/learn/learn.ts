import type { Bitstream, StatsLine } from '../bitstreams/bitstream.ts';
import { emptyFormat } from '../bitstreams/empty-format.ts';
import type { Found } from '../bitstreams/generic/found.ts';
import { GenericReader } from '../bitstreams/generic/generic.ts';
import { readingsOf } from '../bitstreams/generic/readings.ts';
import { createInterpreter } from '../bitstreams/interpreter.ts';
import { longestLine } from '../bitstreams/pattern.ts';
import { withoutTimes } from '../lines/times.ts';
import type { Reading } from '../readings/reading.ts';
import { agree } from './agree.ts';
import { lineOf } from './line-of.ts';
import { type Meanings, meaningsOf, type ReadLine } from './meanings.ts';
import { anyWord, isPlain, type Piece, patternOf, piecesOf, shapeOfPieces } from './pieces.ts';
import { type LearnedTable, TableLesson } from './tables.ts';

/** What was learned of the lines of one shape, or of shapes that differ in words only. */
export interface Learned {
  readonly line: string | StatsLine;
  readonly examples: readonly string[];
  /** How many lines of the log are so. */
  readonly count: number;
  /** What is unsure, in words. */
  readonly doubts: readonly string[];
  /** How many values are told in them, but nobody knows where. */
  readonly lost: number;
}

/** Lines of one shape in which nothing was found. */
export interface Unread {
  readonly line: string;
  /** A pattern of them, in which no number has a name. */
  readonly pattern: string;
  readonly count: number;
}

/** What a log taught. */
export interface Lesson {
  readonly learned: readonly Learned[];
  readonly tables: readonly LearnedTable[];
  /** Lines with values that no pattern could be made for. */
  readonly unsaid: readonly string[];
  /** The most frequent lines with numbers in which nothing was found. */
  readonly unread: readonly Unread[];
  readonly lines: number;
}

/** Shapes held at once, and lines of each. */
const most = { shapes: 2000, lines: 50, unread: 10 };

interface Group {
  readonly lines: ReadLine[];
  count: number;
}

/** Finds out how lines tell their values: what is found by units and words stands in lines of few shapes. */
export function learnFrom(lines: Iterable<string>): Lesson {
  const { groups, count, tables } = grouped(lines);
  const telling = [...groups.values()].filter((group) => group.lines.some(({ found }) => found.length > 0));
  const clusters = new Map<string, Group[]>();
  for (const group of telling) {
    const key = wordless(group);
    clusters.set(key, [...(clusters.get(key) ?? []), group]);
  }
  const learned: Learned[] = [];
  const unsaid: string[] = [];
  for (const alike of clusters.values()) {
    const together = alike.length > 1 ? learnGroup(joined(alike), telling) : null;
    if (together !== null && together.lost === 0) {
      learned.push(together);
      continue;
    }
    const each = alike.map((group) => learnGroup(group, [group]));
    // What is lost where lines differ, such as a unit that is a word to us, may be told by each of them.
    if (together !== null && each.some((one) => one === null || one.lost > 0)) learned.push(together);
    else
      for (const [place, group] of alike.entries()) {
        const one = each[place] ?? null;
        if (one === null) unsaid.push(exampleOf(group));
        else learned.push(one);
      }
  }
  const unread = [...groups.values()]
    .filter((group) => !telling.includes(group) && /\d.*\p{L}|\p{L}.*\d/u.test(exampleOf(group)))
    .sort((a, b) => b.count - a.count)
    .slice(0, most.unread)
    .map((group) => ({ line: exampleOf(group), pattern: plainPattern(group), count: group.count }));
  return { learned: withoutDoubles(learned), tables, unsaid, unread, lines: count };
}

/** Lines of several shapes can come to the same pattern. The most frequent first. */
function withoutDoubles(all: readonly Learned[]): readonly Learned[] {
  const byPattern = new Map<string, Learned>();
  for (const one of all) {
    const key = JSON.stringify(one.line);
    const same = byPattern.get(key);
    const count = one.count + (same?.count ?? 0);
    byPattern.set(key, {
      ...one,
      count,
      doubts: count > 1 ? one.doubts.filter((doubt) => doubt !== seenOnce) : one.doubts,
    });
  }
  return [...byPattern.values()].sort((a, b) => b.count - a.count);
}

const seenOnce = 'only one line of the log is so';

function grouped(lines: Iterable<string>): {
  readonly groups: ReadonlyMap<string, Group>;
  readonly count: number;
  readonly tables: readonly LearnedTable[];
} {
  const tables = new TableLesson();
  const generic = new GenericReader();
  const groups = new Map<string, Group>();
  let count = 0;
  for (const line of lines) {
    count += 1;
    const whole = line.trim();
    if (whole === '' || line.length > longestLine) continue;
    const all = generic.read(line);
    // What no card can show is not read.
    const found = readingsOf(all).length === 0 ? [] : all;
    if (generic.part === 'header') tables.header(line);
    else if (generic.part === 'row') tables.row(line, found.length > 0);
    else tables.other();
    if (generic.part !== null) continue;
    const { text, pieces } = withoutTime(whole, found);
    if (text === '') continue;
    const shape = shapeOfPieces(pieces);
    const group = groups.get(shape) ?? { lines: [], count: 0 };
    if (group.count === 0 && groups.size >= most.shapes) continue;
    groups.set(shape, group);
    group.count += 1;
    if (group.lines.length < most.lines) group.lines.push({ text, pieces, found });
  }
  return { groups, count, tables: tables.learned() };
}

/** What looks like a time and a sender in front of the line may as well be the words that name a device. */
function withoutTime(line: string, found: readonly Found[]): { text: string; pieces: readonly Piece[] } {
  for (const text of [...withoutTimes(line)].reverse()) {
    const pieces = piecesOf(text);
    if (
      meaningsOf([{ text, pieces, found }]).at.size >=
      meaningsOf([{ text: line, pieces: piecesOf(line), found }]).at.size
    )
      return { text, pieces };
  }
  return { text: line, pieces: piecesOf(line) };
}

function plainPattern({ lines: [first] }: Group): string {
  return first === undefined ? '' : patternOf(first.pieces, 0, first.pieces.length);
}

function exampleOf(group: Group): string {
  return (group.lines.find(({ found }) => found.length > 0) ?? group.lines[0])?.text ?? '';
}

/** The shape without its words, and what is told by whom. */
function wordless({ lines }: Group): string {
  const [first] = lines.filter(({ found }) => found.length > 0);
  const shape = (first?.pieces ?? []).map(({ kind, text }) => (kind === 'sign' ? text : kind)).join(' ');
  const told = (first?.found ?? []).map(({ device, values }) =>
    [device === null, ...Object.keys(values)].join(),
  );
  return `${shape}\n${told.join(' ')}`;
}

function joined(groups: readonly Group[]): Group {
  return {
    lines: groups.flatMap(({ lines }) => lines).slice(0, most.lines),
    count: groups.reduce((sum, { count }) => sum + count, 0),
  };
}

/** @param among lines of which the pattern may read none that says something else */
function learnGroup(group: Group, among: readonly Group[]): Learned | null {
  const meanings = meaningsOf(group.lines);
  const pieces = commonPieces(group.lines, meanings);
  const line = lineOf(pieces, meanings);
  if (line === null || meanings.at.size === 0 || hasDoubles(line)) return null;
  const interpreter = createInterpreter(formatOf([line]));
  const lines = [...new Set([group, ...among])].flatMap((one) => one.lines);
  const reads = (text: string): readonly Reading[] => interpreter.readAll(text);
  if (!lines.every(({ text, found }) => agree(readingsOf(found), reads(text)))) return null;
  const told = group.lines.filter(({ found }) => found.length > 0);
  const read = told.filter(({ text }) => reads(text).length > 0);
  if (read.length === 0) return null;
  return {
    line,
    examples: read.slice(0, 2).map(({ text }) => text),
    count: group.count,
    doubts: doubtsOf(meanings, group.count, told.length - read.length),
    lost: meanings.lost.length,
  };
}

/** What is told twice can't be said in one pattern. */
function hasDoubles(line: string | StatsLine): boolean {
  const patterns = typeof line === 'string' ? [line] : [line.line, line.each ?? ''];
  return patterns.some((pattern) => {
    const names = [...pattern.matchAll(/%\{(?:COUNT|NUMBER):(\w+)/g)].map(([, name]) => name);
    return new Set(names).size < names.length;
  });
}

/** The pieces of the first line, where words differ from line to line with {@link anyWord}, and numbers and blanks as they
 * are where they are least alike; units stay. */
function commonPieces(lines: readonly ReadLine[], { at }: Meanings): readonly Piece[] {
  const [first, ...others] = lines.filter(({ found }) => found.length > 0);
  let unit = Number.NEGATIVE_INFINITY;
  return (first?.pieces ?? []).map((piece, place) => {
    if (at.get(place)?.unit === 'printed') unit = place;
    const texts = [piece, ...others.flatMap(({ pieces }) => pieces[place] ?? [])].map(({ text }) => text);
    if (piece.kind === 'number')
      return { ...piece, text: texts.find((text) => !isPlain(text)) ?? piece.text };
    if (piece.kind === 'blank') return { ...piece, text: texts.find((text) => text !== ' ') ?? piece.text };
    if (piece.kind !== 'word' || place - unit <= 4) return piece;
    return texts.every((text) => text === piece.text) ? piece : { ...piece, text: anyWord };
  });
}

function doubtsOf({ at, lost }: Meanings, count: number, missed: number): readonly string[] {
  const stated = [...at.values()].flatMap(({ name, unit }) =>
    unit === null || unit === 'printed' ? [] : [`${name} is taken for ${unit}, which the line does not say`],
  );
  return [
    ...(count === 1 ? [seenOnce] : []),
    ...new Set(stated),
    ...lost.map((name) => `${name} is told, but where is not clear`),
    ...(missed > 0 ? [`${missed} more lines look alike and do not match`] : []),
  ];
}

/** A format with nothing but these lines of statistics, and tables under these headers. */
export function formatOf(stats: readonly (string | StatsLine)[], headers: readonly string[] = []): Bitstream {
  return {
    ...emptyFormat,
    name: 'learned',
    title: 'learned',
    sharesOf: 'printed',
    stats,
    headers,
    partial: true,
    samples: [],
  };
}
