import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../error-words.ts';
import { whyUnreadable } from '../values/file-text.ts';
import type { Bitstream } from './bitstream.ts';
import { builtIn } from './built-in-files.ts';
import { readFormat } from './format-file.ts';

/** A user's format, or why its file is none: one line that names file, line and column. */
export type OwnFormat = { readonly file: string } & (
  | { readonly type: 'format'; readonly bitstream: Bitstream; readonly text: string }
  | { readonly type: 'problem'; readonly words: string }
);

const bases = new Map(builtIn.bases);
const expected = { largest: 1024 * 1024, what: 'a format' };

/** Reads a file of a format, and proves it by its samples. Never throws. */
export function readOwnFormat(file: string): OwnFormat {
  const text = textOf(file);
  if (text.type === 'problem') return { type: 'problem', file, words: `${file}: ${text.why}` };
  const read = readFormat(text.text, bases);
  if (read.type === 'value')
    return { type: 'format', file, bitstream: read.value.bitstream, text: text.text };
  const [first, ...others] = read.problems;
  const place = first === undefined || first.line === null ? '' : `:${first.line}:${first.column}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return { type: 'problem', file, words: `${file}${place}: ${first?.message}${more}` };
}

/** The formats in a user's folder, in the order of their files' names; none where there is no such folder. */
export function readOwnFormats(folder: string): readonly OwnFormat[] {
  return namesIn(folder).map((name) => readOwnFormat(path.join(folder, name)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[^.].*\.ya?ml$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

type Text =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'problem'; readonly why: string };

function textOf(file: string): Text {
  try {
    const found = statSync(file);
    if (!found.isFile())
      return {
        type: 'problem',
        why: `${found.isDirectory() ? 'a directory' : 'no regular file'}, not a format`,
      };
    if (found.size > expected.largest)
      return { type: 'problem', why: `${found.size} bytes are too many for a format` };
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    const why =
      errorCode(error) === 'ENOENT'
        ? 'no such file; fpga-tee formats lists those that there are'
        : whyUnreadable(error, expected);
    return { type: 'problem', why };
  }
}
