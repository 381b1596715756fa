import leven from 'leven';
import { printable } from '../lines/printable.ts';

/** Bad input: one line that names the thing and the way out. The program says it on stderr and ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** @param message what the user typed may be part of it: whatever would break the line is shown as `?` */
  constructor(message: string) {
    super(printable(message));
  }
}

/** The nearest of the known words, as ` did you mean …?` in front of the rest; `''` when none is near. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate) }))
    .filter(({ distance }) => distance <= Math.ceil(word.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return nearest === undefined ? '' : `did you mean ${prefix}${nearest.candidate}?`;
}

/** A word that the other begins with is near, however much is missing. */
function distanceOf(word: string, candidate: string): number {
  if (word.length > 1 && candidate.startsWith(word)) return 0.5;
  return leven(word.toLowerCase(), candidate.toLowerCase());
}
