import type { MinerExit } from './exit.ts';

/** The signals that a miner is ever sent. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** The size of the miner's window, in characters. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/** Told of a running miner. */
export interface MinerListeners {
  /** What it printed, byte for byte; valid during the call only. */
  readonly onBytes: (chunk: Uint8Array) => void;
  /** The command has ended, and something that it started runs on. `onExit` follows when that has ended as well. */
  readonly onLeftRunning?: () => void;
  /** Its terminal is gone, and it still runs: nothing it prints comes any more, nor do keys reach it. `onExit` follows. */
  readonly onLost?: () => void;
  /** Once, after its last byte, and not before all of it is gone. Tells how the command itself ended. */
  readonly onExit: (exit: MinerExit) => void;
}

/** A miner at work. */
export interface RunningMiner {
  /** Of the shell that leads its session; on Windows of the miner. */
  readonly pid: number;
  /**
   * Types keys, in its terminal. Ctrl-C asks what is in the background there as well.
   *
   * @returns false when the miner does not take its keys and no more fit: these are lost, nothing waits for it
   */
  type(keys: string): boolean;
  /** To every process of its session, which are continued where they were stopped. Nothing happens when it has ended. */
  signal(name: StopSignal): void;
  resize(size: WindowSize): void;
  /** Its output is not read, for a flood only: a miner that can't print stands still. */
  pause(): void;
  resume(): void;
}
