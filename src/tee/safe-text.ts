/*
 * What a miner prints passes on other people's text (pools, chats, names). Only text and colours may reach the
 * terminal. All expressions below are alternations that cannot fail once their first character matched, so there is
 * nothing to backtrack into: the time is linear in the length, whatever the text.
 */

/** A colour: CSI … m with nothing but numbers. The length is bounded so that no one can send a megabyte of digits. */
const colourSequence = '\\x1b\\[[0-9:;]{0,64}m';

const removed = [
  // CSI, also its 8-bit form; a broken one goes as far as it is well-formed.
  '(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?',
  // OSC ends with BEL or ST. One without an end takes the rest of the line, or all up to the next escape.
  '(?:\\x1b\\]|\\x9d)[^\\x07\\x18\\x1a\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?',
  // DCS, SOS, PM and APC end with ST only.
  '(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x18\\x1a\\x1b\\x9c]*(?:\\x1b\\\\|\\x9c)?',
  // Every other escape: ESC ( 0, ESC # 8, ESC 7, ESC c, and an ESC alone.
  '\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?',
  // C0 without tab, DEL, C1.
  '[\\x00-\\x08\\x0a-\\x1a\\x1c-\\x1f\\x7f-\\x9f]',
  // Soft hyphen, bidi controls, zero-width characters, emoji selectors, BOM, annotations, tags: they have no width or
  // turn the text around, so the panel below could not know how wide a line is.
  '[\\xad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe0e\\ufe0f\\ufeff\\ufff9-\\ufffb]',
  '\\udb40[\\udc00-\\udc7f]',
].join('|');

const keepColours = new RegExp(`(${colourSequence})|${removed}`, 'g');
const dropColours = new RegExp(removed, 'g');

/** What a line must hold for there to be anything to do; most lines hold none of it. */
const suspicious =
  /[\ufe0e\ufe0f\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\udb40]/;
const lineSeparators = /[\u2028\u2029]/g;

const reset = '\x1b[0m';

/** The text of a line without any escape sequence or control character; tabs stay. For the parsers. */
export function plainText(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(dropColours, '').replace(lineSeparators, ' ');
}

/** A line's text and, with `colour`, its colours, closed by a reset; tabs stay for the terminal to expand. */
export function safeText(text: string, { colour }: { readonly colour: boolean }): string {
  if (!suspicious.test(text)) return text;
  const line = text
    .replace(colour ? keepColours : dropColours, colour ? '$1' : '')
    .replace(lineSeparators, ' ');
  return line.includes('\x1b') ? line + reset : line;
}
