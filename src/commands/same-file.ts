import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { LogOptions } from '../bytes/log/log-file.ts';
import { printable } from '../lines/printable.ts';

/** Seconds that a file system has to answer; one that does not is no reason to wait. */
const patience = 1;

/**
 * The first of the logs that is the same file as one before it, by way of a symbolic or a hard link: it would be read
 * twice. A log that is not there yet is no such.
 */
export async function fileGivenTwice(
  logs: readonly string[],
): Promise<{ readonly path: string; readonly other: string } | null> {
  const ids = await fileIdsOf(logs);
  for (const [index, path] of logs.entries()) {
    const id = ids[index] ?? null;
    const other = id === null ? undefined : logs[ids.indexOf(id)];
    if (other !== undefined && other !== path) return { path, other };
  }
  return null;
}

/**
 * The first of the logs that is also where the tool itself writes, by whichever names: stdout or stderr sent into a
 * file, or its own log.
 *
 * @param ownLog `null` for none
 */
export async function ownOutputAmong(logs: readonly string[], ownLog: string | null): Promise<string | null> {
  const own = [1, 2].map(idOfDescriptor);
  if (ownLog !== null) own.push(...(await fileIdsOf([ownLog])));
  const ids = await fileIdsOf(logs);
  return logs.find((_, index) => ids[index] != null && own.includes(ids[index])) ?? null;
}

/** A file that the tool reads, and what it is to it. */
export interface OwnInput {
  /** Its path; 0 for stdin. */
  readonly file: string | 0;
  /** Such as `the rig file`. */
  readonly what: string;
}

/**
 * Why logs can't be written where they are to be: one is a file that the tool reads, by whichever name, or another log; or
 * what it puts away would take such a file's place.
 *
 * @returns one line; `null` when all is well
 */
export async function whyNotToLog(
  logs: readonly LogOptions[],
  inputs: readonly OwnInput[],
): Promise<string | null> {
  const others = logs.map(({ path }): OwnInput => ({ file: path, what: `the log ${path}` }));
  const files = [...inputs, ...others];
  const [ids, names, targets] = await Promise.all([
    fileIdsOf(files.map(({ file }) => file)),
    answered(files.map(({ file }) => (file === 0 ? null : realName(file)))),
    answered(logs.map(({ path }) => fs.promises.realpath(path).catch(() => realName(path)))),
  ]);
  for (const [index, log] of logs.entries()) {
    const own = inputs.length + index;
    const id = ids[own] ?? null;
    const words = `log ${printable(log.path)}:`;
    const same = files.find((_, at) => at !== own && id !== null && ids[at] === id);
    if (same !== undefined) return `${words} this file is ${printable(same.what)}; give the log another name`;
    const replaced = files.find((_, at) => at !== own && isPutAwayAs(log, targets[index], names[at]));
    if (replaced !== undefined)
      return `${words} its old logs would take the place of ${printable(`${replaced.file}, which is ${replaced.what}`)}; give the log another name`;
  }
  return null;
}

/** Whether a log takes this name when it is put away: `<log>.1` to `<log>.<n>` beside the file that it leads to. */
function isPutAwayAs(
  { rotation }: LogOptions,
  target: string | undefined,
  name: string | null | undefined,
): boolean {
  if (rotation === null || target === undefined || name?.startsWith(`${target}.`) !== true) return false;
  const number = name.slice(target.length + 1);
  return /^[1-9]\d{0,3}$/.test(number) && Number(number) <= rotation.keep;
}

/** The name itself in the folder that its path leads to. */
async function realName(file: string): Promise<string> {
  const folder = await fs.promises.realpath(path.dirname(file)).catch(() => path.resolve(path.dirname(file)));
  return path.join(folder, path.basename(file));
}

/** Of each file what no other file has; `null` where there is none; nothing at all when the file system does not answer. */
async function fileIdsOf(files: readonly (string | 0)[]): Promise<readonly (string | null)[]> {
  const asked = files.map((file) =>
    file === 0 ? idOfDescriptor(0) : fs.promises.stat(file, { bigint: true }).then(idOf, () => null),
  );
  return answered(asked);
}

/** What was asked of file systems; nothing at all when one does not answer. */
function answered<Value>(asked: readonly (Value | Promise<Value>)[]): Promise<readonly Value[]> {
  return Promise.race([Promise.all(asked), setTimeout(patience * 1000, [], { ref: false })]);
}

function idOfDescriptor(fd: number): string | null {
  try {
    return idOf(fs.fstatSync(fd, { bigint: true }));
  } catch {
    return null;
  }
}

/** `null` for what does not hold what is written to it until it is read. */
function idOf(stats: fs.BigIntStats): string | null {
  return stats.isFile() || stats.isFIFO() ? `${stats.dev}:${stats.ino}` : null;
}
