import { readFile, stat } from 'node:fs/promises';

/** A file's text, or why there is none; in each case what the file was like just before. */
export type FileText = { readonly state: string } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'unreadable'; readonly why: string }
);

/** The largest file that is read, in bytes: a chain of certificates has some thousands. */
const largest = 1024 * 1024;

/** Reads a text file. Never rejects. */
export async function readText(file: string): Promise<FileText> {
  // First, so that what is changed while it is read has another state than this afterwards.
  const state = await stateOf(file);
  const unreadable = (why: string): FileText => ({ type: 'unreadable', why, state });
  try {
    const found = await stat(file);
    if (found.isDirectory()) return unreadable('a directory, not a file');
    // A pipe or a device might never end.
    if (!found.isFile()) return unreadable('no regular file');
    if (found.size > largest) return unreadable(`${found.size} bytes are too many for it`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return { type: 'text', text, state };
  } catch (error) {
    return unreadable(whyNot(error));
  }
}

/** Something that changes whenever one of the files does, or is put in another's place. Never rejects. */
export async function stateOfFiles(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map(stateOf))).join(' ');
}

async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return codeOf(error) ?? 'unreadable';
  }
}

function whyNot(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file; give one that is there';
    case 'EACCES':
      return 'who runs this program may not read it';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'not UTF-8; save it as UTF-8';
    default:
      return `it can't be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
