import { CannotStart } from './cannot-start.ts';
import type { MinerCommand } from './command.ts';
import type { Pty, PtyOptions } from './pty-package.ts';
import type { WindowSize } from './running-miner.ts';

/** The terminal that a command is to have. */
export function ptyOptions(
  { directory, environment }: MinerCommand,
  { columns, rows }: WindowSize,
): PtyOptions {
  // The sizes of the window around us are not those of the miner's.
  const { COLUMNS: _columns, LINES: _lines, ...env } = environment;
  return { name: 'xterm-256color', cols: columns, rows, cwd: directory, env, encoding: null };
}

/** @throws CannotStart with the package's reason */
export function spawned(file: string, spawn: () => Pty): Pty {
  try {
    return spawn();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The words of the package on Windows.
    if (/file not found/i.test(reason))
      throw new CannotStart(`${file}: not found in PATH; give its path`, 127);
    throw new CannotStart(`${file} can't be started: ${reason}`, 126);
  }
}

/** What came from the terminal, as bytes. */
export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}

/** Gives the terminal another size, if there is still a terminal and that is one. */
export function resize(terminal: Pty, { columns, rows }: WindowSize): void {
  if (columns < 1 || rows < 1) return;
  try {
    terminal.resize(columns, rows);
  } catch {
    // The terminal has just been closed.
  }
}
