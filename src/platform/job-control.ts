import * as fs from 'node:fs';
import type { Timers } from '../time.ts';
import { allProcesses, hasEnded, type ProcessStat, processIds } from './proc.ts';

/*
 * Ctrl-Z stops the miner, but a shell has its prompt back only when every process of the job is stopped: ours too. It
 * may be, as long as nobody is there to print: a miner that goes on (because it does not care for Ctrl-Z, or runs in a
 * job of its own) must find us reading.
 */

/** The processes of the system, as far as they can be seen. */
export interface Processes {
  readonly self: number;
  /** All that can be seen; none where that can't be known. */
  list(): readonly ProcessStat[];
  /** Process ids of those that hold our standard input, ours included; `null` unless it is a pipe. */
  holdersOfInput(): readonly number[] | null;
}

/** Seconds between two looks at the others, and how many looks there are. */
const lookEvery = 0.1;
const looks = 12;

/**
 * Whether everybody who could print to us is stopped: all others of our process group, whatever they have started, and
 * whoever holds the other end of our standard input. False when there is nobody, or when it can't be known.
 */
export function othersAreStopped(processes: Processes): boolean {
  const all = processes.list();
  const self = all.find(({ pid }) => pid === processes.self);
  if (self === undefined) return false;
  const others = new Set(
    all.filter(({ group, pid }) => group === self.group && pid !== self.pid).map(({ pid }) => pid),
  );
  // Children may be listed before their parents (process ids start again from below).
  for (let before = -1; before !== others.size; ) {
    before = others.size;
    for (const { pid, parent } of all) if (pid !== self.pid && others.has(parent)) others.add(pid);
  }
  const areStopped = (): boolean => {
    const alive = all.filter((other) => others.has(other.pid) && !hasEnded(other));
    return alive.length > 0 && alive.every(({ state }) => state === 'T');
  };
  if (!areStopped()) return false;
  const holders = processes.holdersOfInput();
  if (holders === null) return false;
  for (const pid of holders) if (pid !== self.pid) others.add(pid);
  return areStopped();
}

/**
 * What to do at Ctrl-Z: looks for about a second whether the others stop, and then stops us as well. Two looks in a row
 * must say so, so that what they had printed is read and logged by then.
 *
 * @param stop runs right after the second look; returns when we go on
 */
export function createPause(processes: Processes, timers: Timers, stop: () => void): () => void {
  let left = 0;
  let cancel: (() => void) | null = null;
  let stoppedBefore = false;
  const look = (): void => {
    cancel = null;
    const stopped = othersAreStopped(processes);
    if (stopped && stoppedBefore) {
      stop();
      return;
    }
    stoppedBefore = stopped;
    left -= 1;
    if (left > 0) cancel = timers.after(lookEvery, look);
  };
  return () => {
    cancel?.();
    left = looks;
    stoppedBefore = false;
    cancel = timers.after(lookEvery, look);
  };
}

/** The processes as Linux shows them in /proc; elsewhere there is none, and nothing is known. */
export const systemProcesses: Processes = {
  self: process.pid,
  list: allProcesses,
  holdersOfInput() {
    try {
      const input = fs.readlinkSync('/proc/self/fd/0');
      if (!input.startsWith('pipe:')) return null;
      return processIds().filter((pid) => holds(pid, input));
    } catch {
      return null;
    }
  },
};

function holds(pid: number, file: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return fs.readdirSync(folder).some((fd) => {
      try {
        return fs.readlinkSync(`${folder}/${fd}`) === file;
      } catch {
        return false;
      }
    });
  } catch {
    // Another user's, or ended.
    return false;
  }
}
