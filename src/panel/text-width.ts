import stringWidth from 'string-width';
import { isPlain } from '../lines/graphemes.ts';

const colours = /\x1b\[[0-9:;]*m/g;

/** How many columns a text takes; colours take none. */
export function textWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(colours, '') : text;
  return isPlain(bare) ? bare.length : stringWidth(bare);
}

/** For Ink, which would ask string-width: the build gives it this. */
export default textWidth;
