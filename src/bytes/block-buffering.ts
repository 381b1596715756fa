/** Looks whether the output comes in blocks because the miner's C library holds it back. */
export interface BlockBufferingWatch {
  /**
   * A piece of input as it was read.
   *
   * @param now seconds on the monotonic clock
   * @returns `certain` once, when it has become certain that output is held back; `over` when that is no longer so
   */
  read(now: number, chunk: Uint8Array): 'certain' | 'over' | null;
  /** Whether it is certain. */
  readonly certain: boolean;
}

/** What C libraries hold back for a pipe: the `st_blksize` of pipes on Linux, and BUFSIZ on Windows. */
const block = 4096;
/** What a full pipe gives in one read on Linux (pipe(7), "Pipe capacity"), and the most that Node reads at once. */
const fullPipe = 65_536;
/** Seconds without input before a block that was held back: one that fills up faster is no harm. */
const quiet = 1;
/** Blocks that make it certain. */
const blocksNeeded = 3;
/** The part of all bytes since the first block that must have come in blocks: what stderr adds is not held back. */
const mostOfIt = 0.8;
/** Bytes without such a block in which it shows that the miner now gives its output as it comes. */
const enoughWithout = 4 * block;

const newline = 0x0a;

/**
 * A block that was held back has a whole number of 4096 bytes, breaks off in the middle of a line, and comes out of a
 * quiet of its own. A flood has no quiet: it is read in pieces one after the other, of 65,536 bytes when the pipe is
 * full; such a piece tells nothing, not even after a pause, which may have been ours. A miner that flushes its lines
 * gives pieces of any size, which end where its messages end.
 */
export function createBlockBufferingWatch(): BlockBufferingWatch {
  let lastAt: number | null = null;
  let blocks = 0;
  let inBlocks = 0;
  let all = 0;
  let without = 0;
  let certain = false;

  const forget = (): void => {
    blocks = 0;
    inBlocks = 0;
    all = 0;
  };

  return {
    read(now, chunk) {
      const afterQuiet = lastAt === null || now - lastAt >= quiet;
      lastAt = now;
      if (chunk.length === 0) return null;
      const heldBack =
        afterQuiet &&
        chunk.length < fullPipe &&
        chunk.length % block === 0 &&
        chunk[chunk.length - 1] !== newline;
      if (certain) {
        without = heldBack ? 0 : without + chunk.length;
        certain = without < enoughWithout;
        if (!certain) forget();
        return certain ? null : 'over';
      }
      if (heldBack) {
        blocks += 1;
        inBlocks += chunk.length;
      }
      if (blocks > 0) all += chunk.length;
      if (inBlocks < all * mostOfIt) forget();
      certain = blocks >= blocksNeeded;
      without = 0;
      return certain ? 'certain' : null;
    },
    get certain() {
      return certain;
    },
  };
}
