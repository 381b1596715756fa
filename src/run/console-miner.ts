import type { MinerCommand } from './command.ts';
import { exitOf } from './exit.ts';
import type { PtyModule } from './pty-package.ts';
import { bytesOf, ptyOptions, resize, spawned } from './pty-terminal.ts';
import type { MinerListeners, RunningMiner, WindowSize } from './running-miner.ts';
import { findWindowsProgram } from './windows-program.ts';

/** Windows: nothing is around the miner. It has no signals: Ctrl-C is a key there, and the others end a program. */
export function startInConsole(
  pty: PtyModule,
  command: MinerCommand,
  size: WindowSize,
  { onBytes, onExit }: MinerListeners,
  isFile: (file: string) => boolean,
): RunningMiner {
  const program = findWindowsProgram(command, isFile);
  const terminal = spawned(command.file, () =>
    pty.spawn(program, [...command.args], ptyOptions(command, size)),
  );
  let over = false;
  terminal.onData((data) => onBytes(bytesOf(data)));
  terminal.onExit(({ exitCode, signal }) => {
    over = true;
    onExit(exitOf(signal ? 128 + signal : exitCode));
  });
  return {
    pid: terminal.pid,
    type(keys) {
      if (!over) terminal.write(keys);
      return true;
    },
    signal(name) {
      if (over) return;
      if (name === 'SIGINT') terminal.write('\x03');
      else terminal.kill();
    },
    resize: (newSize) => {
      if (!over) resize(terminal, newSize);
    },
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
  };
}
