import { zeroXBtc } from './0xbtc.ts';
import type { Bitstream } from './bitstream.ts';
import { generic } from './generic/bitstream.ts';
import { nimiq } from './nimiq.ts';
import { rb4 } from './rb4.ts';
import { whitefire } from './whitefire.ts';
import { whitefireTable } from './whitefire-table.ts';

/** Every bitstream that comes with the tool. A new one is a file beside this one and a line here. */
export const bitstreams: readonly Bitstream[] = [zeroXBtc, rb4, nimiq, whitefire, whitefireTable];

/** The bitstreams to try: all for `auto`, else the one of this name and its siblings; `null` for an unknown name. */
export function chooseBitstreams(
  name: string,
  all: readonly Bitstream[] = bitstreams,
): readonly Bitstream[] | null {
  if (name === 'auto') return [...all, generic];
  if (name === generic.name) return [generic];
  const chosen = all.find((bitstream) => bitstream.name === name);
  if (chosen === undefined) return null;
  return [chosen, ...all.filter((bitstream) => chosen.siblings?.includes(bitstream.name))];
}
