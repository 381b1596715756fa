/** Takes what one file holds, in order. */
export interface FollowedStream {
  bytes(chunk: Uint8Array): void;
  /**
   * Nothing more will come: an unterminated rest is a line that ended.
   *
   * @param late newer files were read since; what is unterminated is as old as they are, and nothing new
   */
  end(late: boolean): void;
}

const zeroes = Buffer.alloc(64 * 1024);

/**
 * Hands a file's bytes to the consumer, who hears of the file with its first byte. The hole at the start of a log that
 * was truncated while its miner went on writing at its old position is left out.
 */
export class FileStream {
  readonly #begin: () => FollowedStream;
  readonly #onFault: (error: unknown) => void;
  #stream: FollowedStream | null = null;
  /** NULs at the start, until something else has come. */
  #nuls = 0;
  #ended = false;

  constructor(begin: () => FollowedStream, onFault: (error: unknown) => void) {
    this.#begin = begin;
    this.#onFault = onFault;
  }

  /** Only NULs have come so far. */
  get inHole(): boolean {
    return this.#stream === null && this.#nuls > 0;
  }

  bytes(chunk: Uint8Array): void {
    if (this.#ended || chunk.byteLength === 0) return;
    this.#guarded(() => {
      if (this.#stream !== null) {
        this.#stream.bytes(chunk);
        return;
      }
      const text = startOfText(chunk);
      this.#nuls += text;
      if (text === chunk.byteLength) return;
      const stream = this.#begin();
      this.#stream = stream;
      // A single NUL is no hole; it may be the first half of a UTF-16 character.
      if (this.#nuls === 1) stream.bytes(zeroes.subarray(0, 1));
      stream.bytes(chunk.subarray(text));
    });
  }

  end(late: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#guarded(() => this.#stream?.end(late));
  }

  /** Whatever goes wrong with the bytes, following goes on. */
  #guarded(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#onFault(error);
    }
  }
}

/** How many NULs a chunk begins with; by the block first, for holes are gigabytes. */
function startOfText(chunk: Uint8Array): number {
  let at = 0;
  for (; at < chunk.byteLength; at += zeroes.length) {
    const block = chunk.subarray(at, at + zeroes.length);
    if (zeroes.compare(block, 0, block.byteLength, 0, block.byteLength) !== 0) break;
  }
  while (at < chunk.byteLength && chunk[at] === 0) at += 1;
  return Math.min(at, chunk.byteLength);
}
