import * as fs from 'node:fs';
import { fileIdOf, fileIdsOf } from './file-ids.ts';

/**
 * The first of the logs that is also where the tool itself writes, by whichever names: stdout or stderr sent into a
 * file, or its own log.
 *
 * @param ownLog `null` for none
 */
export async function ownOutputAmong(logs: readonly string[], ownLog: string | null): Promise<string | null> {
  const own = [1, 2].flatMap((fd) => {
    const id = fileIdOf(() => fs.fstatSync(fd, { bigint: true }));
    return id === null ? [] : [id];
  });
  if (ownLog !== null) own.push(...(await fileIdsOf([ownLog])).filter((id) => id !== null));
  if (own.length === 0) return null;
  const ids = await fileIdsOf(logs);
  return logs.find((_, index) => own.includes(ids[index] ?? '')) ?? null;
}
