import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from './cannot-start.ts';

/** What to start, and where. */
export interface MinerCommand {
  /** A program's path, or its name in `PATH`. */
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly directory: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Look = 'program' | 'missing' | 'directory' | 'not-executable';

/**
 * The program's absolute path, as a shell would find it: a name with a slash is a path from the directory, any other
 * is looked for in `PATH`. An absolute path can't be taken for a word of the shell that starts it, such as `exit`.
 *
 * @throws CannotStart when there is no such program, it may not be executed, or the directory isn't there
 */
export function findProgram({ file, directory, environment }: MinerCommand): string {
  if (lookAt(directory) !== 'directory')
    throw new CannotStart(`${directory}: no such directory to start ${file} in`, 126);
  if (file === '') throw new CannotStart('the command is empty; give the miner to start', 127);
  const places = file.includes('/') ? [''] : (environment['PATH'] ?? '/usr/bin:/bin').split(':');
  const candidates = places.map((place) => path.resolve(directory, place, file));
  const looks = candidates.map((candidate) => ({ candidate, look: lookAt(candidate) }));
  const program = looks.find(({ look }) => look === 'program');
  if (program !== undefined) return program.candidate;
  const other = looks.find(({ look }) => look === 'not-executable');
  if (other !== undefined)
    throw new CannotStart(
      `${other.candidate} may not be executed; allow it: chmod +x ${other.candidate}`,
      126,
    );
  if (file.includes('/')) {
    throw looks.some(({ look }) => look === 'directory')
      ? new CannotStart(`${file} is a directory, not a program`, 126)
      : new CannotStart(`${file}: there is no such file in ${directory}`, 127);
  }
  const here =
    lookAt(path.resolve(directory, file)) === 'missing' ? `give its path, such as ./${file}` : null;
  throw new CannotStart(`${file}: not found in PATH; ${here ?? `did you mean ./${file}?`}`, 127);
}

function lookAt(name: string): Look {
  try {
    const stats = statSync(name);
    if (stats.isDirectory()) return 'directory';
    if (!stats.isFile()) return 'missing';
  } catch {
    return 'missing';
  }
  try {
    accessSync(name, constants.X_OK);
    return 'program';
  } catch {
    return 'not-executable';
  }
}
