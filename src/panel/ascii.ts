import { textWidth } from './text-width.ts';

/** What stands for what a terminal without UTF-8 can't show; each as wide as what it stands for. */
const instead: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '┤': '+',
  '–': '-',
  '·': '.',
  '…': '~',
  '↓': 'v',
  '↑': '^',
  '›': '>',
  '×': 'x',
  '←': '<',
  '→': '>',
  '°': ' ',
  '’': "'",
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
};

/**
 * The text without anything but ASCII, in as many columns. A byte of UTF-8 above 0x7f may be a control character to such
 * a terminal: that of `▅` is a line feed.
 */
export function asciiOf(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return [...text].map((one) => (one <= '\x7f' ? one : (instead[one] ?? braille(one)))).join('');
}

/** Of a graph's dots how many rows are filled; anything else is not known. */
function braille(character: string): string {
  const code = (character.codePointAt(0) ?? 0) - 0x2800;
  if (code < 0 || code > 0xff) return '?'.repeat(textWidth(character));
  if (code === 0) return ' ';
  if ((code & 0x09) !== 0) return "'";
  if ((code & 0x12) !== 0) return '-';
  return (code & 0x24) !== 0 ? '.' : '_';
}
