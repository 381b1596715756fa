import { open } from 'node:fs/promises';
import path from 'node:path';
import { createAnyReader } from '../bitstreams/any-reader.ts';
import { readFormat } from '../bitstreams/format-file.ts';
import { knownBitstreams } from '../bitstreams/index.ts';
import { errorCode, errorWords } from '../error-words.ts';
import { learnFrom } from '../learn/learn.ts';
import { yamlOf } from '../learn/yaml.ts';
import { LineCutter } from '../lines/cut.ts';
import { printable } from '../lines/printable.ts';
import { plainText } from '../lines/safe-text.ts';
import type { LearnOptions } from '../options/parse.ts';
import { timeless } from '../time.ts';
import { UsageError } from '../values/usage-error.ts';
import { version } from '../version.ts';
import { complain, print } from './print.ts';

/** More than enough to learn from: the rest of a large log says the same. */
const mostBytes = 16 * 1024 * 1024;

/** `fpga-tee learn <log>`: a format for a log that none reads. */
export async function learn(options: LearnOptions): Promise<number> {
  const { lines, all } = await linesOf(options.log);
  const lesson = learnFrom(lines);
  const shown = printable(options.log);
  const nothing = lesson.learned.length === 0 && lesson.tables.length === 0;
  if (nothing && lesson.unread.length === 0 && lesson.unsaid.length === 0)
    throw new UsageError(
      `${shown}: nothing to learn: ${lines.length === 0 ? 'it is empty' : 'no line of it has words and numbers'}`,
    );
  if (!all) complain(`${shown}: read the first ${mostBytes / 1024 / 1024} MiB only, which is enough`);
  tellOfKnown(shown, lines);
  const name = options.name ?? nameOf(options.log);
  const yaml = yamlOf(lesson, { name, title: options.title ?? name, source: path.basename(options.log) });
  if (nothing) {
    const found =
      lesson.unsaid.length > 0 ? 'what was found in it fits no pattern' : 'found nothing by units and words';
    complain(
      `${shown}: ${found}; this is a start: give the values in its patterns names (docs/bitstreams.md)`,
    );
    return (await print(yaml)) || 1;
  }
  const read = readFormat(yaml, new Map());
  if (read.type !== 'value') {
    const [problem] = read.problems;
    complain(`line ${problem?.line} of it has to be changed by hand: ${printable(problem?.message ?? '')}`);
  }
  return print(yaml);
}

/** Whoever learns what is known already should know. */
function tellOfKnown(log: string, lines: readonly string[]): void {
  const reader = createAnyReader(knownBitstreams(), timeless);
  for (const line of lines.slice(0, 1000)) {
    const plain = plainText(line);
    reader.readLast?.(plain, reader.read(plain.trim()));
  }
  if (reader.bitstream !== null)
    complain(`${log}: the format ${reader.bitstream.name} that comes with fpga-tee ${version} reads it, too`);
}

function nameOf(log: string): string {
  const name = path
    .parse(log)
    .name.toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40);
  return name === '' || name === 'auto' ? 'my-miner' : name;
}

/** The lines as a terminal shows them, without colours; `all`: whether that is the whole log. */
async function linesOf(log: string): Promise<{ lines: readonly string[]; all: boolean }> {
  const cutter = new LineCutter();
  const lines: string[] = [];
  const take = (given: ReturnType<LineCutter['end']>['lines']) => {
    for (const { text, state } of given) if (state === 'whole') lines.push(plainText(text).trimEnd());
  };
  let bytes = 0;
  try {
    for await (const chunk of await chunksOf(log)) {
      bytes += chunk.length;
      take(cutter.push(chunk).lines);
      if (bytes >= mostBytes) break;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = { ENOENT: 'there is no such file', EACCES: 'no permission to read it' }[errorCode(error)];
    throw new UsageError(`${printable(log)}: can't be read: ${why ?? errorWords(error)}`);
  }
  take(cutter.end().lines);
  return { lines, all: bytes < mostBytes };
}

async function chunksOf(log: string): Promise<AsyncIterable<Uint8Array>> {
  if (log === '-') {
    if (process.stdin.isTTY) throw new UsageError('learn -: nothing comes on stdin; pipe a log into it');
    return process.stdin;
  }
  const handle = await open(log, 'r');
  const found = await handle.stat();
  if (found.isDirectory() || found.isCharacterDevice() || found.isBlockDevice()) {
    await handle.close();
    throw new UsageError(`${printable(log)}: neither a file nor a pipe; give the log of a miner`);
  }
  return handle.createReadStream();
}
