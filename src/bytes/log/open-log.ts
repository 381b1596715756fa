import { dirname } from 'node:path';
import { type FileIdentity, type FileStats, isError, type LogFs, type LogHandle } from './log-disk.ts';

/**
 * What became of a log that is open: still the file under its name, moved away (the bytes are in the file that was
 * renamed), or deleted (what was written last may be in no file at all).
 */
export type Whereabouts = 'in place' | 'moved' | 'deleted';

/** The log as a file that is open. */
export class OpenLog {
  readonly #fs: LogFs;
  readonly #path: string;
  readonly #handle: LogHandle;
  /** The file's own identity; `null` where the file system has none that can be trusted. */
  readonly #identity: FileStats | null;
  /** The directory that was not there and had to be made for it, or the first of several; `null` for none. */
  readonly madeDirectory: string | null;
  /** Only a regular file can be renamed and begun anew: no FIFO, no device. */
  readonly isFile: boolean;
  /** Bytes in the file. */
  size: number;
  /** Another program was seen to write it, too. */
  shared = false;

  private constructor({ fs, path, handle, made }: Opened, stats: FileStats, trusted: boolean) {
    this.#fs = fs;
    this.#path = path;
    this.#handle = handle;
    this.madeDirectory = made;
    this.#identity = trusted ? stats : null;
    this.isFile = stats.isFile();
    this.size = Number(stats.size);
  }

  /**
   * Opens the log under its name; the directory is made when it is not there (any more).
   *
   * @param flags of open(2): to append, and to make it where it is missing
   * @throws what the file system throws
   */
  static async open(fs: LogFs, path: string, flags: number): Promise<OpenLog> {
    for (let again = false; ; again = true) {
      const opened = await openWithDirectory(fs, path, flags);
      const { handle } = opened;
      try {
        const stats = await handle.stat({ bigint: true });
        const named = await fs.stat(path, { bigint: true }).catch(() => null);
        const trusted = named !== null && isSame(named, stats);
        // Another program may have put another file there in between; where it is so again, identities mean nothing.
        if (trusted || again) return new OpenLog(opened, stats, trusted);
      } catch (error) {
        await handle.close().catch(() => {});
        throw error;
      }
      await handle.close();
    }
  }

  /**
   * Appends bytes.
   *
   * @returns how many were taken: at least one, not always all
   * @throws what the file system throws
   */
  async append(bytes: Uint8Array): Promise<number> {
    const { bytesWritten } = await this.#handle.write(bytes, 0, bytes.length);
    this.size += bytesWritten;
    return bytesWritten;
  }

  /** Whether it is this file. */
  is(other: FileIdentity): boolean {
    return this.#identity !== null && isSame(this.#identity, other);
  }

  /** Whether it is still the file under its name. Where that can't be known, it is taken to be. */
  async whereabouts(): Promise<Whereabouts> {
    if (this.#identity === null) return 'in place';
    try {
      const named = await this.#fs.stat(this.#path, { bigint: true });
      if (isSame(named, this.#identity)) {
        const size = Number(named.size);
        if (this.isFile && size > this.size) this.shared = true;
        if (this.isFile) this.size = size;
        return 'in place';
      }
    } catch (error) {
      if (!isMissing(error)) return 'in place';
    }
    const own = await this.#handle.stat({ bigint: true }).catch(() => null);
    return own?.nlink === 0n ? 'deleted' : 'moved';
  }

  /**
   * Closes it, whatever comes of that.
   *
   * @returns what the file system said: some take the bytes first and say only now that there was no room for them
   */
  async close(): Promise<unknown> {
    return this.#handle.close().then(
      () => null,
      (error: unknown) => error,
    );
  }
}

interface Opened {
  readonly fs: LogFs;
  readonly path: string;
  readonly handle: LogHandle;
  /** The first directory that was made. */
  readonly made: string | null;
}

async function openWithDirectory(fs: LogFs, path: string, flags: number): Promise<Opened> {
  try {
    return { fs, path, handle: await fs.open(path, flags), made: null };
  } catch (error) {
    if (!isMissing(error)) throw error;
    const made = (await fs.mkdir(dirname(path))) ?? null;
    return { fs, path, handle: await fs.open(path, flags), made };
  }
}

function isMissing(error: unknown): boolean {
  return isError(error, 'ENOENT', 'ENOTDIR');
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}
