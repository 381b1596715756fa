import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Puts a stream of ours in the place of `process.stderr`. Node makes its own as soon as anything looks at it, at the end
 * of every socket for instance, and the pipe that stderr is becomes non-blocking with that: for all who share it, the miner
 * too, whose messages then fail with EAGAIN.
 */
export function replaceStderr(): void {
  Object.defineProperty(process, 'stderr', { value: stderr, configurable: true, enumerable: true });
}

/** Writes what is given at once; what can't be written is lost, as nobody could be told. */
const stderr = new Writable({
  write(chunk: Uint8Array, _, done) {
    try {
      writeSync(2, chunk);
    } catch {
      // Closed, or a reader that has stalled.
    }
    done();
  },
});
