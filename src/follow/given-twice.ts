import { fileIdsOf } from './file-ids.ts';

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
