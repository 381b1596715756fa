import { openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** What Linux tells of a process in /proc/<pid>/stat, as far as it matters here (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly pid: number;
  /** One letter; T for stopped, Z and X for ended. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Device number of the controlling terminal, as stat's `rdev` has it; 0 without one. */
  readonly terminal: number;
  /** The group in the foreground of that terminal; -1 without one. */
  readonly foreground: number;
}

/** Reads a line of /proc/<pid>/stat; `null` when it is none. The name in it may contain anything, brackets too. */
export function parseStat(text: string): ProcessStat | null {
  const nameEnds = text.lastIndexOf(')');
  const [state, ...rest] = text.slice(nameEnds + 2).split(' ');
  const [parent, group, session, terminal, foreground] = rest.map(Number);
  const pid = Number.parseInt(text, 10);
  if (nameEnds === -1 || state === undefined || state === '' || Number.isNaN(pid)) return null;
  if (parent === undefined || group === undefined || session === undefined) return null;
  if (terminal === undefined || foreground === undefined) return null;
  return { pid, state, parent, group, session, terminal, foreground };
}

/** Process ids of all processes; none where there is no /proc. */
export function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid));
  } catch {
    return [];
  }
}

/** @returns `null` when it has ended, or there is no /proc */
export function statOf(pid: number | 'self'): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

/** Our own, as it is at each call: the file stays open, since reading is a tenth of opening it. */
export function createOwnStat(): () => ProcessStat | null {
  let file: number | null = null;
  const line = Buffer.alloc(1024);
  return () => {
    try {
      file ??= openSync('/proc/self/stat', 'r');
      return parseStat(line.toString('latin1', 0, readSync(file, line, 0, line.length, 0)));
    } catch {
      return null;
    }
  };
}

/** All processes that can be seen; none where there is no /proc. */
export function allProcesses(): readonly ProcessStat[] {
  return processIds().flatMap((pid) => statOf(pid) ?? []);
}

/** Whether a process has ended, and only its parent has not taken notice yet. */
export function hasEnded({ state }: ProcessStat): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}

/**
 * Whether the process is in the background of its terminal: there a write can stop it and the rest of its job, the
 * miner too (`stty tostop`).
 */
export function isBackground({ group, foreground }: ProcessStat): boolean {
  return foreground !== -1 && foreground !== group;
}
