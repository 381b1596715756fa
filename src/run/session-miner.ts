import { randomBytes } from 'node:crypto';
import { statSync, writeSync } from 'node:fs';
import { systemTimers, type Timers } from '../time.ts';
import { findProgram, type MinerCommand } from './command.ts';
import { createEndMarkReader, type EndMarkReader } from './end-mark.ts';
import { exitOf } from './exit.ts';
import type { Pty, PtyModule } from './pty-package.ts';
import { bytesOf, ptyOptions, resize, spawned } from './pty-terminal.ts';
import type { MinerListeners, RunningMiner, StopSignal, WindowSize } from './running-miner.ts';
import { sessionRuns } from './session.ts';
import { startWatcher, type Watcher } from './watcher.ts';
import { wrapped } from './wrapper.ts';

/** What starting needs of the world. */
export interface PtyWorld {
  readonly platform: NodeJS.Platform;
  /** Signals a process; throws when there is none. */
  kill(pid: number, signal: 'SIGCONT'): void;
  /** Writes without ever waiting; throws EAGAIN when nothing fits. */
  write(fd: number, text: string): number;
  /** See {@link sessionRuns}. */
  runs(leader: number): boolean;
  /** See {@link startWatcher}. */
  watch(title: string, leader: number, terminal: number): Watcher;
  /** Whether there is such a file. */
  isFile(file: string): boolean;
  readonly timers: Timers;
}

/** The computer itself. */
export const systemWorld: PtyWorld = {
  platform: process.platform,
  kill: (pid, signal) => {
    process.kill(pid, signal);
  },
  write: (fd, text) => writeSync(fd, text),
  runs: sessionRuns,
  watch: startWatcher,
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
  timers: systemTimers,
};

/** Seconds between the looks at whether a miner whose command has ended is gone. */
const lookEvery = 0.5;

const signalWords = { SIGINT: 'INT', SIGTERM: 'TERM', SIGKILL: 'KILL' } as const;

/** Linux, macOS: a shell leads the miner's session (`wrapper.ts`), and another one watches it (`watcher.ts`). */
export class SessionMiner implements RunningMiner {
  readonly #listeners: MinerListeners;
  readonly #world: PtyWorld;
  readonly #terminal: Pty;
  readonly #mark: EndMarkReader;
  readonly #watcher: Watcher | null;
  readonly #keyboard: ((keys: string) => boolean) | null;
  #stopLooking = (): void => {};
  /**
   * - `left-running`: the command has ended, what it started has not.
   * - `last-mark`: nothing runs any more; with the next mark all is read.
   * - `lost`: the terminal is gone.
   */
  #phase: 'running' | 'left-running' | 'last-mark' | 'lost' | 'over' = 'running';

  constructor(
    pty: PtyModule,
    command: MinerCommand,
    size: WindowSize,
    listeners: MinerListeners,
    world: PtyWorld,
  ) {
    this.#listeners = listeners;
    this.#world = world;
    const word = randomBytes(16).toString('hex').toUpperCase();
    this.#mark = createEndMarkReader(word);
    const program = findProgram(command);
    this.#terminal = spawned(command.file, () => {
      const wrapper = wrapped(`starts ${program}`, word, [program, ...command.args]);
      const options = ptyOptions(command, size);
      const env = { ...options.env, ...wrapper.environment };
      return pty.spawn(wrapper.shell, [...wrapper.args], { ...options, env });
    });
    const fd = descriptorOf(this.#terminal);
    this.#watcher = fd === null ? null : world.watch(`watches ${program}`, this.pid, fd);
    this.#keyboard = keyboardOf(this.#terminal, fd, world);
    this.#terminal.onData((data) => this.#printed(bytesOf(data)));
    this.#terminal.onExit(({ exitCode, signal }) => this.#wrapperEnded(signal ? 128 + signal : exitCode));
  }

  get pid(): number {
    return this.#terminal.pid;
  }

  type(keys: string): boolean {
    switch (this.#phase) {
      case 'over':
        return true;
      case 'running':
        if (keys.includes('\x03')) this.#watcher?.signal('INT', 'background');
        if (this.#keyboard !== null) return this.#keyboard(keys);
        this.#terminal.write(keys);
        return true;
      default:
        // What is left running is in the background, and gets no keys.
        if (keys.includes('\x03')) this.#watcher?.signal('INT', 'all');
        return false;
    }
  }

  signal(name: StopSignal): void {
    if (this.#phase !== 'over') this.#watcher?.signal(signalWords[name], 'all');
  }

  resize(size: WindowSize): void {
    if (this.#phase !== 'over') resize(this.#terminal, size);
  }

  pause(): void {
    this.#terminal.pause();
  }

  resume(): void {
    this.#terminal.resume();
  }

  #printed(bytes: Uint8Array): void {
    const before = this.#mark.marks;
    const printed = this.#mark.take(bytes);
    if (printed.length > 0) this.#listeners.onBytes(printed);
    if (this.#mark.marks === before || this.#phase === 'over') return;
    if (this.#phase === 'last-mark') {
      this.#phase = 'over';
      // Everything is read: the wrapper has nothing more to do.
      this.#terminal.kill('SIGKILL');
    } else this.#look();
  }

  /** The command has ended: is that the end of the miner? */
  #look(): void {
    if (this.#phase === 'over' || this.#phase === 'lost') return;
    if (this.#world.runs(this.pid)) {
      const isNew = this.#phase === 'running';
      this.#phase = 'left-running';
      if (isNew) this.#listeners.onLeftRunning?.();
    } else {
      this.#phase = 'last-mark';
      // It has stopped itself and gives a mark when it is continued. It may not have come to that yet: hence again below.
      this.#continueWrapper();
    }
    this.#stopLooking();
    this.#stopLooking = this.#world.timers.after(lookEvery, () => this.#look());
  }

  #continueWrapper(): void {
    try {
      this.#world.kill(this.pid, 'SIGCONT');
    } catch {
      // It has been ended.
    }
  }

  #wrapperEnded(status: number): void {
    const rest = this.#mark.rest();
    if (rest.length > 0) this.#listeners.onBytes(rest);
    const exit = exitOf(this.#mark.status ?? status);
    const end = (): void => {
      this.#phase = 'over';
      this.#watcher?.end();
      this.#listeners.onExit(exit);
    };
    if (this.#phase === 'over' || !this.#world.runs(this.pid)) {
      end();
      return;
    }
    this.#phase = 'lost';
    this.#watcher?.drain();
    const look = (): void => {
      if (this.#world.runs(this.pid)) this.#world.timers.after(lookEvery, look);
      else end();
    };
    this.#world.timers.after(lookEvery, look);
    this.#listeners.onLost?.();
  }
}

/** Our end of the terminal; `null` when the package does not show it. */
function descriptorOf(terminal: Pty): number | null {
  return 'fd' in terminal && typeof terminal.fd === 'number' ? terminal.fd : null;
}

/**
 * Keys are written here and not by the package: its stream waits, and all of the program with it, until a miner that
 * reads no keys takes some (a few KiB are held for it). Once the terminal is closed nothing is written: another file may
 * have its number then. `null` when the package shows neither its descriptor nor its end.
 */
function keyboardOf(terminal: Pty, fd: number | null, world: PtyWorld): RunningMiner['type'] | null {
  if (fd === null || !('on' in terminal) || typeof terminal.on !== 'function') return null;
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
