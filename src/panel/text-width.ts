import stringWidth from 'string-width';

/** What the panel's own texts are made of: each takes one column, which need not be looked up. */
const single = /^[\x20-\x7e°·×–…‹›─│┤▀▁▂▃▄▅▆▇█\u2800-\u28ff]*$/;

/** Whether each character of a text takes one column, on any terminal. */
export function isPlain(text: string): boolean {
  return single.test(text);
}

/** How many columns a text takes. */
export function textWidth(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}
