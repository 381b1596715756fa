import { execFileSync } from 'node:child_process';
import { allProcesses, hasEnded } from '../platform/proc.ts';

/**
 * Whether anything of a miner still runs: a process of its terminal's session, outside of the group of the shell that
 * leads it. What has ended and is not yet taken notice of by its parent, as in a container whose first process never
 * does, does not run any more.
 *
 * @param leader of the session
 */
export function sessionRuns(leader: number): boolean {
  const all = allProcesses();
  if (all.length === 0) return terminalIsUsed(leader);
  return all.some((process) => process.session === leader && process.group !== leader && !hasEnded(process));
}

/** The same without /proc, as long as the leader is there: who has its terminal is of its session. */
function terminalIsUsed(leader: number): boolean {
  try {
    const told = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,tty='], { timeout: 1000 }).toString();
    const rows = told.split('\n').map((row) => row.trim().split(/\s+/));
    const terminal = rows.find(([pid]) => Number(pid) === leader)?.[3] ?? '?';
    if (/^[?-]/.test(terminal)) return false;
    return rows.some(
      ([, group, state, tty]) => tty === terminal && Number(group) !== leader && !/^Z/.test(state ?? ''),
    );
  } catch {
    return false;
  }
}
