import type { Readable } from 'node:stream';
import type { Timers } from '../time.ts';

/** Seconds between looks at whether a flood may flow again. */
const lookAgain = 0.005;

/**
 * Reads a stream to its end, handing each chunk on as it comes.
 *
 * @param shouldWait asked after each chunk; while it says so, nothing is read. It must only ever hold back a flood.
 * @returns resolves at the end; a stream that breaks has ended, and the reason is given
 */
export function readStream(
  stream: Readable,
  onChunk: (chunk: Uint8Array) => void,
  shouldWait: () => boolean,
  timers: Timers,
): Promise<string | null> {
  return new Promise((resolve) => {
    const lookUntilFree = (): void => {
      if (shouldWait()) timers.after(lookAgain, lookUntilFree);
      else stream.resume();
    };
    stream.on('data', (chunk: Uint8Array) => {
      onChunk(chunk);
      if (!shouldWait()) return;
      stream.pause();
      timers.after(lookAgain, lookUntilFree);
    });
    stream.once('end', () => resolve(null));
    stream.once('error', (error) => resolve(error.message));
    stream.once('close', () => resolve(null));
  });
}
