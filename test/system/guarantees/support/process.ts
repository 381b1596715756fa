import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../../support/until.ts';

/** What a shell runs as one command, and writes its process id into a file first. */
export function withPid(command: readonly string[], file = 'pid'): string {
  return `sh -c 'echo $$ >${file}; exec ${command.join(' ')}'`;
}

/** The process id that {@link withPid} wrote. */
export function pidIn(directory: string, file = 'pid'): Promise<number> {
  return until(async () => Number(await readFile(path.join(directory, file), 'utf8')) || null);
}

/** Seconds of processor time that a process has used, its kernel's included. */
export function cpuTime(pid: number): number {
  // proc(5): fields 14 and 15, in hundredths of a second; the name before them may hold blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/**
 * Milliseconds in which the process's threads, all together, could have worked but others had the processors; 0 where the
 * kernel does not count that.
 */
export function keptWaiting(pid: number): number {
  try {
    let waited = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      // sched-stats: time on the processor, time of waiting for it, both in nanoseconds.
      const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ');
      waited += Number(nanoseconds) / 1e6;
    }
    return waited;
  } catch {
    return 0;
  }
}

/** The most memory that a process has had at once, in bytes. */
export function peakMemory(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kilobytes) * 1024;
}

/** Whether there is still such a process; one that has ended and that nobody has waited for is none. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
