import type { LogFs } from '../../src/tee/log-file.ts';

/** A disk with one file, which answers only when a test lets it, and fails as the test wants. */
export class FakeDisk implements LogFs {
  /** What the file holds. */
  content = Buffer.alloc(0);
  /** Bytes that it still has room for: then ENOSPC. */
  room = Number.POSITIVE_INFINITY;
  /** Bytes that one write takes at the most. */
  most = Number.POSITIVE_INFINITY;
  /** The code that opening fails with. */
  openFails: string | null = null;
  /** The code that writing fails with. */
  writeFails: string | null = null;
  opened = 0;
  closed = 0;
  writes = 0;
  #answers: (() => void)[] = [];
  #open = false;

  open(_path: string, _flags: number, done: (error: NodeJS.ErrnoException | null, fd: number) => void): void {
    this.opened += 1;
    this.#answer(() => {
      if (this.openFails !== null) return done(failure(this.openFails), -1);
      this.#open = true;
      done(null, 7);
    });
  }

  fstat(_fd: number, done: (error: null, stats: { readonly size: number }) => void): void {
    this.#answer(() => done(null, { size: this.content.length }));
  }

  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    _position: null,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void {
    if (!this.#open || fd !== 7) throw new Error('written to a file that is not open');
    this.writes += 1;
    this.#answer(() => {
      const count = Math.min(length, this.most, this.room);
      if (this.writeFails !== null) return done(failure(this.writeFails), 0);
      if (count === 0) return done(failure('ENOSPC'), 0);
      this.content = Buffer.concat([this.content, bytes.subarray(offset, offset + count)]);
      this.room -= count;
      done(null, count);
    });
  }

  close(_fd: number, done: () => void): void {
    this.closed += 1;
    this.#open = false;
    this.#answer(done);
  }

  /** One answer. */
  step(): void {
    this.#answers.shift()?.();
  }

  /** All answers, and those to what is asked in reply. */
  settle(): this {
    while (this.#answers.length > 0) this.step();
    return this;
  }

  get text(): string {
    return this.content.toString();
  }

  #answer(answer: () => void): void {
    this.#answers.push(answer);
  }
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: it fails`), { code });
}
