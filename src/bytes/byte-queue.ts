/** Bytes of a block while little waits, and once so many wait. */
const [small, large] = [64 * 1024, 1024 * 1024];
/** Bytes of emptied blocks of each size that are kept, to be filled again: as many as wait before a flood is held back. */
const mostSpare = 4 * 1024 * 1024;

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
  /** Emptied blocks. New ones instead would be garbage that outlives its youth, and so piles up for long. */
  #spare: Block[] = [];
  /** Where small blocks are put together. */
  #joined: Buffer | null = null;
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

  /** The same, but small blocks together as long as they are no more than one large one; valid until it is asked again. */
  heads(): Buffer {
    const [first, second] = this.#blocks;
    if (first === undefined || second === undefined || sizeOf(first) + sizeOf(second) > large)
      return this.head();
    const joined = this.#joined ?? Buffer.allocUnsafeSlow(large);
    this.#joined = joined;
    let length = 0;
    for (const block of this.#blocks) {
      if (length + sizeOf(block) > large) break;
      length += block.bytes.copy(joined, length, block.start, block.end);
    }
    return joined.subarray(0, length);
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
      this.#keep(block);
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
    const size = this.#length < 4 * small ? small : large;
    const at = this.#spare.findIndex(({ bytes }) => bytes.length === size);
    const [spare] = at === -1 ? [] : this.#spare.splice(at, 1);
    return spare ?? { bytes: Buffer.allocUnsafeSlow(size), start: 0, end: 0 };
  }

  #keep(block: Block): void {
    const alike = this.#spare.filter(({ bytes }) => bytes.length === block.bytes.length);
    if (alike.length * block.bytes.length >= mostSpare) return;
    this.#spare.push({ bytes: block.bytes, start: 0, end: 0 });
  }
}

function sizeOf({ start, end }: Block): number {
  return end - start;
}
