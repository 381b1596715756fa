import type { MinerCommand } from './command.ts';
import { startInConsole } from './console-miner.ts';
import type { PtyModule } from './pty-package.ts';
import type { MinerListeners, RunningMiner, WindowSize } from './running-miner.ts';
import { type PtyWorld, SessionMiner, systemWorld } from './session-miner.ts';

/**
 * Starts a miner in a pseudo-terminal of its own, so that it flushes each line and takes keys.
 *
 * When this program ends first, in whatever way, a miner on Linux or macOS gets SIGINT at once (`watcher.ts`), and ramps
 * down with nobody listening. One that left the terminal's session (`setsid`, `screen`) gets nothing and goes on. On
 * Windows the console goes away with us, and the miner with it.
 *
 * @throws CannotStart when there is no such command, or it can't be executed
 */
export function startMiner(
  pty: PtyModule,
  command: MinerCommand,
  size: WindowSize,
  listeners: MinerListeners,
  world: PtyWorld = systemWorld,
): RunningMiner {
  return world.platform === 'win32'
    ? startInConsole(pty, command, size, listeners, world.isFile)
    : new SessionMiner(pty, command, size, listeners, world);
}
