import type { BigIntStats } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { errorCode } from '../../error-words.ts';
import { makeFolder } from '../../platform/make-folder.ts';

/** What tells one file from another, and how long it is. */
export type FileStats = Readonly<Pick<BigIntStats, 'dev' | 'ino' | 'nlink' | 'size' | 'isFile'>>;

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
  /** The first directory that was made; nothing where none had to be. */
  mkdir(path: string): Promise<string | undefined>;
  rename(from: string, to: string): Promise<void>;
  realpath(path: string): Promise<string>;
  access(path: string): Promise<void>;
  /** The last byte of a file; `null` when it has none, is no file, or may not be read. */
  lastByte(path: string): Promise<number | null>;
}

/** The computer's own file system. */
export const systemLogFs: LogFs = {
  ...nodeFs,
  mkdir: makeFolder,
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

/** Whether it is a system error with one of these codes. */
export function isError(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errorCode(error));
}
