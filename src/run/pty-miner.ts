import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemTimers, type Timers } from '../time.ts';
import { CannotStart } from './cannot-start.ts';
import { findProgram, type MinerCommand } from './command.ts';
import { createEndMarkReader } from './end-mark.ts';
import { exitOf, type MinerExit } from './exit.ts';
import { groupHas, groupRuns } from './process-group.ts';
import type { Pty, PtyModule } from './pty-package.ts';
import { wrapped } from './wrapper.ts';

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
  /** Its terminal is gone, and it still runs: nothing it prints comes any more, nor do keys reach it. `onExit` follows. */
  readonly onLost?: () => void;
  /** Once, after its last byte, and not before it is gone. */
  readonly onExit: (exit: MinerExit) => void;
}

/** A miner at work. */
export interface RunningMiner {
  /** Of the process group; on Windows of the miner. */
  readonly pid: number;
  /**
   * Types keys, in its terminal.
   *
   * @returns false when the miner does not take its keys and no more fit: these are lost, nothing waits for it
   */
  type(keys: string): boolean;
  /** To all of its process group, as the terminal does for Ctrl-C. Nothing happens when it has ended. */
  signal(name: StopSignal): void;
  resize(size: WindowSize): void;
  /** Its output is not read, for a flood only: a miner that can't print stands still. */
  pause(): void;
  resume(): void;
}

/** What starting needs of the world. */
export interface PtyWorld {
  readonly platform: NodeJS.Platform;
  /** Signals a process, or with a negative number a process group; throws when there is none. */
  kill(pid: number, signal: StopSignal): void;
  /** Writes without ever waiting; throws EAGAIN when nothing fits. */
  write(fd: number, text: string): number;
  /** See {@link groupRuns}. */
  runs(group: number): boolean;
  /** See {@link groupHas}. */
  has(group: number, word: string): boolean;
  readonly timers: Timers;
}

/** The computer itself. */
export const systemWorld: PtyWorld = {
  platform: process.platform,
  kill: (pid, signal) => {
    process.kill(pid, signal);
  },
  write: (fd, text) => writeSync(fd, text),
  runs: groupRuns,
  has: groupHas,
  timers: systemTimers,
};

/** Seconds between the looks at whether a miner that has lost its terminal is gone. */
const lookEvery = 0.5;

/**
 * Starts a miner in a pseudo-terminal of its own, so that it flushes each line and takes keys.
 *
 * When this program ends first, in whatever way, a miner on Linux or macOS gets SIGINT within two
 * seconds (`wrapper.ts`), and ramps down with nobody listening. One that left the terminal's session (`setsid`, `screen`) gets nothing
 * and goes on. On Windows the console goes away with us, and the miner with it.
 *
 * @throws CannotStart when there is no such command, or it can't be executed
 */
export function startMiner(
  pty: PtyModule,
  command: MinerCommand,
  { columns, rows }: WindowSize,
  { onBytes, onLost, onExit }: MinerListeners,
  world: PtyWorld = systemWorld,
): RunningMiner {
  // The sizes of the window around us are not those of the miner's.
  const { COLUMNS: _columns, LINES: _lines, ...env } = command.environment;
  const options = {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: command.directory,
    env,
    encoding: null,
  } as const;
  const windows = world.platform === 'win32';
  const word = randomBytes(16).toString('hex').toUpperCase();
  const mark = windows ? null : createEndMarkReader(word);
  const terminal =
    mark === null
      ? spawned(command.file, () => pty.spawn(command.file, [...command.args], options))
      : spawned(command.file, () => {
          const { shell, args } = wrapped(word, findProgram(command), command.args);
          return pty.spawn(shell, args, options);
        });
  let over = false;
  let lost = false;
  const keyboard = windows ? null : keyboardOf(terminal, world);

  terminal.onData((data) => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const printed = mark?.take(bytes) ?? bytes;
    if (printed.length > 0) onBytes(printed);
    if (!over && mark !== null && mark.status !== null) {
      over = true;
      // Everything is read: the shell has nothing more to do.
      terminal.kill('SIGKILL');
    }
  });
  terminal.onExit(({ exitCode, signal }) => {
    const rest = mark?.rest();
    if (rest !== undefined && rest.length > 0) onBytes(rest);
    const exit = exitOf(mark?.status ?? (signal ? 128 + signal : exitCode));
    const end = (): void => {
      over = true;
      onExit(exit);
    };
    // Without the mark only the shell around the miner has ended for certain.
    if (mark === null || mark.status !== null || !world.runs(terminal.pid)) {
      end();
      return;
    }
    lost = true;
    const look = (): void => {
      if (world.runs(terminal.pid)) world.timers.after(lookEvery, look);
      else end();
    };
    world.timers.after(lookEvery, look);
    onLost?.();
  });

  return {
    pid: terminal.pid,
    type(keys) {
      if (over) return true;
      if (lost) return false;
      if (keyboard !== null) return keyboard(keys);
      terminal.write(keys);
      return true;
    },
    signal(name) {
      if (over) return;
      if (windows) stopOnWindows(terminal, name);
      // The watcher in its terminal sends this one, and a second one could cut the ramp-down off.
      else if (lost && name === 'SIGINT' && world.has(terminal.pid, word)) return;
      else signalGroup(terminal.pid, name, world);
    },
    resize(size) {
      if (over || size.columns < 1 || size.rows < 1) return;
      try {
        terminal.resize(size.columns, size.rows);
      } catch {
        // The terminal has just been closed.
      }
    },
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
  };
}

function spawned(file: string, spawn: () => Pty): Pty {
  try {
    return spawn();
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    // The words of the package on Windows.
    if (/file not found/i.test(reason))
      throw new CannotStart(`${file}: not found in PATH; give its path`, 127);
    throw new CannotStart(`${file} can't be started: ${reason}`, 126);
  }
}

/**
 * Keys are written here and not by the package: its stream waits, and all of the program with it, until a miner that
 * reads no keys takes some (a few KiB are held for it). Once the terminal is closed nothing is written: another file may
 * have its number then. `null` when the package shows neither its descriptor nor its end.
 */
function keyboardOf(terminal: Pty, world: PtyWorld): RunningMiner['type'] | null {
  if (!('fd' in terminal) || typeof terminal.fd !== 'number') return null;
  if (!('on' in terminal) || typeof terminal.on !== 'function') return null;
  const { fd } = terminal;
  let open = true;
  terminal.on('close', () => {
    open = false;
  });
  return (keys) => {
    if (!open) return false;
    try {
      return world.write(fd, keys) === Buffer.byteLength(keys);
    } catch {
      return false;
    }
  };
}

function signalGroup(pid: number, name: StopSignal, world: PtyWorld): void {
  try {
    world.kill(-pid, name);
  } catch {
    // It has just ended.
  }
}

/** Windows has no signals: Ctrl-C is a key there, and the others end a program. */
function stopOnWindows(terminal: Pty, name: StopSignal): void {
  if (name === 'SIGINT') terminal.write('\x03');
  else terminal.kill();
}
