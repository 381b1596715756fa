import { constants, readFileSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorCode, errorWords } from '../error-words.ts';

/** A file's text, or why there is none; in each case what the file was like just before. */
export type FileText = { readonly state: string } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'unreadable'; readonly why: string }
);

/** What is expected of a file that is read whole, and the words for one that is not so. */
export interface ExpectedFile {
  /** Bytes. */
  readonly largest: number;
  /** What it should be, such as `a rig file`. */
  readonly what?: string;
  /** The way out when it isn't there, and when it may not be read. */
  readonly missing?: string;
  readonly forbidden?: string;
}

/** Reads a text file whole: a regular one of a sane size, as a pipe or a device might never end. Never rejects. */
export async function readText(file: string, expected: ExpectedFile): Promise<FileText> {
  // First, so that what is changed while it is read has another state than this afterwards.
  const state = await stateOf(file);
  try {
    const found = await readRegular(file, expected);
    if (typeof found === 'string') return { type: 'unreadable', why: found, state };
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(found), state };
  } catch (error) {
    return { type: 'unreadable', why: whyUnreadable(error, expected), state };
  }
}

/**
 * The same for a file that has to be read before anything else is done. Never throws.
 *
 * @returns the text, or why there is none; `null` where there is no such file, or none that could be seen
 */
export function readTextNow(
  file: string,
  expected: ExpectedFile,
): { readonly text: string } | { readonly why: string } | null {
  let found: Stats;
  try {
    found = statSync(file);
  } catch (error) {
    return /^(?:ENOENT|ENOTDIR|EACCES)$/.test(errorCode(error))
      ? null
      : { why: whyUnreadable(error, expected) };
  }
  const why =
    whyNotToRead(found, expected) ?? (found.size > expected.largest ? tooLarge(found.size, expected) : null);
  if (why !== null) return { why };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    return { why: whyUnreadable(error, expected) };
  }
}

/** Something that changes whenever one of the files does, or is put in another's place. Never rejects. */
export async function stateOfFiles(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map(stateOf))).join(' ');
}

/** Why a file could not be read, and the way out. */
export function whyUnreadable(error: unknown, expected: ExpectedFile): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return `no such file; ${expected.missing ?? 'give one that is there'}`;
    case 'EACCES':
      return expected.forbidden ?? 'who runs this program may not read it';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'not UTF-8; save it as UTF-8';
    default:
      return `it can't be read: ${errorWords(error)}`;
  }
}

/** @returns the bytes, or what is wrong with the file */
async function readRegular(file: string, expected: ExpectedFile): Promise<Buffer | string> {
  // Opening some devices does something; so this comes before it.
  const why = whyNotToRead(await stat(file), expected);
  if (why !== null) return why;
  // Whatever has taken its place meanwhile: opening a pipe does not wait for its writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await handle.stat();
    if (size > expected.largest) return tooLarge(size, expected);
    const bytes = await readAtMost(handle, expected.largest + 1);
    return bytes.length > expected.largest ? tooLarge(`more than ${expected.largest}`, expected) : bytes;
  } finally {
    await handle.close();
  }
}

function whyNotToRead(found: Stats, { what }: ExpectedFile): string | null {
  if (found.isDirectory()) return `a directory, not ${what ?? 'a file'}`;
  return found.isFile() ? null : `no regular file${what === undefined ? '' : `, so not ${what}`}`;
}

function tooLarge(bytes: number | string, { what }: ExpectedFile): string {
  return `${bytes} bytes are too many for ${what ?? 'it'}`;
}

/** What a file's size says is not always so: those of /proc have none, and others grow. */
async function readAtMost(handle: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await handle.read(buffer, length, most - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return errorCode(error) || 'unreadable';
  }
}
