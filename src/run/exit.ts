import { constants } from 'node:os';

/** How a miner ended. */
export interface MinerExit {
  /** As a shell shows it: what the miner gave, or 128 and the number of the signal that ended it. */
  readonly code: number;
  /** The signal's name; `null` when the miner ended by itself. */
  readonly signal: string | null;
}

const signalNames = new Map<number, string>(
  // Where two names share a number, the first in the list is the usual one.
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
);

/**
 * Reads an exit status as a shell gives it (POSIX, "Exit Status for Commands"). A program that gives 128 and a signal's
 * number by itself says the same as one that was ended by that signal.
 */
export function exitOf(status: number): MinerExit {
  return { code: status, signal: status > 128 ? (signalNames.get(status - 128) ?? null) : null };
}

/** `exit 1`, `signal SIGSEGV`: for the log, the panel and the reason of a restart. */
export function describeExit({ code, signal }: MinerExit): string {
  return signal === null ? `exit ${code}` : `signal ${signal}`;
}
