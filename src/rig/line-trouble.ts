import { plainText } from '../lines/safe-text.ts';
import { soundsLikeTrouble } from '../lines/trouble-words.ts';
import type { EventKind, Reading } from '../readings/reading.ts';

/** What happens all the time. */
const usual: ReadonlySet<EventKind> = new Set(['new_block', 'user_mining']);

/**
 * Whether a line tells of something that happened or went wrong: what its format says of it, or else its words.
 *
 * @param reading `null` where no format knows the line
 */
export function isTrouble(line: string, reading: Reading | null): boolean {
  switch (reading?.type) {
    case 'event':
      return !usual.has(reading.kind);
    case 'share-failure':
    case 'start':
      return true;
    case 'stats':
    case 'process':
    case 'shares':
    case 'card':
      return false;
    default:
      return soundsLikeTrouble(plainText(line));
  }
}
