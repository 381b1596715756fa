import stringWidth from 'string-width';
import { plainText, safeText } from './safe-text.ts';

const tabStop = 8;

/**
 * A line fit to stand above the panel: its text and, with `colour`, its colours, closed by a reset. Tabs are expanded,
 * since the panel must know how wide a line is.
 */
export function sanitiseLine(text: string, options: { readonly colour: boolean }): string {
  const line = safeText(text, options);
  return line.includes('\t') ? expandTabs(line) : line;
}

function expandTabs(line: string): string {
  const [first = '', ...rest] = line.split('\t');
  const parts = [first];
  let column = width(first);
  for (const part of rest) {
    const blanks = tabStop - (column % tabStop);
    parts.push(' '.repeat(blanks), part);
    column += blanks + width(part);
  }
  return parts.join('');
}

/** Exact for what fits on a screen; beyond that nobody counts columns, and counting them is slow. */
function width(text: string): number {
  const visible = plainText(text);
  return visible.length > 1000 ? visible.length : stringWidth(visible);
}
