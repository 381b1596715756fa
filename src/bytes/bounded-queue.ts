import { ByteQueue } from './byte-queue.ts';

/** Bytes of an open line that are kept over the limit, or dropped below it, so that lines stay whole. */
const longestOpen = 4096;
const newline = 0x0a;

/** How much a queue holds, and what is said where something is missing. */
export interface Bounds {
  /** Bytes. */
  readonly limit: number;
  /** The words for so many bytes that are missing, without a newline; without it nothing is said. */
  readonly mark?: ((bytes: number) => string) | undefined;
}

/**
 * Bytes waiting for a reader. What does not fit is dropped in whole lines, counted, and marked in its place. Once
 * something was dropped nothing is kept until half the queue is free: one gap, not a thousand.
 */
export class BoundedQueue {
  readonly #queue = new ByteQueue();
  readonly #bounds: Bounds;
  #dropped = 0;
  /** Bytes dropped since the last mark. */
  #gap = 0;
  /** Bytes dropped of a line that has not ended yet. */
  #openDropped = 0;
  /** The newest byte that was kept does not end a line. */
  #lineOpen = false;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Bytes waiting. */
  get length(): number {
    return this.#queue.length;
  }

  /** Bytes dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** True from the first byte that is dropped until the gap is marked. */
  get inGap(): boolean {
    return this.#gap > 0;
  }

  /** Copies the bytes in, as far as they fit. */
  push(chunk: Uint8Array): void {
    let rest = chunk;
    if (this.inGap) {
      const start = this.#lineStart(chunk);
      this.#drop(chunk.subarray(0, start));
      if (start === chunk.byteLength) return;
      this.#endGap();
      rest = chunk.subarray(start);
    }
    const fitting = this.#fitting(rest);
    this.#keep(rest.subarray(0, fitting));
    this.#drop(rest.subarray(fitting));
  }

  /** Marks a gap when all before it was written, if it ends with a line; `atEnd` in any case. */
  settle(atEnd = false): void {
    if (this.inGap && (atEnd || (this.#queue.length === 0 && this.#openDropped === 0))) this.#endGap();
  }

  /** The next bytes to write, without taking them; empty when nothing waits. */
  head(): Buffer {
    return this.#queue.head();
  }

  /** So many bytes of the head were written. */
  written(count: number): void {
    this.#queue.drop(count);
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.#queue.clear();
    this.#gap = 0;
  }

  /** Where in a chunk, after a gap, bytes may be kept again; its length when nowhere. */
  #lineStart(chunk: Uint8Array): number {
    if (this.#queue.length > this.#bounds.limit / 2) return chunk.byteLength;
    if (this.#openDropped === 0) return 0;
    const end = chunk.indexOf(newline);
    if (end !== -1) return end + 1;
    // No line of a miner's is that long: what has no lines must not be dropped for ever.
    return this.#openDropped + chunk.byteLength < longestOpen ? chunk.byteLength : 0;
  }

  /** How many bytes of a chunk may be kept. */
  #fitting(chunk: Uint8Array): number {
    const room = this.#bounds.limit - this.#queue.length;
    if (chunk.byteLength <= room) return chunk.byteLength;
    const lines = chunk.subarray(0, Math.max(0, room)).lastIndexOf(newline) + 1;
    if (lines > 0 || !this.#lineOpen) return lines;
    return chunk.subarray(0, longestOpen).indexOf(newline) + 1;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#queue.push(bytes);
    this.#lineOpen = bytes.at(-1) !== newline;
  }

  #drop(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#gap += bytes.byteLength;
    this.#dropped += bytes.byteLength;
    const end = bytes.lastIndexOf(newline);
    this.#openDropped = end === -1 ? this.#openDropped + bytes.byteLength : bytes.byteLength - end - 1;
  }

  #endGap(): void {
    const words = this.#bounds.mark?.(this.#gap);
    this.#gap = 0;
    this.#openDropped = 0;
    if (words !== undefined) this.#keep(Buffer.from(`${this.#lineOpen ? '\n' : ''}[fpga-tee: ${words}]\n`));
  }
}
