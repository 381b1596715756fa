import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../error-words.ts';
import { configFolder } from '../platform/config-folder.ts';
import { whyUnreadable } from '../values/file-text.ts';
import type { FileProblem } from '../values/node-reader.ts';
import type { Bitstream } from './bitstream.ts';
import { builtInSources } from './built-in-files.ts';
import { readFormat } from './format-file.ts';

/** A user's format, or why its file is none: one line that names file, line and column. */
export type OwnFormat = { readonly file: string } & (
  | {
      readonly type: 'format';
      readonly bitstream: Bitstream;
      readonly text: string;
      /** A line for each sample that gives something else. */
      readonly failures: readonly string[];
    }
  /** With the file itself, or with a line in it. */
  | { readonly type: 'problem'; readonly place: 'file' | 'line'; readonly words: string }
);

const expected = { largest: 1024 * 1024, what: 'a format' };

/**
 * Reads a file of a format, and proves it by its samples. Never throws.
 *
 * @param failing whether a sample that fails makes it none, or is only told
 */
export function readOwnFormat(file: string, failing: 'refused' | 'told' = 'refused'): OwnFormat {
  const text = textOf(file);
  if (text.type === 'problem') return { type: 'problem', place: 'file', file, words: `${file}: ${text.why}` };
  const read = readFormat(text.text, new Map(builtInSources().bases), failing);
  if (read.type === 'value') {
    const { bitstream, failures } = read.value;
    const words = failures.map((failure) => wordsOf(file, failure));
    return { type: 'format', file, bitstream, text: text.text, failures: words };
  }
  const [first, ...others] = read.problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const words = `${first === undefined ? file : wordsOf(file, first)}${more}`;
  return { type: 'problem', place: 'line', file, words };
}

function wordsOf(file: string, { line, column, message }: FileProblem): string {
  return `${file}${line === null ? '' : `:${line}:${column}`}: ${message}`;
}

/** The formats in a user's folder, in the order of their files' names; none where there is no such folder. */
export function readOwnFormats(folder: string): readonly OwnFormat[] {
  return namesIn(folder).map((name) => readOwnFormat(path.join(folder, name)));
}

/** What is in the user's folder of formats, whole or broken. */
export function formatsOfUser(): readonly OwnFormat[] {
  const folder = configFolder(process.env, process.platform);
  return folder === null ? [] : readOwnFormats(path.join(folder, 'formats'));
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
