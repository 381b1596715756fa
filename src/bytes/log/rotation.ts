import { errorCode } from '../../error-words.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Clock } from '../../time.ts';
import { isError, type LogFs } from './log-disk.ts';
import { problemOf } from './log-problem.ts';

/** When a log is put away, and how many old ones stay. */
export interface Rotation {
  /** Bytes that no file exceeds (unless it was longer before). */
  readonly maxSize: number;
  /** Old files kept, `.1` (the newest) to `.<keep>`: at least one. */
  readonly keep: number;
}

const newline = 0x0a;

/** Seconds until a rotation that failed is tried again; the same where another program merely has the file open. */
const rotateAgainAfter = 60;
const rotateSoonAfter = 1;

/**
 * How many of the next bytes still belong into the file: up to a line's end where there is one, so that lines stay
 * whole; a line that is longer than a whole file is cut.
 *
 * @param size bytes in the file
 * @param atLineStart whether the file ends with a whole line
 * @returns 0 when the file has to be put away first
 */
export function fitting(bytes: Uint8Array, size: number, maxSize: number, atLineStart: boolean): number {
  const room = Math.max(0, maxSize - size);
  if (bytes.length <= room) return bytes.length;
  for (let end = room; end > 0; ) {
    const found = bytes.lastIndexOf(newline, end - 1);
    if (found === -1) break;
    // In UTF-16 (little-endian) a newline has a second byte.
    const lines = bytes[found + 1] === 0 ? found + 2 : found + 1;
    if (lines <= room) return lines;
    end = found;
  }
  return size > 0 && atLineStart ? 0 : room;
}

/** Whether these bytes end with the end of a line. */
export function endsLine(bytes: Uint8Array): boolean {
  const last = bytes.at(-1);
  return last === newline || (last === 0 && bytes.at(-2) === newline);
}

/**
 * Puts the log away as `<path>.1`, after `.1` has become `.2` and so on; what was `.<keep>` is replaced. Each step is a
 * rename, from the oldest on, so whatever interrupts it loses nothing: a number that is missing then is used by the
 * next rotation before anything is replaced. Where the path is a link, the file that it leads to is put away, and the
 * link leads to the new one.
 *
 * @throws what the file system throws; the log is then still there under its name, or the next rotation goes on
 */
export async function putAway(fs: LogFs, path: string, keep: number): Promise<void> {
  const file = await fs.realpath(path);
  // What can't be looked at for another reason must not be taken for free: it would be overwritten.
  const exists = async (name: string): Promise<boolean> => {
    try {
      await fs.access(name);
      return true;
    } catch (error) {
      if (isError(error, 'ENOENT')) return false;
      throw error;
    }
  };
  let free = 1;
  while (free < keep && (await exists(`${file}.${free}`))) free += 1;
  for (let number = free; number > 1; number -= 1)
    await fs.rename(`${file}.${number - 1}`, `${file}.${number}`);
  await fs.rename(file, `${file}.1`);
}

/** What a rotator needs. */
export interface RotatorOptions {
  readonly fs: LogFs;
  readonly path: string;
  /** `null`: the log grows. */
  readonly rotation: Rotation | null;
  readonly clock: Clock;
  readonly platform: Pick<Platform, 'mayRenameLater'>;
}

/** Knows when a log has to be put away, and does it. */
export class Rotator {
  readonly #options: RotatorOptions;
  #notBefore = Number.NEGATIVE_INFINITY;
  #stopped = false;
  /** Why the last rotation did not work; `null` where it did. */
  problem: string | null = null;

  constructor(options: RotatorOptions) {
    this.#options = options;
    // What stands there is a name for something else: renaming that would not begin a new log.
    this.#stopped = /^[/](?:dev|proc)[/]/.test(options.path);
  }

  /** How many of the next bytes belong into the file; 0 when it has to be put away first. */
  fitting(bytes: Uint8Array, size: number, atLineStart: boolean): number {
    const { rotation, clock } = this.#options;
    if (rotation === null || this.#stopped || clock.monotonic() < this.#notBefore) return bytes.length;
    return fitting(bytes, size, rotation.maxSize, atLineStart);
  }

  /** The log is not put away any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Puts it away, or says in `problem` why that can't be. Without old logs that were asked for none is ever replaced. */
  async putAway(): Promise<void> {
    const { fs, path, rotation, clock, platform } = this.#options;
    try {
      await putAway(fs, path, rotation?.keep ?? Number.POSITIVE_INFINITY);
      this.problem = null;
    } catch (error) {
      const soon = platform.mayRenameLater(errorCode(error));
      this.#notBefore = clock.monotonic() + (soon ? rotateSoonAfter : rotateAgainAfter);
      this.problem = `it can't be renamed (${problemOf(error)}) and grows beyond --log-max-size`;
    }
  }
}
