import type { StatsLine } from '../bitstreams/bitstream.ts';
import type { Meanings, Placed } from './meanings.ts';
import { type Piece, patternOf } from './pieces.ts';
import { unitBehind } from './places.ts';

/** Without a reading miners print a sensor as 0. */
const sensors = new Set(['temperature', 'coreVoltage', 'power', 'clock', 'fanRatio']);
/** What a card is known by. */
const names = new Set(['index', 'dna']);
/** What may stand between devices of one line. */
const between = /^[\s,|;]*$/;

/** The pattern of a line of this shape; `null` where a format has no words for it. */
export function lineOf(pieces: readonly Piece[], meanings: Meanings): string | StatsLine | null {
  const { at, devices } = meanings;
  const process = [...at.values()].some(({ of }) => of === null);
  if (devices === 0)
    return { line: written(pieces, at, { from: 0, to: pieces.length }), of: 'process', each: null };
  const numbered = [...at.values()].some(({ name }) => names.has(name));
  if (devices === 1 && !process && numbered) return written(pieces, at, { from: 0, to: pieces.length });
  const starts = Array.from({ length: devices }, (_, device) => startOf(pieces, at, device));
  const [first] = starts;
  if (first === undefined || starts.some((start) => start < 0 || !Number.isFinite(start))) return null;
  const { device, optional } = richest(at, devices);
  const from = starts[device] ?? first;
  const next = starts[device + 1];
  const ownEnd = endOf(pieces, at, devices - 1);
  const to = next === undefined ? ownEnd : withoutSeparators(pieces, from, next);
  const last = Math.max(ownEnd, endLike(pieces, { from, to }, starts.at(-1) ?? first));
  const before = written(pieces, at, { from: 0, to: first });
  const behind = written(pieces, at, { from: last, to: pieces.length });
  return {
    // Blanks around the cards are theirs: what could be taken by several parts would take long.
    line: `${before.replace(/(?:\\s[*+]| )$/, '')}%{EACH}${behind.replace(/^(?:\\s[*+]| )/, '')}`,
    of: process ? 'process' : 'each',
    each: written(pieces, at, { from, to, optional }),
  };
}

/** Where a device ends of which the same is said as of another, be it a value or not; -1 where it is not the same. */
function endLike(pieces: readonly Piece[], { from, to }: Span, start: number): number {
  const kinds = (begin: number) => pieces.slice(begin, begin + to - from).map(({ kind }) => kind);
  return kinds(start).join() === kinds(from).join() ? start + to - from : -1;
}

/** The device of which most is told, and what is not told of every one. */
function richest(
  at: ReadonlyMap<number, Placed>,
  devices: number,
): { device: number; optional: ReadonlySet<string> } {
  const told = Array.from({ length: devices }, (_, device) =>
    [...at.values()].flatMap(({ of, name }) => (of === device ? [name] : [])),
  );
  const device = told.reduce(
    (best, names, place) => (names.length > (told[best]?.length ?? 0) ? place : best),
    0,
  );
  const optional = (told[device] ?? []).filter((name) => !told.every((names) => names.includes(name)));
  return { device, optional: new Set(optional) };
}

/** The first piece of what is said of a device: its number with the word in front, or its first value. */
function startOf(pieces: readonly Piece[], at: ReadonlyMap<number, Placed>, device: number): number {
  const own = [...at].filter(([, { of }]) => of === device);
  const index = own.find(([, { name }]) => names.has(name))?.[0];
  if (index === undefined) return Math.min(...own.map(([place]) => place));
  let start = index;
  while (start > 0 && ['blank', 'sign'].includes(pieces[start - 1]?.kind ?? '')) {
    const text = pieces[start - 1]?.text ?? '';
    if (
      !/^[[(<#_\-/\s]*$/.test(text) ||
      (text !== '' && /\s/.test(text) && pieces[start - 2]?.kind !== 'word')
    )
      break;
    start -= 1;
  }
  if (pieces[start - 1]?.kind === 'word') start -= 1;
  while (/^[[(<#]$/.test(pieces[start - 1]?.text ?? '')) start -= 1;
  while (pieces[start]?.kind === 'blank') start += 1;
  return start;
}

/** Behind the last value of a device, with its unit and the brackets around them. */
function endOf(pieces: readonly Piece[], at: ReadonlyMap<number, Placed>, device: number): number {
  const last = Math.max(...[...at].flatMap(([place, { of }]) => (of === device ? [place] : [])));
  let end = last + 1;
  while (end < pieces.length && !between.test(pieces[end]?.text ?? '')) end += 1;
  // A unit may stand apart.
  const unit = at.get(last)?.unit === 'printed' ? unitBehind(pieces, last) : null;
  return unit === null ? end : Math.max(end, unitEnd(pieces, last, unit));
}

function withoutSeparators(pieces: readonly Piece[], from: number, to: number): number {
  let end = to;
  while (end > from + 1 && between.test(pieces[end - 1]?.text ?? '')) end -= 1;
  return end;
}

function unitEnd(pieces: readonly Piece[], at: number, unit: string): number {
  let text = '';
  let end = at + 1;
  while (end < pieces.length && text.trim().length < unit.length) {
    text += pieces[end]?.text ?? '';
    end += 1;
  }
  return end;
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Names of values that may be missing, with what stands in front of them. */
  readonly optional?: ReadonlySet<string>;
}

/** Pieces as a pattern, with names for what is a value. */
function written(
  pieces: readonly Piece[],
  at: ReadonlyMap<number, Placed>,
  { from, to, optional }: Span,
): string {
  let pattern = '';
  let done = from;
  for (const [place, meaning] of [...at].sort(([a], [b]) => a - b)) {
    if (place < from || place >= to) continue;
    const unit = meaning.unit === 'printed' ? unitBehind(pieces, place) : null;
    const value = `${patternOf(pieces, done, place)}${nameOf(meaning)}${unit === null ? '' : `\\s?%{UNIT:${meaning.name}}`}`;
    pattern += optional?.has(meaning.name) === true ? `(?:${value})?` : value;
    done = unit === null ? place + 1 : unitEnd(pieces, place, unit);
  }
  return pattern + patternOf(pieces, done, to);
}

function nameOf({ name, unit }: Placed): string {
  if (name === 'dna') return '%{DNA:dna}';
  if (unit === null) return `%{COUNT:${name}}`;
  const value = unit === 'printed' ? `%{NUMBER:${name}}` : `%{NUMBER:${name}:${unit}}`;
  return sensors.has(name) ? `(?:0(?:\\.0+)?|${value})` : value;
}
