import type { ShellRun, Variables } from './shell.ts';
import type { SignalMeaning } from './signals.ts';
import type { UnblockedFd } from './unblocked-fd.ts';

/** What differs between the systems that the tool runs on. Everything else is the same on all of them. */
export interface Platform {
  /** Signals that are listened to, each with what it means here; the system does as it likes with all others. */
  readonly signals: readonly (readonly [NodeJS.Signals, SignalMeaning])[];
  /** The way to write to an inherited descriptor (1 or 2) without ever waiting for who reads it. */
  openUnblocked(fd: number): UnblockedFd;
  /** Keeps Node from changing the terminal when the process ends. */
  leaveTerminalsAlone(): void;
  /** Ctrl-C, typed into a terminal that hands it over as a byte: for everybody who would have got it otherwise. */
  interruptGroup(): void;
  /**
   * Whether the keyboard of our terminal is ours. In the background it is the shell's: there reading stops who reads,
   * and setting the terminal's modes may never return.
   */
  ownsKeyboard(): boolean;
  /** Flags for `fs.open` of a log: appended to, made where it is missing, and never waited for. */
  readonly logFlags: number;
  /**
   * Whether a rename that failed with this code may succeed a little later: because another program has the file open.
   *
   * @param code of the system's error, `EBUSY` for example
   */
  mayRenameLater(code: string): boolean;
  /**
   * Has a shell run a command line: apart from our terminal, unheard, and longer than us where it takes longer.
   *
   * @param variables for it, beside our own environment
   */
  startShell(command: string, variables: Variables): ShellRun;
}
