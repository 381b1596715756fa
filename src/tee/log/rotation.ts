import type { LogFs } from './log-disk.ts';

/** When a log is put away, and how many old ones stay. */
export interface Rotation {
  /** Bytes that no file exceeds (unless it was longer before). */
  readonly maxSize: number;
  /** Old files kept, `.1` (the newest) to `.<keep>`: at least one. */
  readonly keep: number;
}

const newline = 0x0a;

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
  const lines = room === 0 ? 0 : bytes.lastIndexOf(newline, room - 1) + 1;
  if (lines > 0) return lines;
  return size > 0 && atLineStart ? 0 : room;
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
  const exists = (name: string): Promise<boolean> =>
    fs.access(name).then(
      () => true,
      () => false,
    );
  let free = 1;
  while (free < keep && (await exists(`${file}.${free}`))) free += 1;
  for (let number = free; number > 1; number -= 1)
    await fs.rename(`${file}.${number - 1}`, `${file}.${number}`);
  await fs.rename(file, `${file}.1`);
}
