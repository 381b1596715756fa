import { readdirSync, readFileSync } from 'node:fs';

/** A process that has not ended. */
interface Member {
  /** Its arguments, each with a NUL behind it; empty where they can't be read. */
  readonly commandLine: string;
}

/**
 * Whether anything of a process group still runs. What has ended and is not yet taken notice of by its parent, as in a
 * container whose first process never does, does not run any more.
 */
export function groupRuns(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    // EPERM: it is there, as another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const { running, ended } = membersOf(group);
  // None at all are seen: no /proc here, or one that hides them.
  return running.length > 0 || ended === 0;
}

/** Whether a process of the group that still runs has the word among its arguments; false without /proc. */
export function groupHas(group: number, word: string): boolean {
  return membersOf(group).running.some(({ commandLine }) => commandLine.includes(`\0${word}\0`));
}

/** As proc_pid_stat(5) has it: `pid (name) state ppid pgrp …`, in which the name may be anything. */
function membersOf(group: number): { readonly running: readonly Member[]; readonly ended: number } {
  const running: Member[] = [];
  let ended = 0;
  for (const pid of processes()) {
    const stat = contents(`/proc/${pid}/stat`);
    const [state = '', , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(pgrp) !== group) continue;
    if ('ZXx'.includes(state)) ended += 1;
    else running.push({ commandLine: contents(`/proc/${pid}/cmdline`) });
  }
  return { running, ended };
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
