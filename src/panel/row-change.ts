import { isPlain } from '../lines/graphemes.ts';
import { paint, type Row, type Span, type Style } from './span.ts';

const eraseRow = '\x1b[2K';
const right = (columns: number): string => (columns > 0 ? `\x1b[${columns}C` : '');

/** How the rows are painted. */
interface Look {
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** Whether two rows look the same. */
export function isSameRow(before: Row, next: Row): boolean {
  return (
    before.spans.length === next.spans.length &&
    next.spans.every((span, place) => isSameSpan(before.spans[place], span))
  );
}

/**
 * What is to be sent to make a row of one that stands there, the cursor at its beginning: of cells that keep their place
 * and their width only those that are others now.
 */
export function rowChange(before: Row, next: Row, { colour, ascii }: Look): string {
  if (!standAlike(before.spans, next.spans)) return `${eraseRow}${paint(next.spans, colour, ascii)}`;
  let sent = '';
  let skipped = 0;
  for (const [place, span] of next.spans.entries()) {
    if (isSameSpan(before.spans[place], span)) {
      skipped += span.text.length;
      continue;
    }
    sent += right(skipped) + paint([span], colour, ascii);
    skipped = 0;
  }
  return sent;
}

/** Whether each piece has its place in both. Where it is must not depend on what a terminal makes of the others. */
function standAlike(before: readonly Span[], next: readonly Span[]): boolean {
  return (
    before.length === next.length &&
    next.every(({ text }, place) => {
      const other = before[place]?.text ?? '';
      return text.length === other.length && isPlain(text) && isPlain(other);
    })
  );
}

function isSameSpan(before: Span | undefined, next: Span): boolean {
  if (before === next) return true;
  return before?.text === next.text && isSameStyle(before.style ?? plain, next.style ?? plain);
}

const plain: Style = {};

function isSameStyle(before: Style, next: Style): boolean {
  return (
    before === next ||
    (before.colour === next.colour &&
      before.bold === next.bold &&
      before.dim === next.dim &&
      before.paper === next.paper)
  );
}
