import type { Clock } from '../time.ts';
import type { FileStream } from './file-stream.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import { beginning, isSameUpTo, type Position, positionAfter } from './position.ts';

const blockLength = 64 * 1024;
/** Reading over a hole costs nearly nothing, so more of it at once. */
const holeLength = 1024 * 1024;
/** Bytes that one log may hand on before it is looked after the other things; a hole's bytes count less. */
const turnLength = 1024 * 1024;
/** Seconds after a change in which a further one may leave the times as they are: file systems' clocks tick slowly. */
const unsureFor = 2;

/**
 * What came of reading on: to the end (`drained`), not yet (`more`), or the file is no longer what was read before
 * (`truncated`).
 */
export type Advance = 'drained' | 'more' | 'truncated';

/** Where reading a log begins, and what is known around it. */
export interface FileStart {
  /** Its name when it was opened, as it was given and without symbolic links. */
  readonly names: readonly string[];
  /** The marks of the rotated logs beside it that hold nothing new. */
  readonly known: Set<string>;
  readonly position: Position;
  readonly stream: FileStream;
  /** Nobody will write to it: it is a copy. */
  readonly complete: boolean;
}

/**
 * A log that is held open: it can be read to its end whatever becomes of its name, and nothing else can have its inode
 * number. Each read begins a page before the position, which shows whether the file is still the one that was read.
 */
export class FollowedFile {
  readonly start: FileStart;
  readonly id: string;
  fd: number;
  position: Position;
  stream: FileStream;
  /** When it last changed while it had its name, in nanoseconds of the file system's clock. */
  modifiedAtName: bigint;
  /** It was read to its end, since it lost its name if it has. */
  drained = false;
  /** Reading it failed; it may be tried again by opening it anew. */
  broken = false;
  readonly #fs: FollowFs;
  readonly #clock: Clock;
  #facts: FileFacts | null = null;
  #changedAt: number;
  #grownAt: number;

  constructor(fs: FollowFs, clock: Clock, fd: number, facts: FileFacts, start: FileStart) {
    this.#fs = fs;
    this.#clock = clock;
    this.start = start;
    this.id = facts.id;
    this.fd = fd;
    this.position = start.position;
    this.stream = start.stream;
    this.modifiedAtName = facts.modified;
    this.#changedAt = clock.monotonic();
    this.#grownAt = this.#changedAt;
  }

  /** Seconds since something was read. */
  get quietFor(): number {
    return this.#clock.monotonic() - this.#grownAt;
  }

  /** Reads on, a bounded number of bytes. */
  async advance(facts: FileFacts): Promise<Advance> {
    if (facts.size <= this.position.offset) {
      if (!this.#isUnchanged(facts) && !(await isSameUpTo(this.#fs, this.fd, this.position)))
        return 'truncated';
      this.drained = true;
      return 'drained';
    }
    this.#facts = null;
    for (let read = 0; read < turnLength; ) {
      const left = facts.size - this.position.offset;
      if (left <= 0) {
        this.drained = true;
        return 'drained';
      }
      const chunk = await this.#readOn(Math.min(left, this.stream.inHole ? holeLength : blockLength));
      if (chunk === null) return 'truncated';
      // It shrank just now: the next look tells what became of it.
      if (chunk.byteLength === 0) return 'drained';
      this.position = positionAfter(this.position, chunk);
      this.#grownAt = this.#clock.monotonic();
      this.stream.bytes(chunk);
      read += this.stream.inHole ? chunk.byteLength / 16 : chunk.byteLength;
    }
    return 'more';
  }

  /** It was truncated: what is in it is new. */
  restart(stream: FileStream): void {
    this.position = beginning;
    this.stream = stream;
    this.drained = false;
    this.#facts = null;
  }

  /** Reads go by another descriptor from now on. */
  async reopen(fd: number): Promise<void> {
    const old = this.fd;
    this.fd = fd;
    this.broken = false;
    this.#facts = null;
    await this.#fs.close(old);
  }

  #isUnchanged(facts: FileFacts): boolean {
    const last = this.#facts;
    const unchanged =
      last !== null &&
      last.size === facts.size &&
      last.modified === facts.modified &&
      last.changed === facts.changed &&
      last.size === this.position.offset;
    this.#facts = facts;
    if (!unchanged) this.#changedAt = this.#clock.monotonic();
    return unchanged && this.#clock.monotonic() - this.#changedAt > unsureFor;
  }

  /** The next bytes; `null` when those before them are not what they were. */
  async #readOn(length: number): Promise<Uint8Array | null> {
    const { offset, before } = this.position;
    const bytes = Buffer.allocUnsafe(before.byteLength + length);
    const count = await this.#fs.read(this.fd, bytes, offset - before.byteLength);
    if (count < before.byteLength || !bytes.subarray(0, before.byteLength).equals(before)) return null;
    return bytes.subarray(before.byteLength, count);
  }
}
