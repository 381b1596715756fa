/*
 * Whether a regular expression can take exponential time: a repetition whose body can match one text in several ways, or
 * run into the next turn. Conservative: what is allowed is safe, and some of what is safe is not allowed.
 */

import { type Chars, type Piece, partsOf } from './pattern-parts.ts';

/** Repeating a few times is the same as writing it out. */
const few = 8;

/** @returns the first part of the pattern that can take exponential time; `null` when there is none */
export function exponentialPart(source: string): string | null {
  return slowIn(partsOf(source));
}

function slowIn(options: readonly (readonly Piece[])[]): string | null {
  for (const piece of options.flat()) {
    const found = slowPiece(piece);
    if (found !== null) return found;
  }
  return null;
}

function slowPiece(piece: Piece): string | null {
  if (piece.type === 'group') return slowIn(piece.options);
  if (piece.type !== 'repeat') return null;
  const inside = slowPiece(piece.of);
  if (inside !== null || piece.max <= few || piece.of.type !== 'group') return inside;
  return piece.of.options.every((option) => turnsEndClearly(option)) && beginDifferently(piece.of.options)
    ? null
    : piece.text;
}

/** Whether one turn of a repetition can match a text in one way only, and ends where the next begins. */
function turnsEndClearly(option: readonly Piece[]): boolean {
  const varying = option.filter((piece) => !isFixed(piece));
  if (varying.length === 0) return option.some((piece) => piece.type !== 'place');
  const [first, ...rest] = option;
  if (varying.length > 1 || first?.type !== 'chars') return false;
  const [only] = varying;
  if (only?.type !== 'repeat' || only.of.type !== 'chars') return false;
  return rest.every((piece) => !charsIn(piece).some((chars) => overlap(chars, first.chars)));
}

function beginDifferently(options: readonly (readonly Piece[])[]): boolean {
  if (options.length === 1) return true;
  const begins = options.map(([first]) => (first?.type === 'chars' ? first.chars : null));
  return begins.every(
    (one, at) =>
      one !== null && begins.slice(at + 1).every((another) => another !== null && !overlap(one, another)),
  );
}

/** Whether it matches texts of one length, and each in one way. */
function isFixed(piece: Piece): boolean {
  switch (piece.type) {
    case 'repeat':
      return piece.min === piece.max && isFixed(piece.of);
    case 'group':
      return piece.options.every((option) => option.every(isFixed)) && beginDifferently(piece.options);
    default:
      return true;
  }
}

function charsIn(piece: Piece): readonly Chars[] {
  switch (piece.type) {
    case 'chars':
      return [piece.chars];
    case 'repeat':
      return charsIn(piece.of);
    case 'group':
      return piece.options.flat().flatMap(charsIn);
    default:
      return [];
  }
}

function overlap(one: Chars, another: Chars): boolean {
  return one.some((has, at) => has && another[at] === true);
}
