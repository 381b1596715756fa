import { createBlockBufferingWatch } from '../bytes/block-buffering.ts';
import type { Shared } from './job-options.ts';

/**
 * Warns while a miner's output comes in blocks, because its C library holds it back.
 *
 * @param source the miner, to tell its warning from those of others
 * @param who what people call it
 * @param wayOut what to do about it, in words
 * @returns takes each piece of its output as it was read
 */
export function warnOfBlocks(
  { io, warnings }: Pick<Shared, 'io' | 'warnings'>,
  source: string,
  who: string,
  wayOut: string,
): (chunk: Uint8Array) => void {
  const watch = createBlockBufferingWatch();
  const which = `blocks ${source}`;
  return (chunk) => {
    const found = watch.read(io.clock.monotonic(), chunk);
    if (found === 'over') warnings.clear('input', which);
    if (found !== 'certain') return;
    const words = `the output of ${who} comes late, in blocks: its C library holds it back; ${wayOut}`;
    warnings.raise('input', words, which);
  };
}
