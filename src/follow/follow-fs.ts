import * as fs from 'node:fs';
import { promisify } from 'node:util';

/** What is known of a file without reading it. */
export interface FileFacts {
  /** Device and inode: nothing else has it for as long as the file is held open. */
  readonly id: string;
  readonly kind: 'file' | 'pipe' | 'folder' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Names that it has; 0 once it is deleted. */
  readonly links: number;
  /** Nanoseconds since 1970, by the file system's clock. */
  readonly modified: bigint;
  /** Changes with the content and with all else about the file, in nanoseconds. */
  readonly changed: bigint;
  /** Nanoseconds; where the file system does not keep it, anything. */
  readonly born: bigint;
}

/** The file system as following a log needs it, none of it waiting; injected so that faults can be tested. */
export interface FollowFs {
  stat(path: string): Promise<FileFacts>;
  /** Opens for reading; never waits for a FIFO's writer. */
  open(path: string): Promise<number>;
  fstat(fd: number): Promise<FileFacts>;
  /** @param position `null` for a FIFO, which has none */
  read(fd: number, into: Uint8Array, position: number | null): Promise<number>;
  close(fd: number): Promise<void>;
  /** The names in a folder. */
  list(folder: string): Promise<string[]>;
  /** The path without symbolic links. */
  realPath(path: string): Promise<string>;
  /**
   * Calls back whenever an open file changes, or nothing ever where there are no such events (network file systems, no
   * watches left).
   *
   * @param path its name, for systems where a descriptor can't be watched
   * @returns ends it
   */
  watchOpen(fd: number, path: string, onChange: () => void): () => void;
  /** The same for the names in a folder. */
  watchFolder(folder: string, onChange: () => void): () => void;
}

/** Windows has no such flags, and no such files. */
const posixFlags = process.platform === 'win32' ? 0 : fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY;

const stat = promisify(fs.stat);
const open = promisify(fs.open);
const fstat = promisify(fs.fstat);
const read = promisify(fs.read);
const close = promisify(fs.close);

/** The computer's file system. */
export const systemFollowFs: FollowFs = {
  stat: async (path) => factsOf(await stat(path, { bigint: true })),
  open: (path) => open(path, fs.constants.O_RDONLY | posixFlags),
  fstat: async (fd) => factsOf(await fstat(fd, { bigint: true })),
  read: async (fd, into, position) => (await read(fd, into, 0, into.byteLength, position)).bytesRead,
  close: (fd) => close(fd).catch(() => {}),
  list: (folder) => fs.promises.readdir(folder),
  realPath: (path) => fs.promises.realpath(path),
  watchOpen(fd, path, onChange) {
    // Linux watches what is open, whatever became of its name, and without asking a server that may hang.
    const open = process.platform === 'linux' ? watch(`/proc/self/fd/${fd}`, onChange) : null;
    return open ?? watch(path, onChange) ?? nothing;
  },
  watchFolder: (folder, onChange) => watch(folder, onChange) ?? nothing,
};

const nothing = (): void => {};

function watch(path: string, onChange: () => void): (() => void) | null {
  try {
    const watcher = fs.watch(path, { persistent: false }, () => onChange());
    // Without a listener an error (no watches left, a folder deleted on Windows) would end the process.
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return null;
  }
}

function factsOf(stats: fs.BigIntStats): FileFacts {
  return {
    id: `${stats.dev}:${stats.ino}`,
    kind: kindOf(stats),
    size: Number(stats.size),
    links: Number(stats.nlink),
    modified: stats.mtimeNs,
    changed: stats.ctimeNs,
    born: stats.birthtimeNs,
  };
}

function kindOf(stats: fs.BigIntStats): FileFacts['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isFIFO()) return 'pipe';
  return stats.isDirectory() ? 'folder' : 'other';
}
