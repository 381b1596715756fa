import * as fs from 'node:fs';
import { constants } from 'node:fs';

/**
 * How a file descriptor can be written without ever waiting for who reads it.
 *
 * - `unblocked`: opened anew without blocking; the one that was inherited, and shares its flags with the miner and the
 *   shell, is left as it is.
 * - `file`: writing waits for a disk at the most.
 * - `stream`: opening it anew is not possible here; only a stream of Node's own writes it without waiting.
 */
export type UnblockedFd =
  | { readonly type: 'unblocked'; readonly fd: number }
  | { readonly type: 'file'; readonly fd: number }
  | { readonly type: 'stream'; readonly fd: number };

/**
 * Opens what stands behind a descriptor once more with O_NONBLOCK. Node writes terminals and pipes of its standard
 * streams so that it waits: after Ctrl-S, or with a dead ssh connection, it would stop taking input and with it stop
 * the miner.
 *
 * @param fd 1 or 2
 */
export function openUnblocked(fd: number, platform: NodeJS.Platform = process.platform): UnblockedFd {
  if (platform === 'win32') return { type: 'stream', fd };
  const stats = fs.fstatSync(fd);
  if (stats.isFile()) return { type: 'file', fd };
  const paths = platform === 'linux' ? [`/proc/self/fd/${fd}`] : [];
  // A terminal of another user (after su, say) can't be opened by its own name, but always as the one in control.
  if (isControllingTerminal(stats, platform)) paths.push('/dev/tty');
  for (const path of paths) {
    try {
      const opened = fs.openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      if (path === '/dev/tty' || isSame(fs.fstatSync(opened), stats))
        return { type: 'unblocked', fd: opened };
      fs.closeSync(opened);
    } catch {
      // A socket can't be opened by name, a pipe without a reader neither: the next way, or the stream.
    }
  }
  return { type: 'stream', fd };
}

/** Field 7 of /proc/self/stat is the controlling terminal's device number, as stat's rdev has it (proc(5)). */
function isControllingTerminal(stats: fs.Stats, platform: NodeJS.Platform): boolean {
  if (!stats.isCharacterDevice()) return false;
  if (platform !== 'linux') return true;
  try {
    const afterName = fs.readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1) ?? '';
    return Number(afterName.split(' ')[4]) === stats.rdev;
  } catch {
    return false;
  }
}

function isSame(a: fs.Stats, b: fs.Stats): boolean {
  return a.rdev === b.rdev && a.ino === b.ino;
}
