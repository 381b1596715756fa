import * as fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Seconds that a file system has to answer; one that does not is no reason to wait. */
const patience = 1;

/** Of each path, as {@link fileIdOf}; `null` for what is not there, nothing at all when the file system does not answer. */
export async function fileIdsOf(paths: readonly string[]): Promise<readonly (string | null)[]> {
  const asked = paths.map((path) =>
    fs.promises.stat(path, { bigint: true }).then(
      (stats) => fileIdOf(() => stats),
      () => null,
    ),
  );
  return Promise.race([Promise.all(asked), setTimeout(patience * 1000, [], { ref: false })]);
}

/** What no other file has at the same time; `null` for what does not grow by being written. */
export function fileIdOf(stat: () => fs.BigIntStats): string | null {
  try {
    const stats = stat();
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : null;
  } catch {
    return null;
  }
}
