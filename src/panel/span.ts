import { graphemes } from '../lines/graphemes.ts';
import type { Colour } from '../readings/limits.ts';
import { asciiOf } from './ascii.ts';
import { textWidth } from './text-width.ts';

/** How a piece of text looks. */
export interface Style {
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  /** Black on white. */
  readonly paper?: boolean;
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

/** A piece of text, with a look or as it is. */
export function text(value: string, style?: Style): Span {
  return style === undefined ? { text: value } : { text: value, style };
}

/** A piece of text that others stand out against. */
export function faint(value: string): Span {
  return { text: value, style: { dim: true } };
}

/** Stands between facts of one row. */
export const separator = faint(' · ');

/** The parts that are not empty, with a separator between them. */
export function join(parts: readonly (readonly Span[])[]): readonly Span[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, place) => (place === 0 ? part : [separator, ...part]));
}

/** The first that fits; when none does, the last one, cut. */
export function firstFitting(choices: readonly (readonly Span[])[], columns: number): readonly Span[] {
  return choices.find((spans) => spansWidth(spans) <= columns) ?? cropSpans(choices.at(-1) ?? [], columns);
}

/** Black on white, whatever the terminal's own colours are. */
export const paperCodes = '38;5;16;48;5;231';
const colourCodes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33 };

/** The row as text with its colours, or without any escape sequence; with `ascii` of nothing but ASCII. */
export function paint(spans: readonly Span[], colour: boolean, ascii = false): string {
  return spans
    .map(({ text: said, style }) => {
      const text = ascii ? asciiOf(said) : said;
      if (!colour || style === undefined || text === '') return text;
      const codes = [
        ...(style.bold === true ? [1] : []),
        ...(style.dim === true ? [2] : []),
        ...(style.paper === true ? [paperCodes] : []),
        ...(style.colour === undefined ? [] : [colourCodes[style.colour]]),
      ];
      return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
    })
    .join('');
}

/** How many columns the row takes on the screen. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
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
    left -= textWidth(text);
    if (left === 0) return [...kept.slice(0, -1), { ...span, text: crop(`${text} `, textWidth(text)) }];
  }
  return kept;
}

/** The text cut to the width, with an ellipsis where something is missing. Colours stay and take no room. */
export function crop(text: string, columns: number): string {
  if (text.length <= columns && textWidth(text) === text.length) return text;
  if (columns <= 0) return '';
  let left = columns;
  let kept = '';
  /** As far as there would be room for an ellipsis. */
  let cut = '';
  for (const piece of text.split(colours)) {
    const segments = piece.startsWith('\x1b') ? [] : graphemes.segment(piece);
    for (const { segment } of segments) {
      left -= mostColumns(segment);
      if (left < 0) return `${cut}…${cut.includes('\x1b') ? '\x1b[0m' : ''}`;
      kept += segment;
      if (left > 0) cut = kept;
    }
    if (piece.startsWith('\x1b')) kept += piece;
  }
  return text;
}

const colours = /(\x1b\[[0-9:;]*m)/;
/**
 * The most columns that a terminal gives to what is seen as one character. Many know nothing of joined ones and give each
 * its own; a row that they then find too wide would be broken in two.
 */
function mostColumns(grapheme: string): number {
  const width = textWidth(grapheme);
  if (grapheme.length === 1) return width;
  return Math.max(
    width,
    [...grapheme].reduce((sum, character) => sum + textWidth(character), 0),
  );
}

/** The text cut in front, so that its end (a file's name) can be read. */
export function cropStart(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    if (textWidth(segment + kept) > columns - 1) break;
    kept = segment + kept;
  }
  return columns <= 0 ? '' : `…${kept}`;
}

/** The text in a column of this width. */
export function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const cropped = crop(text, columns);
  const blanks = ' '.repeat(columns - textWidth(cropped));
  return align === 'left' ? cropped + blanks : blanks + cropped;
}

/** The words in at most `rows` rows of the width; what is left over is cut from the last one. */
export function wrap(text: string, columns: number, rows: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < rows - 1 && textWidth(rest) > columns) {
    const words = rest.split(' ');
    let line = words.shift() ?? '';
    while (textWidth(`${line} ${words[0] ?? ''}`) <= columns) line += ` ${words.shift() ?? ''}`;
    lines.push(crop(line, columns));
    rest = words.join(' ');
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, crop(rest, columns)];
}
