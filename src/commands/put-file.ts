import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-words.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { UsageError } from '../values/usage-error.ts';
import { whyNotWritten } from './why-not-written.ts';

/** What became of a file: one that was there with another text is kept, or written anew where that is wanted. */
export type Put = 'written' | 'the same already' | 'kept: it differs' | 'written anew';

/**
 * Puts a text there in one step, so that nobody ever reads half of it.
 *
 * @throws UsageError where no file can stand
 */
export async function putFile(file: string, text: string, overwrite: boolean): Promise<Put> {
  try {
    await makeFolder(path.dirname(path.resolve(file)));
    const before = await textOf(file);
    if (before === text) return 'the same already';
    if (before !== null && !overwrite) return 'kept: it differs';
    await write(file, text);
    return before === null ? 'written' : 'written anew';
  } catch (error) {
    throw new UsageError(`${file}: can't be written: ${whyNotWritten(error)}; give a folder of your own`);
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function write(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}`;
  try {
    await writeFile(next, text, { flag: 'wx' });
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
