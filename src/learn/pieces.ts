/** A piece of a line: what stays as it is from line to line, and what changes. */
export interface Piece {
  readonly kind: 'number' | 'id' | 'word' | 'blank' | 'sign';
  readonly text: string;
}

const piece =
  /(?<id>(?<![\w.])(?:0x[0-9A-Fa-f]+|(?=[0-9A-Fa-f]*\d)(?=\d*[A-Fa-f])[0-9A-Fa-f]{8,})\b)|(?<number>\d+(?:[.,:]\d+)*)|(?<word>\p{L}+)|(?<blank>\s+)|[\s\S]/gu;

/**
 * Takes a line apart; the texts of all pieces together are the line. In front of a number stand blanks, if only none: it
 * is put to the right of its column.
 */
export function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: text, groups = {} } of line.matchAll(piece)) {
    const kind = kindOf(groups);
    const before = pieces.at(-1)?.kind;
    if (kind === 'number' && (before === 'word' || before === 'sign'))
      pieces.push({ kind: 'blank', text: '' });
    pieces.push({ kind, text });
  }
  return pieces;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Piece['kind'] {
  for (const kind of ['id', 'number', 'word', 'blank'] as const) if (groups[kind] !== undefined) return kind;
  return 'sign';
}

/** The same for all lines that differ in numbers, ids and blanks only. */
export function shapeOfPieces(pieces: readonly Piece[]): string {
  return pieces
    .map(({ kind, text }, at) => {
      if (kind === 'number') return '#';
      if (kind === 'id') return '@';
      if (kind !== 'blank') return text;
      return isColumn(pieces, at) ? '' : ' ';
    })
    .join('');
}

/** Blanks in front of a number that need not be there when it has more digits. */
function isColumn(pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1]?.kind;
  return pieces[at + 1]?.kind === 'number' && before !== 'number' && before !== 'id';
}

/** The source of a regular expression for pieces that are no values. */
export function patternOf(pieces: readonly Piece[], from: number, to: number): string {
  let source = '';
  for (let at = from; at < to; at += 1) {
    const { kind, text } = pieces[at] ?? { kind: 'sign', text: '' };
    if (kind === 'number') source += isPlain(text) ? '%{NUMBER}' : String.raw`\d+(?:[.,:]\d+)*`;
    else if (kind === 'id') source += '(?:0x)?[0-9A-Fa-f]+';
    else if (kind === 'blank') source += blankPattern(pieces, at);
    else source += text === anyWord ? '[^\\s\\d]+' : text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  return source;
}

/** Whether it is a number as all programs write it, and no date, time or version. */
export function isPlain(number: string): boolean {
  return /^\d+(?:\.\d+)?$/.test(number);
}

/** One blank between words stays one; beside what changes there may be more of them. */
function blankPattern(pieces: readonly Piece[], at: number): string {
  if (isColumn(pieces, at)) return '\\s*';
  const firm = (place: number) => {
    const { kind, text } = pieces[place] ?? { kind: 'number', text: '' };
    return kind === 'sign' || (kind === 'word' && text !== anyWord);
  };
  return pieces[at]?.text === ' ' && firm(at - 1) && firm(at + 1) ? ' ' : '\\s+';
}

/** In place of a word that differs from line to line. */
export const anyWord = '\ufffc';
