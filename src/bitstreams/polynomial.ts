import { type Chars, others, type Piece, partsOf } from './pattern-parts.ts';

/*
 * How a regular expression's time can grow with the length of a line that it does not match in the end: with the square where
 * two repetitions can share a run of one character, with the cube where three can. Lines are cut at 2,000 characters, so the
 * square is milliseconds, and the cube seconds.
 */

/** Repeating so often is as bad as for ever. */
const often = 64;

/** How many repetitions can share a run of one character, at the most; and one such character. */
export interface Growth {
  readonly degree: number;
  readonly character: string;
}

/** How the time of a regular expression can grow. */
export function growthOf(source: string): Growth {
  const options = partsOf(source);
  const classes = charsIn(options);
  // Characters that stand in the same classes are the same here.
  const seen = new Set<string>();
  let worst: Growth = { degree: 0, character: '' };
  for (let code = others; code >= 0; code -= 1) {
    const key = classes.map((chars) => (chars[code] === true ? '1' : '0')).join('');
    if (seen.has(key)) continue;
    seen.add(key);
    const { best } = ofOptions(options, code);
    if (best > worst.degree)
      worst = { degree: best, character: code === others ? 'é' : String.fromCharCode(code) };
  }
  return worst;
}

function charsIn(options: readonly (readonly Piece[])[]): readonly Chars[] {
  return options.flat().flatMap((piece): readonly Chars[] => {
    if (piece.type === 'chars') return [piece.chars];
    if (piece.type === 'group') return charsIn(piece.options);
    return piece.type === 'repeat' ? charsIn([[piece.of]]) : [];
  });
}

/** Repetitions that can share a run: at the most, at its start, at its end; all, `null` where no run can stand for it. */
interface Shares {
  readonly best: number;
  readonly first: number;
  readonly last: number;
  readonly whole: number | null;
}

const barrier: Shares = { best: 0, first: 0, last: 0, whole: null };
const nothing: Shares = { best: 0, first: 0, last: 0, whole: 0 };

function ofOptions(options: readonly (readonly Piece[])[], code: number): Shares {
  return options.map((pieces) => ofSequence(pieces, code)).reduce(either, barrier);
}

function ofSequence(pieces: readonly Piece[], code: number): Shares {
  return pieces.map((piece) => ofPiece(piece, code)).reduce(joined, nothing);
}

function ofPiece(piece: Piece, code: number): Shares {
  switch (piece.type) {
    case 'place':
      return nothing;
    case 'chars':
      return piece.chars[code] === true ? nothing : barrier;
    case 'group':
      return ofOptions(piece.options, code);
    case 'repeat': {
      const one = ofPiece(piece.of, code);
      const turns = one.whole === null || piece.max <= often ? one : counted(one.whole + 1);
      return piece.min === 0 ? either(turns, nothing) : turns;
    }
  }
}

function counted(degree: number): Shares {
  return { best: degree, first: degree, last: degree, whole: degree };
}

function joined(before: Shares, after: Shares): Shares {
  return {
    best: Math.max(before.best, after.best, before.last + after.first),
    first: before.whole === null ? before.first : Math.max(before.first, before.whole + after.first),
    last: after.whole === null ? after.last : Math.max(after.last, before.last + after.whole),
    whole: before.whole === null || after.whole === null ? null : before.whole + after.whole,
  };
}

function either(one: Shares, other: Shares): Shares {
  const whole =
    one.whole === null || other.whole === null
      ? (one.whole ?? other.whole)
      : Math.max(one.whole, other.whole);
  return {
    best: Math.max(one.best, other.best),
    first: Math.max(one.first, other.first),
    last: Math.max(one.last, other.last),
    whole,
  };
}
