import * as fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Seconds that a file system has to answer; one that does not is no reason to wait. */
const patience = 1;

/**
 * The first of the logs that is also where the tool itself writes, by whichever names: stdout or stderr sent into a
 * file, or its own log.
 *
 * @param ownLog `null` for none
 */
export async function ownOutputAmong(logs: readonly string[], ownLog: string | null): Promise<string | null> {
  const own = [1, 2].flatMap((fd) => {
    const id = idOf(() => fs.fstatSync(fd, { bigint: true }));
    return id === null ? [] : [id];
  });
  if (ownLog !== null) own.push(...(await idsOf([ownLog])).filter((id) => id !== null));
  if (own.length === 0) return null;
  const ids = await idsOf(logs);
  return logs.find((_, index) => own.includes(ids[index] ?? '')) ?? null;
}

async function idsOf(paths: readonly string[]): Promise<readonly (string | null)[]> {
  const asked = paths.map((path) =>
    fs.promises.stat(path, { bigint: true }).then(
      (stats) => idOf(() => stats),
      () => null,
    ),
  );
  return Promise.race([Promise.all(asked), setTimeout(patience * 1000, [], { ref: false })]);
}

/** What no other file has at the same time; `null` for what does not grow by being written. */
function idOf(stat: () => fs.BigIntStats): string | null {
  try {
    const stats = stat();
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : null;
  } catch {
    return null;
  }
}
