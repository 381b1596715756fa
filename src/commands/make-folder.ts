import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../error-words.ts';

/**
 * Makes a folder and those around it that are not there yet. Not by `recursive`: where a file system takes none and says
 * that there is no such one, such as /proc, Node would try without end.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const around = path.dirname(folder);
  if (around !== folder) makeFolder(around);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else was quicker.
    if (errorCode(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch {
    return false;
  }
}
