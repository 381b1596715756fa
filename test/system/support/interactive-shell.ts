import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Terminal } from './terminal.ts';
import type { World } from './test.ts';
import { until } from './until.ts';

const prompt = 'what now? ';

/** A shell as people have it, which runs each command as a job; ready for the first one. */
export async function openShell(terminal: World['terminal']): Promise<Terminal> {
  const shell = terminal('exec bash --norc --noprofile --noediting -i', {
    env: { PS1: prompt, HISTFILE: '' },
  });
  await prompted(shell, 1);
  return shell;
}

/** Waits until the shell has asked so many times for a command. */
export async function prompted(shell: Terminal, times: number, deadline?: number): Promise<void> {
  await until(() => shell.wire.toString().split(prompt).length - 1 >= times, deadline);
}

/** A command whose process id can be read from a file of the directory. */
export const named = (file: string, command: string, before = ''): string =>
  `sh -c '${before} echo $$ >${file}; exec ${command}'`;

/** The letter for the state of a process, T when it is stopped, by the file with its process id. */
export async function stateOf(directory: string, file: string): Promise<string> {
  const pid = (await readFile(path.join(directory, file), 'utf8')).trim();
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const nameEnds = stat.lastIndexOf(')');
  return stat.slice(nameEnds + 2, nameEnds + 3);
}
