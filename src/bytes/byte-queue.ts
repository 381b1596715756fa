/** Bytes of a block while little waits; the more waits, the larger the blocks that come after. */
const [smallest, largest] = [64 * 1024, 1024 * 1024];

interface Block {
  readonly bytes: Buffer;
  start: number;
  end: number;
}

/**
 * Bytes waiting to be written, in order. Small chunks share blocks, so that a million of them cost no more than their
 * bytes. What has piled up comes out in large pieces: on a busy machine an answer to a write is seen once for megabytes
 * of input, and a writer of small pieces would fall behind on the fastest disk.
 */
export class ByteQueue {
  #blocks: Block[] = [];
  /** The last small block that was emptied, to be filled again instead of a new one. */
  #spare: Block | null = null;
  #length = 0;

  /** Bytes waiting. */
  get length(): number {
    return this.#length;
  }

  /** Copies the bytes in: the caller may use its memory again. */
  push(chunk: Uint8Array): void {
    let taken = 0;
    while (taken < chunk.byteLength) {
      let block = this.#blocks.at(-1);
      if (block === undefined || block.end === block.bytes.length) {
        block = this.#emptyBlock();
        this.#blocks.push(block);
      }
      const piece = chunk.subarray(taken, taken + block.bytes.length - block.end);
      block.bytes.set(piece, block.end);
      block.end += piece.byteLength;
      taken += piece.byteLength;
      this.#length += piece.byteLength;
    }
  }

  /** The next bytes to write, without taking them; empty when nothing waits. */
  head(): Buffer {
    const block = this.#blocks[0];
    return block === undefined ? Buffer.alloc(0) : block.bytes.subarray(block.start, block.end);
  }

  /** The same, but small blocks together as long as they are no more than one large one. */
  heads(): Buffer {
    const pieces: Buffer[] = [];
    let length = 0;
    for (const { bytes, start, end } of this.#blocks) {
      if (length + end - start > largest) break;
      pieces.push(bytes.subarray(start, end));
      length += end - start;
    }
    return pieces.length > 1 ? Buffer.concat(pieces, length) : this.head();
  }

  /** So many of the next bytes were written. */
  drop(count: number): void {
    let rest = count;
    for (let block = this.#blocks[0]; block !== undefined && rest > 0; block = this.#blocks[0]) {
      const taken = Math.min(rest, block.end - block.start);
      block.start += taken;
      rest -= taken;
      this.#length -= taken;
      if (block.start < block.end) return;
      this.#blocks.shift();
      if (block.bytes.length > smallest) continue;
      block.start = 0;
      block.end = 0;
      this.#spare = block;
    }
  }

  /** Forgets everything that waits; returns how many bytes. */
  clear(): number {
    const length = this.#length;
    this.#blocks = [];
    this.#length = 0;
    return length;
  }

  #emptyBlock(): Block {
    const size = Math.min(largest, Math.max(smallest, this.#length));
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null && size === smallest) return spare;
    return { bytes: Buffer.allocUnsafe(size), start: 0, end: 0 };
  }
}
