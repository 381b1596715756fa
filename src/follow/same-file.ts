import * as fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Seconds that a file system has to answer; one that does not is no reason to wait. */
const patience = 1;

/**
 * The first of the logs that is the same file as one before it, by way of a symbolic or a hard link: it would be read
 * twice. A log that is not there yet is no such.
 */
export async function fileGivenTwice(
  logs: readonly string[],
): Promise<{ readonly path: string; readonly other: string } | null> {
  const ids = await fileIdsOf(logs);
  for (const [index, path] of logs.entries()) {
    const id = ids[index] ?? null;
    const other = id === null ? undefined : logs[ids.indexOf(id)];
    if (other !== undefined && other !== path) return { path, other };
  }
  return null;
}

/**
 * The first of the logs that is also where the tool itself writes, by whichever names: stdout or stderr sent into a
 * file, or its own log.
 *
 * @param ownLog `null` for none
 */
export async function ownOutputAmong(logs: readonly string[], ownLog: string | null): Promise<string | null> {
  const own = [1, 2].map(idOfDescriptor);
  if (ownLog !== null) own.push(...(await fileIdsOf([ownLog])));
  const ids = await fileIdsOf(logs);
  return logs.find((_, index) => ids[index] != null && own.includes(ids[index])) ?? null;
}

/** Of each path what no other file has; `null` where there is none; nothing at all when the file system does not answer. */
async function fileIdsOf(paths: readonly string[]): Promise<readonly (string | null)[]> {
  const asked = paths.map((path) => fs.promises.stat(path, { bigint: true }).then(idOf, () => null));
  return Promise.race([Promise.all(asked), setTimeout(patience * 1000, [], { ref: false })]);
}

function idOfDescriptor(fd: number): string | null {
  try {
    return idOf(fs.fstatSync(fd, { bigint: true }));
  } catch {
    return null;
  }
}

/** `null` for what does not grow by being written. */
function idOf(stats: fs.BigIntStats): string | null {
  return stats.isFile() ? `${stats.dev}:${stats.ino}` : null;
}
