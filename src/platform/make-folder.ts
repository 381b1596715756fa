import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-words.ts';

/**
 * Makes a folder and those around it that are not there yet. Not by `recursive`: where a file system takes none and says
 * that there is no such one, such as /proc, Node tries without end and keeps a processor busy.
 *
 * @returns the first that was made; `undefined` when all were there
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  if (await isFolder(folder)) return undefined;
  const around = path.dirname(folder);
  const made = around === folder ? undefined : await makeFolder(around);
  try {
    await mkdir(folder);
  } catch (error) {
    // Somebody else was quicker.
    if (errorCode(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
    return made;
  }
  return made ?? folder;
}

function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
