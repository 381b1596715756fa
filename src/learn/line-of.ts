import type { StatsLine } from '../bitstreams/bitstream.ts';
import type { Meanings, Placed } from './meanings.ts';
import { type Piece, patternOf } from './pieces.ts';
import { unitBehind } from './places.ts';

/** Without a reading miners print a sensor as 0. */
const sensors = new Set(['temperature', 'coreVoltage', 'power', 'clock', 'fanRatio']);
/** What may stand between devices of one line. */
const between = /^[\s,|;]*$/;

/** The pattern of a line of this shape; `null` where a format has no words for it. */
export function lineOf(pieces: readonly Piece[], meanings: Meanings): string | StatsLine | null {
  const { at, devices } = meanings;
  const process = [...at.values()].some(({ of }) => of === null);
  if (devices === 0) return { line: written(pieces, at, 0, pieces.length), of: 'process', each: null };
  if (devices === 1 && !process) {
    // A card that has no number is no card that one could tell from another.
    return [...at.values()].some(({ name }) => name === 'index')
      ? written(pieces, at, 0, pieces.length)
      : null;
  }
  const starts = Array.from({ length: devices }, (_, device) => startOf(pieces, at, device));
  const [first] = starts;
  if (first === undefined || starts.includes(-1)) return null;
  const next = starts[1] ?? endOf(pieces, at, 0);
  const end = devices === 1 ? next : withoutSeparators(pieces, first, next);
  const last = endOf(pieces, at, devices - 1);
  const cardEnd = devices === 1 ? last : Math.max(last, (starts.at(-1) ?? 0) + (end - first));
  return {
    line: `${written(pieces, at, 0, first)}%{EACH}${written(pieces, at, Math.min(cardEnd, pieces.length), pieces.length)}`,
    of: process ? 'process' : 'each',
    each: written(pieces, at, first, end),
  };
}

/** The first piece of what is said of a device: its number with the word in front, or its first value. */
function startOf(pieces: readonly Piece[], at: ReadonlyMap<number, Placed>, device: number): number {
  const own = [...at].filter(([, { of }]) => of === device);
  const index = own.find(([, { name }]) => name === 'index')?.[0];
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
  while (pieces[start]?.kind === 'blank') start += 1;
  return start;
}

/** Behind the last value of a device, with its unit and the brackets around them. */
function endOf(pieces: readonly Piece[], at: ReadonlyMap<number, Placed>, device: number): number {
  const last = Math.max(...[...at].flatMap(([place, { of }]) => (of === device ? [place] : [])));
  let end = last + 1;
  while (end < pieces.length && !between.test(pieces[end]?.text ?? '')) end += 1;
  // A unit may stand apart.
  const unit = unitBehind(pieces, last);
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

/** Pieces as a pattern, with names for what is a value. */
function written(
  pieces: readonly Piece[],
  at: ReadonlyMap<number, Placed>,
  from: number,
  to: number,
): string {
  let pattern = '';
  let done = from;
  for (const [place, meaning] of [...at].sort(([a], [b]) => a - b)) {
    if (place < from || place >= to) continue;
    pattern += patternOf(pieces, done, place) + nameOf(meaning);
    done = place + 1;
    const unit = meaning.unit === 'printed' ? unitBehind(pieces, place) : null;
    if (unit === null) continue;
    pattern += `\\s?%{UNIT:${meaning.name}}`;
    done = unitEnd(pieces, place, unit);
  }
  return pattern + patternOf(pieces, done, to);
}

function nameOf({ name, unit }: Placed): string {
  if (unit === null) return `%{COUNT:${name}}`;
  const value = unit === 'printed' ? `%{NUMBER:${name}}` : `%{NUMBER:${name}:${unit}}`;
  return sensors.has(name) ? `(?:0(?:\\.0+)?|${value})` : value;
}
