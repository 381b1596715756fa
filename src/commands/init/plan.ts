import { parseRig } from '../../options/rig-file/read.ts';
import { UsageError } from '../../values/usage-error.ts';

/** The systems for which a rig can be started by itself. */
export type System = 'linux' | 'windows';

/** The command of a miner that is to be started. */
export interface MinerCommand {
  readonly type: 'miner';
  readonly command: readonly [string, ...string[]];
}

/** A miner as it is to stand in the rig file. */
export interface NewMiner {
  readonly name: string;
  readonly command: MinerCommand['command'];
}

/** What the tool is to do on a rig: start miners, or follow the logs of those that something else starts. */
export type Watched =
  | { readonly type: 'miners'; readonly miners: readonly NewMiner[] }
  | { readonly type: 'logs'; readonly logs: readonly string[] };

/** All that the files are made of. */
export interface NewRig {
  readonly system: System;
  /** Absolute. */
  readonly folder: string;
  /** Where the miners are started: where their commands were typed. Absolute; `null` for the rig file's folder. */
  readonly directory: string | null;
  readonly watched: Watched;
  readonly port: number;
  /** The words that start this program. */
  readonly program: readonly string[];
  readonly user: string;
  readonly machine: string;
  /** `PATH` as it is now: a service of the system has another. */
  readonly searchPath: string;
}

/** Miners with names of their own, made of their programs'. */
export function namedMiners(commands: readonly MinerCommand['command'][]): readonly NewMiner[] {
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

/** Why a service can't rely on the program where it is; `null` when it can. */
export function whyNotToStay(program: readonly string[]): string | null {
  const fleeting = program.find((word) => /[\\/]_npx[\\/]/.test(word));
  return fleeting === undefined
    ? null
    : `${fleeting}: is in npx's cache, which is emptied now and then; install fpga-tee before the rig starts by itself`;
}
