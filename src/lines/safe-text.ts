import { safeColour } from './safe-colour.ts';

/*
 * What a miner prints passes on other people's text (pools, chats, names). Only text and colours may reach the
 * terminal. All expressions below are alternations that cannot fail once their first character matched, so there is
 * nothing to backtrack into: the time is linear in the length, whatever the text.
 */

/** A colour: CSI … m with nothing but numbers. The length is bounded so that no one can send a megabyte of digits. */
const colourSequence = '\\x1b\\[([0-9:;]{0,64})m';

/** C0 without tab and ESC, DEL, C1. */
const controls = '[\\x00-\\x08\\x0a-\\x1a\\x1c-\\x1f\\x7f-\\x9f]';

/** Every escape sequence and control character but tabs, as the source of an expression. */
export const invisible = [
  // CSI, also its 8-bit form; a broken one goes as far as it is well-formed.
  '(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?',
  // OSC ends with BEL or ST. One without an end takes the rest of the line, or all up to the next escape.
  '(?:\\x1b\\]|\\x9d)[^\\x07\\x18\\x1a\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?',
  // DCS, SOS, PM and APC end with ST only.
  '(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x18\\x1a\\x1b\\x9c]*(?:\\x1b\\\\|\\x9c)?',
  // Every other escape: ESC ( 0, ESC # 8, ESC 7, ESC c, and an ESC alone.
  '\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?',
  controls,
].join('|');

const keepColours = new RegExp(`${colourSequence}|${invisible}`, 'g');
const dropColours = new RegExp(invisible, 'g');
const allControls = new RegExp(controls, 'g');

/**
 * What has no width or turns the text around, so that the panel below could not know how wide a line is: soft hyphen,
 * bidi controls, zero-width characters, variation selectors, fillers, BOM, annotations, tags. Skin tones as well: some
 * terminals give them columns of their own.
 */
const hidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|[\u{1f3fb}-\u{1f3ff}]/gu;
const lineSeparators = /[\u2028\u2029]/g;

/** Printable ASCII, tabs, Latin, punctuation, symbols and Chinese, where nothing is hidden and no mark combines. */
const common =
  '\\x20-\\x7e\\t\\xa0-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\u20cf\\u2100-\\u2bff\\u3001-\\u3029\\u4e00-\\u9fff';
/** Most lines hold nothing else: there is nothing to do. */
const uncommon = new RegExp(`[^${common}]`);
const uncommonInLines = new RegExp(`[^\\n${common}]`);
const uncommonText = new RegExp(`[^\\x1b${common}]`);
const anyMark = /\p{M}/u;
const marks = /\x1b\[[0-9:;]*m|\p{M}+|[^\x1b\p{M}]+/gu;

/** Accents, vowel signs and the like on one character; more of them would grow over the rows above and below. */
const mostMarks = 4;

/** The end of all colours. */
export const reset = '\x1b[0m';

/** Whether lines hold nothing else than what is shown and read as it stands there; false where that is not certain. */
export function isCommon(lines: string): boolean {
  return !uncommonInLines.test(lines);
}

/** The text of a line without any escape sequence or control character; tabs stay. For the parsers. */
export function plainText(text: string): string {
  return uncommon.test(text) ? withoutHidden(text.replace(dropColours, '')) : text;
}

/** A line's text and, with `colour`, its colours, closed by a reset; tabs stay for the terminal to expand. */
export function safeText(text: string, { colour }: { readonly colour: boolean }): string {
  if (!uncommon.test(text)) return text;
  const visible = withoutHidden(
    colour ? text.replace(keepColours, safeColourOf) : text.replace(dropColours, ''),
  );
  const line = anyMark.test(visible) ? createMarkLimit()(visible) : visible;
  return line.includes('\x1b') ? line + reset : line;
}

/** What can be seen of a piece of text without escape sequences; tabs stay. */
export function visibleText(text: string): string {
  return uncommon.test(text) ? withoutHidden(text.replace(allControls, '')) : text;
}

function safeColourOf(_: string, parameters: string | undefined): string {
  return parameters === undefined ? '' : safeColour(parameters);
}

function withoutHidden(text: string): string {
  return uncommonText.test(text) ? text.replace(hidden, '').replace(lineSeparators, ' ') : text;
}

/** Leaves out what is too many combining marks on one character, over pieces of one text, which may hold colours. */
export function createMarkLimit(): (piece: string) => string {
  let inRow = 0;
  return (piece) => {
    if (!anyMark.test(piece)) {
      if (piece !== '' && !piece.startsWith('\x1b')) inRow = 0;
      return piece;
    }
    return piece.replace(marks, (part) => {
      if (part.startsWith('\x1b')) return part;
      if (!anyMark.test(part)) {
        inRow = 0;
        return part;
      }
      const characters = [...part];
      const kept = characters.slice(0, Math.max(0, mostMarks - inRow));
      inRow += characters.length;
      return kept.join('');
    });
  };
}
