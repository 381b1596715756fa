import type { OutputFs } from '../../src/bytes/sinks.ts';

/** What the system says. */
function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

/** A reader that takes what a test lets it take. */
export class FakeReader implements OutputFs {
  readonly #taken: Uint8Array[] = [];
  takenBytes = 0;
  /** Bytes that it takes before it says EAGAIN. */
  room = Number.POSITIVE_INFINITY;
  /** Bytes of one write at the most. */
  most = Number.POSITIVE_INFINITY;
  fails: string | null = null;
  tries = 0;
  #answers: (() => void)[] = [];

  writeSync(_fd: number, bytes: Uint8Array): number {
    this.tries += 1;
    if (this.fails !== null) throw failure(this.fails);
    const count = Math.min(bytes.byteLength, this.most, this.room);
    if (count === 0) throw failure('EAGAIN');
    // A copy: the memory is used again.
    this.#taken.push(Uint8Array.from(bytes.subarray(0, count)));
    this.takenBytes += count;
    this.room -= count;
    return count;
  }

  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    _position: null,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void {
    this.#answers.push(() => {
      try {
        done(null, this.writeSync(fd, bytes.subarray(offset, offset + length)));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        done(error, 0);
      }
    });
  }

  /** Answers to writes that did not wait. */
  settle(): void {
    for (let answer = this.#answers.shift(); answer !== undefined; answer = this.#answers.shift()) answer();
  }

  get taken(): Buffer {
    return Buffer.concat(this.#taken);
  }

  get text(): string {
    return this.taken.toString();
  }
}
