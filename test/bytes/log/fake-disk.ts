import type { FileStats, LogFs, LogHandle } from '../../../src/bytes/log/log-disk.ts';

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
  /** The code that closing fails with. */
  closeFails: string | null = null;
  /** How many calls to write throw at once, as no file system does. */
  breaks = 0;
  /** What the files hold that were renamed here. */
  away = '';
  /** What may be renamed, and was. */
  mayRename = false;
  readonly renamed: [from: string, to: string][] = [];
  opened = 0;
  closed = 0;
  writes = 0;
  /** Number of the file that has the name now. */
  #file = 1n;
  #links = 1n;
  #answers: (() => void)[] = [];

  open(): Promise<LogHandle> {
    this.opened += 1;
    return this.#answer(() => {
      if (this.openFails !== null) throw failure(this.openFails);
      return this.#handle();
    });
  }

  stat(): Promise<FileStats> {
    return this.#answer(() => this.#stats(this.#file, 1n));
  }

  mkdir(): Promise<string | undefined> {
    return this.#answer(() => {
      throw failure('EACCES');
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#answer(() => {
      if (!this.mayRename) throw failure('EACCES');
      this.renamed.push([from, to]);
      this.away = this.text;
      this.content = Buffer.alloc(0);
      this.#file += 1n;
    });
  }

  realpath(path: string): Promise<string> {
    return this.#answer(() => path);
  }

  access(): Promise<void> {
    return this.#answer(() => {
      throw failure('ENOENT');
    });
  }

  lastByte(): Promise<number | null> {
    return this.#answer(() => this.content.at(-1) ?? null);
  }

  /** Another file has the name now; the one before is renamed, or deleted with all that it held. */
  replace(before: 'renamed' | 'deleted'): void {
    this.#file += 1n;
    this.#links = before === 'deleted' ? 0n : 1n;
    if (before === 'deleted') this.content = Buffer.alloc(0);
  }

  /** One answer. */
  async step(): Promise<void> {
    this.#answers.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** All answers, and those to what is asked in reply. */
  async settle(): Promise<void> {
    do await this.step();
    while (this.#answers.length > 0);
  }

  get text(): string {
    return this.away + this.content.toString();
  }

  #handle(): LogHandle {
    const file = this.#file;
    let open = true;
    return {
      write: (bytes, offset, length) => {
        if (!open) throw new Error('written to a file that is not open');
        this.writes += 1;
        this.breaks -= 1;
        if (this.breaks >= 0) throw new RangeError('no memory for that');
        return this.#answer(() => {
          const count = Math.min(length, this.most, this.room);
          if (this.writeFails !== null) throw failure(this.writeFails);
          if (count === 0) throw failure('ENOSPC');
          this.room -= count;
          if (file === this.#file || this.#links > 0n)
            this.content = Buffer.concat([this.content, bytes.subarray(offset, offset + count)]);
          return { bytesWritten: count };
        });
      },
      stat: () => this.#answer(() => this.#stats(file, file === this.#file ? 1n : this.#links)),
      close: () => {
        this.closed += 1;
        open = false;
        return this.#answer(() => {
          if (this.closeFails !== null) throw failure(this.closeFails);
        });
      },
    };
  }

  #stats(file: bigint, nlink: bigint): FileStats {
    return { dev: 1n, ino: file, nlink, size: BigInt(this.content.length), isFile: () => true };
  }

  #answer<Value>(answer: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#answers.push(() => {
        try {
          resolve(answer());
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}

/** As the file system reports it. */
export function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: it fails`), { code });
}
