import type { Bitstream } from './bitstream.ts';
import { builtInFormats } from './built-in-files.ts';
import { generic } from './generic/bitstream.ts';

/** The order in which formats that read the same are tried; all others come behind, by name. */
const first = ['0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'];

/** Every bitstream that comes with the tool: a file each in `formats/`. */
export const bitstreams: readonly Bitstream[] = [...builtInFormats].sort((a, b) => orderOf(a) - orderOf(b));

let known = bitstreams;

/** The user's own formats are tried first; one with the name of another takes its place. */
export function takeOwnFormats(own: readonly Bitstream[]): void {
  known = [...own, ...bitstreams.filter(({ name }) => !own.some((one) => one.name === name))];
}

/** Every bitstream there is: the user's own, and those that come with the tool. */
export function knownBitstreams(): readonly Bitstream[] {
  return known;
}

/** The bitstreams to try: all for `auto`, else the one of this name and its siblings; `null` for an unknown name. */
export function chooseBitstreams(
  name: string,
  all: readonly Bitstream[] = known,
): readonly Bitstream[] | null {
  if (name === 'auto') return [...all, generic];
  if (name === generic.name) return [generic];
  const chosen = all.find((bitstream) => bitstream.name === name);
  if (chosen === undefined) return null;
  return [chosen, ...all.filter((bitstream) => chosen.siblings?.includes(bitstream.name))];
}

function orderOf({ name }: Bitstream): number {
  const at = first.indexOf(name);
  return at === -1 ? first.length : at;
}
