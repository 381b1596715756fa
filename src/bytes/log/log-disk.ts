import * as nodeFs from 'node:fs/promises';
import { dirname } from 'node:path';

/** What tells one file from another, and how long it is. */
export interface FileStats {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly nlink: bigint;
  readonly size: bigint;
  isFile(): boolean;
}

/** What tells one file from another. */
export type FileIdentity = Pick<FileStats, 'dev' | 'ino'>;

/** An open file. */
export interface LogHandle {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  stat(options: { readonly bigint: true }): Promise<FileStats>;
  close(): Promise<void>;
}

/** The calls of `node:fs/promises` that a log needs; injected so that a failing disk can be tested. */
export interface LogFs {
  open(path: string, flags: number): Promise<LogHandle>;
  stat(path: string, options: { readonly bigint: true }): Promise<FileStats>;
  mkdir(path: string, options: { readonly recursive: true }): Promise<unknown>;
  rename(from: string, to: string): Promise<void>;
  realpath(path: string): Promise<string>;
  access(path: string): Promise<void>;
  /** The last byte of a file; `null` when it has none, is no file, or may not be read. */
  lastByte(path: string): Promise<number | null>;
}

/** The computer's own file system. */
export const systemLogFs: LogFs = {
  ...nodeFs,
  async lastByte(path) {
    const handle = await nodeFs.open(path, 'r').catch(() => null);
    try {
      const stats = await handle?.stat();
      if (handle === null || stats === undefined || !stats.isFile() || stats.size === 0) return null;
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, stats.size - 1);
      return bytesRead === 1 ? (buffer[0] ?? null) : null;
    } catch {
      return null;
    } finally {
      await handle?.close();
    }
  },
};

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
  /** Only a regular file can be renamed and begun anew: no FIFO, no device. */
  readonly isFile: boolean;
  /** Bytes in the file. */
  size: number;
  /** Another program was seen to write it, too. */
  shared = false;

  private constructor(fs: LogFs, path: string, handle: LogHandle, stats: FileStats, trusted: boolean) {
    this.#fs = fs;
    this.#path = path;
    this.#handle = handle;
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
    const first = await OpenLog.#openOnce(fs, path, flags);
    if (first.trusted) return first.log;
    // Another program may have put another file there in between; where it is so again, identities mean nothing.
    await first.log.close();
    return (await OpenLog.#openOnce(fs, path, flags)).log;
  }

  static async #openOnce(
    fs: LogFs,
    path: string,
    flags: number,
  ): Promise<{ log: OpenLog; trusted: boolean }> {
    const handle = await openWithDirectory(fs, path, flags);
    try {
      const stats = await handle.stat({ bigint: true });
      const named = await fs.stat(path, { bigint: true }).catch(() => null);
      const trusted = named !== null && isSame(named, stats);
      return { log: new OpenLog(fs, path, handle, stats, trusted), trusted };
    } catch (error) {
      await handle.close().catch(() => {});
      throw error;
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

  /** Never fails: nothing could be done about it. */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

async function openWithDirectory(fs: LogFs, path: string, flags: number): Promise<LogHandle> {
  try {
    return await fs.open(path, flags);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await fs.mkdir(dirname(path), { recursive: true });
    return fs.open(path, flags);
  }
}

function isMissing(error: unknown): boolean {
  return isError(error, 'ENOENT') || isError(error, 'ENOTDIR');
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

/** Whether it is a system error with one of these codes. */
export function isError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  );
}

/** What to say of an error with a log: a few words, with the way out where the user has one. */
export function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write it (choose another with --log)';
    case 'ENOENT':
      return "its directory can't be made (choose another with --log)";
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is no directory (choose another with --log)';
    case 'EISDIR':
      return 'it is a directory (choose another with --log)';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENXIO':
      return 'there is nobody at its other end';
    case 'EFBIG':
      return 'it can grow no further (a limit of the file system, or of ulimit -f)';
    case 'ENAMETOOLONG':
      return 'its name is too long (choose another with --log)';
    case 'EIO':
      return 'the disk fails (EIO)';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
