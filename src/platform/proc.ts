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

/**
 * Whether the process is in the background of its terminal: there a write can stop it and the rest of its job, the
 * miner too (`stty tostop`).
 */
export function isBackground({ group, foreground }: ProcessStat): boolean {
  return foreground !== -1 && foreground !== group;
}
