import { parseRig } from '../../options/rig-file/read.ts';
import { wordsOf } from '../../options/rig-file/words.ts';
import { UsageError } from '../../values/usage-error.ts';

/** The systems for which a rig can be started by itself. */
export type System = 'linux' | 'windows';

/** A miner as it is to stand in the rig file. */
export interface NewMiner {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** All that the files are made of. */
export interface NewRig {
  readonly system: System;
  /** Absolute. */
  readonly folder: string;
  /** Where the miners are started: where their commands were typed. Absolute. */
  readonly directory: string;
  readonly miners: readonly NewMiner[];
  readonly port: number;
  /** The words that start this program. */
  readonly program: readonly string[];
  readonly user: string;
  readonly machine: string;
  /** `PATH` as it is now: a service of the system has another. */
  readonly searchPath: string;
}

/**
 * The words of a miner's command, as its shell would cut them.
 *
 * @throws UsageError for what only a shell can do
 */
export function commandOf(line: string, system: System): readonly [string, ...string[]] {
  const read = system === 'windows' ? windowsWords(line) : wordsOf(line);
  if (read.type === 'problem')
    throw new UsageError(`${line}: ${read.message}; give the miner's command alone, without 2>&1 and |`);
  const [program, ...args] = read.words;
  if (program === undefined || program === '')
    throw new UsageError("no command; give the miner's, such as fx-tokenminer -t 730 -C -P");
  return [program, ...args];
}

/** Backslashes stand in paths there. */
function windowsWords(line: string): ReturnType<typeof wordsOf> {
  const bare = line.replaceAll(/"[^"]*"/g, '');
  if (bare.includes('"')) return { type: 'problem', message: 'a quote " that is not closed' };
  const operator = /[|&<>]/.exec(bare)?.[0];
  if (operator !== undefined) return { type: 'problem', message: `'${operator}' needs a shell` };
  const words = line.match(/(?:"[^"]*"|[^\s"]+)+/g) ?? [];
  return { type: 'words', words: words.map((word) => word.replaceAll('"', '')) };
}

/** Miners with names of their own, made of their programs'. */
export function namedMiners(commands: readonly NewMiner['command'][]): readonly NewMiner[] {
  const taken = new Set<string>();
  return commands.map((command) => {
    const base = nameOf(command[0]);
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
    taken.add(name);
    return { name, command };
  });
}

function nameOf(program: string): string {
  const file = program.split(/[\\/]/).at(-1) ?? '';
  const name = file.replace(/\.(?:exe|bat|cmd|sh)$/i, '').replace(/[^A-Za-z0-9_.-]/g, '-');
  return name.replace(/^[.-]+/, '').slice(0, 40) || 'miner';
}

/** @throws UsageError when the rig file would be none */
export function checkRigText(text: string, file: string): void {
  const read = parseRig(text, file);
  const [problem] = read.type === 'problems' ? read.problems : [];
  if (problem !== undefined) throw new UsageError(`no rig file can be made of that: ${problem.message}`);
}
