import { createLineStamper, type LineStamper } from '../../lines/line-stamps.ts';
import { ByteQueue } from '../byte-queue.ts';

/** How much waits at the most, and what is written of it. */
export interface LogQueueOptions {
  /** Bytes that are held while the file can't be written; what comes beyond is lost, counted and marked. */
  readonly queueLimit: number;
  /** An ISO time before each line: then the log is not byte for byte what the miner printed. */
  readonly timestamps: boolean;
}

/**
 * Bytes waiting to be written to the log. Where some are lost it is marked. Once something was lost, nothing is kept until
 * half the queue is free: one gap, not a thousand.
 */
export class LogQueue {
  readonly #bytes = new ByteQueue();
  readonly #limit: number;
  readonly #stamper: LineStamper | null;
  #dropped = 0;
  /** Bytes lost since the last that were kept: marked in the log when it can be written again. */
  #gap = 0;

  /** @param wall Unix seconds now */
  constructor({ queueLimit, timestamps }: LogQueueOptions, wall: () => number) {
    this.#limit = queueLimit;
    this.#stamper = timestamps ? createLineStamper(wall) : null;
  }

  /** Bytes waiting. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Bytes lost so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Copies the bytes in, all or none of them. */
  push(chunk: Uint8Array): void {
    const room = this.#gap > 0 ? this.#limit / 2 : this.#limit;
    if (this.#bytes.length + chunk.byteLength > room) {
      this.#gap += chunk.byteLength;
      this.lose(chunk);
    } else {
      this.#markGap();
      this.#bytes.push(this.#stamper === null ? chunk : this.#stamper.stamp(chunk));
    }
  }

  /** Nothing will be written any more: what comes now is only counted. */
  lose(chunk: Uint8Array): void {
    this.#dropped += chunk.byteLength;
  }

  /** No more will come: a line that has not ended is all there is. */
  end(): void {
    if (this.#stamper !== null) this.#bytes.push(this.#stamper.end());
  }

  /** The next bytes to write, without taking them; empty when nothing waits. */
  head(): Buffer {
    if (this.#bytes.length === 0) this.#markGap();
    return this.#bytes.heads();
  }

  /** So many bytes of the head were written. */
  written(count: number): void {
    this.#bytes.drop(count);
  }

  #markGap(): void {
    if (this.#gap === 0) return;
    this.#bytes.push(Buffer.from(`\n[fpga-tee: ${this.#gap} bytes could not be written here]\n`));
    this.#gap = 0;
    this.#stamper?.newLine();
  }
}
