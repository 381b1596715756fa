import { basename, dirname, extname, join } from 'node:path';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import type { FollowedFile } from './followed-file.ts';
import { isSameUpTo, positionAt } from './position.ts';

/** How many files that came and went between two looks are read at the most, the newest. */
export const mostMissed = 16;
/** Nanoseconds by which times may be off: FAT keeps them by two seconds, copies may have them by one, clocks are set. */
const timesKeptBy = 2_000_000_000n;

/** A file that a log was rotated to. */
export interface Rotated {
  readonly path: string;
  readonly facts: FileFacts;
}

/**
 * The names that a log is rotated to: `miner.log.1`, `miner.log-20240101`, `miner.log.old`, and
 * `miner-2024-01-01T00-00-00.log`, but not `miner-2.log`, which is another miner's. Compressed ones can't be read.
 */
export function isRotatedName(log: string, name: string): boolean {
  if (/\.(?:gz|bz2|xz|zst|lz4|lzma|zip|Z)$/.test(name)) return false;
  if (name.startsWith(log)) return /^[.\-_~]/.test(name.slice(log.length));
  const extension = extname(log);
  const stem = basename(log, extension);
  if (extension === '' || !name.startsWith(stem) || !name.endsWith(extension)) return false;
  return /^[.\-_]\d{4}[\dT:._-]{3,}Z?$/.test(name.slice(stem.length, name.length - extension.length));
}

/**
 * The rotated logs beside a log, oldest first. Those that can't be looked at are left out.
 *
 * @param names the log's own: what is behind a symbolic link may be rotated, or the link
 */
export async function rotatedBeside(fs: FollowFs, names: Iterable<string>): Promise<Rotated[]> {
  const found = new Map<string, Rotated>();
  for (const log of new Set(names)) {
    const folder = dirname(log);
    const others = await fs.list(folder).catch(() => []);
    for (const other of others.filter((name) => isRotatedName(basename(log), name))) {
      const path = join(folder, other);
      const facts = await fs.stat(path).catch(() => null);
      if (facts?.kind === 'file') found.set(facts.id, { path, facts });
    }
  }
  const files = [...found.values()];
  // A time ahead of the last change of all was set, or the clock was set back: then the numbers tell more.
  const timesTell = files.every(({ facts }) => facts.modified <= facts.changed + timesKeptBy);
  return files.sort(timesTell ? byTime : (a, b) => byNumber(a, b) || byTime(a, b));
}

/** By what a rotated log is known again. The inode number alone is soon another file's. */
export function markOf({ id, born }: FileFacts): string {
  return `${id}:${born}`;
}

/**
 * The files that had a log's name since it was last seen to have it, and were rotated before anyone looked, oldest
 * first: not there when it was opened, changed after it, and no copies of it.
 *
 * @param log what had the name when it was last looked at
 * @param current the id of what has it now, or null; where that was rotated meanwhile too, what came after it is left to its turn
 */
export async function missedSince(
  fs: FollowFs,
  log: FollowedFile,
  current: string | null,
  isOpen: (id: string) => boolean,
): Promise<Rotated[]> {
  const missed: Rotated[] = [];
  for (const rotated of await newBeside(fs, log, isOpen)) {
    if (rotated.facts.id === current) break;
    if (!(await isCopyOf(fs, rotated.path, log.fd))) missed.push(rotated);
  }
  return missed.slice(-mostMissed);
}

/**
 * The copy that was made of a log before it was truncated (copytruncate), if there is one that holds what was read of it
 * and was not there before, and the copies made after that one.
 */
export async function copiesBeforeTruncation(
  fs: FollowFs,
  log: FollowedFile,
  isOpen: (id: string) => boolean,
): Promise<Rotated[]> {
  if (log.position.before.byteLength === 0) return [];
  const fresh = await newBeside(fs, log, isOpen);
  for (const [index, copy] of fresh.entries()) {
    if (copy.facts.size < log.position.offset) continue;
    const isIt = await whileOpen(fs, copy.path, (fd) => isSameUpTo(fs, fd, log.position));
    if (isIt === true) return [copy, ...fresh.slice(index + 1).slice(-mostMissed)];
  }
  return [];
}

/** The rotated logs beside a log that were not there when it was opened, and are not older than it; oldest first. */
async function newBeside(
  fs: FollowFs,
  { start, modifiedAtName }: FollowedFile,
  isOpen: (id: string) => boolean,
): Promise<Rotated[]> {
  return (await rotatedBeside(fs, start.names)).filter(
    ({ facts }) => !isOpen(facts.id) && !start.known.has(markOf(facts)) && !isOld(facts, modifiedAtName),
  );
}

/**
 * Whether a file was written before a time that the same file system has told: an archive that was unpacked, or copied
 * with its time. Where even its last change of all (when it was renamed, at the latest) was before that, the clock was
 * set back since, or the time was ahead of it: then times tell nothing, and a piece read twice is better than one lost.
 */
function isOld({ modified, changed }: FileFacts, time: bigint): boolean {
  return modified < time - timesKeptBy && changed >= time;
}

/** A backup that someone made holds nothing new: as far as both go, it ends like the log. */
async function isCopyOf(fs: FollowFs, path: string, log: number): Promise<boolean> {
  const isCopy = await whileOpen(fs, path, async (fd) => {
    const [{ size }, { size: own }] = [await fs.fstat(fd), await fs.fstat(log)];
    const common = Math.min(size, own);
    return common > 0 && (await isSameUpTo(fs, fd, await positionAt(fs, log, common)));
  });
  return isCopy ?? false;
}

async function whileOpen<Result>(
  fs: FollowFs,
  path: string,
  use: (fd: number) => Promise<Result>,
): Promise<Result | null> {
  try {
    const fd = await fs.open(path);
    try {
      return await use(fd);
    } finally {
      await fs.close(fd);
    }
  } catch {
    return null;
  }
}

/** By time; within one tick of the file system's clock by number, else by name. */
function byTime(a: Rotated, b: Rotated): number {
  if (a.facts.modified !== b.facts.modified) return a.facts.modified < b.facts.modified ? -1 : 1;
  return byNumber(a, b) || (a.path < b.path ? -1 : 1);
}

/** The highest number is the oldest; 0 where there are none. */
function byNumber(a: Rotated, b: Rotated): number {
  const [numberA, numberB] = [numberOf(a.path), numberOf(b.path)];
  return numberA === null || numberB === null ? 0 : numberB - numberA;
}

function numberOf(path: string): number | null {
  const number = /\.(\d{1,4})$/.exec(path)?.[1];
  return number === undefined ? null : Number(number);
}
