import stringWidth from 'string-width';
import type { Colour } from '../readings/limits.ts';

/** How a piece of text looks. */
export interface Style {
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

/** A piece of a row with one look. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A row of the panel. */
export interface Row {
  /** What the row is, to tell it from the others. */
  readonly key: string;
  readonly spans: readonly Span[];
}

const colourCodes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33 };

/** The row as text with its colours, or without any escape sequence. */
export function paint(spans: readonly Span[], colour: boolean): string {
  return spans
    .map(({ text, style }) => {
      if (!colour || style === undefined || text === '') return text;
      const codes = [
        ...(style.bold === true ? [1] : []),
        ...(style.dim === true ? [2] : []),
        ...(style.colour === undefined ? [] : [colourCodes[style.colour]]),
      ];
      return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
    })
    .join('');
}

/** How many columns the row takes on the screen. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** The row cut to the width, with an ellipsis where something is missing. */
export function cropSpans(spans: readonly Span[], columns: number): readonly Span[] {
  if (spansWidth(spans) <= columns) return spans;
  const kept: Span[] = [];
  let left = columns;
  for (const span of spans) {
    const text = crop(span.text, left);
    kept.push({ ...span, text });
    if (text !== span.text) break;
    left -= stringWidth(text);
    if (left === 0) return [...kept.slice(0, -1), { ...span, text: crop(`${text} `, stringWidth(text)) }];
  }
  return kept;
}

/** The text cut to the width, with an ellipsis where something is missing. Colours stay and take no room. */
export function crop(text: string, columns: number): string {
  if (fits(text, columns)) return text;
  if (columns <= 0) return '';
  let kept = '';
  let left = columns - 1;
  let coloured = false;
  for (const piece of text.split(colours)) {
    if (piece.startsWith('\x1b')) {
      kept += piece;
      coloured = true;
      continue;
    }
    for (const { segment } of graphemes.segment(piece)) {
      const width = mostColumns(segment);
      if (width > left) return `${kept}…${coloured ? '\x1b[0m' : ''}`;
      kept += segment;
      left -= width;
    }
  }
  return kept;
}

const colours = /(\x1b\[[0-9:;]*m)/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function fits(text: string, columns: number): boolean {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length <= columns;
  let left = columns;
  for (const piece of text.split(colours)) {
    if (piece.startsWith('\x1b')) continue;
    for (const { segment } of graphemes.segment(piece)) {
      left -= mostColumns(segment);
      if (left < 0) return false;
    }
  }
  return true;
}

/**
 * The most columns that a terminal gives to what is seen as one character. Many know nothing of joined ones and give each
 * its own; a row that they then find too wide would be broken in two.
 */
function mostColumns(grapheme: string): number {
  const width = stringWidth(grapheme);
  if (grapheme.length === 1) return width;
  return Math.max(
    width,
    [...grapheme].reduce((sum, character) => sum + stringWidth(character), 0),
  );
}

/** The text cut in front, so that its end (a file's name) can be read. */
export function cropStart(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    if (stringWidth(segment + kept) > columns - 1) break;
    kept = segment + kept;
  }
  return columns <= 0 ? '' : `…${kept}`;
}

/** The text in a column of this width. */
export function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const cropped = crop(text, columns);
  const blanks = ' '.repeat(columns - stringWidth(cropped));
  return align === 'left' ? cropped + blanks : blanks + cropped;
}

/** The words in at most `rows` rows of the width; what is left over is cut from the last one. */
export function wrap(text: string, columns: number, rows: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < rows - 1 && stringWidth(rest) > columns) {
    const words = rest.split(' ');
    let line = words.shift() ?? '';
    while (stringWidth(`${line} ${words[0] ?? ''}`) <= columns) line += ` ${words.shift() ?? ''}`;
    lines.push(crop(line, columns));
    rest = words.join(' ');
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, crop(rest, columns)];
}
