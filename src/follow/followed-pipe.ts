import type { FileStream } from './file-stream.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import type { Advance } from './followed-file.ts';

const blockLength = 64 * 1024;
/** Reads before other things are looked after. */
const turnReads = 16;

/**
 * A FIFO that miners write into. It is held open without blocking, so that a miner never waits for a reader and the
 * next miner can open it again; what one writer after the other prints are separate streams.
 */
export class FollowedPipe {
  readonly id: string;
  readonly fd: number;
  readonly #fs: FollowFs;
  readonly #newStream: () => FileStream;
  #stream: FileStream | null = null;
  #writer: 'not yet' | 'there' | 'gone' = 'not yet';

  constructor(fs: FollowFs, fd: number, facts: FileFacts, newStream: () => FileStream) {
    this.#fs = fs;
    this.fd = fd;
    this.id = facts.id;
    this.#newStream = newStream;
  }

  /** Whether a miner has it open for writing, as far as was seen. */
  get writer(): 'not yet' | 'there' | 'gone' {
    return this.#writer;
  }

  /** Reads what is there. */
  async advance(): Promise<Advance> {
    for (let reads = 0; reads < turnReads; reads += 1) {
      const bytes = Buffer.allocUnsafe(blockLength);
      const count = await this.#read(bytes);
      if (count === 0) {
        if (this.#writer === 'there') this.#writer = 'gone';
        this.end();
        return 'drained';
      }
      this.#writer = 'there';
      if (count === null) return 'drained';
      this.#stream ??= this.#newStream();
      this.#stream.bytes(bytes.subarray(0, count));
    }
    return 'more';
  }

  /** What the writer printed has ended. */
  end(): void {
    this.#stream?.end(false);
    this.#stream = null;
  }

  /** @returns 0 without a writer, `null` when the writer has nothing to say */
  async #read(into: Uint8Array): Promise<number | null> {
    try {
      return await this.#fs.read(this.fd, into, null);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
      throw error;
    }
  }
}
