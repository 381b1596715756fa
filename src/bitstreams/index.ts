import type { Bitstream } from './bitstream.ts';
import { builtIn } from './built-in-files.ts';

/** The order in which formats that read the same are tried; all others come behind, by name. */
const first = ['0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'];

/** Every bitstream that comes with the tool: a file each in `formats/`. */
export const bitstreams: readonly Bitstream[] = builtIn.formats
  .map(({ bitstream }) => bitstream)
  .sort((a, b) => orderOf(a) - orderOf(b));

/** The bitstreams to try: all for `auto`, else the one of this name and its siblings; `null` for an unknown name. */
export function chooseBitstreams(
  name: string,
  all: readonly Bitstream[] = bitstreams,
): readonly Bitstream[] | null {
  if (name === 'auto') return all;
  const chosen = all.find((bitstream) => bitstream.name === name);
  if (chosen === undefined) return null;
  return [chosen, ...all.filter((bitstream) => chosen.siblings?.includes(bitstream.name))];
}

function orderOf({ name }: Bitstream): number {
  const at = first.indexOf(name);
  return at === -1 ? first.length : at;
}
