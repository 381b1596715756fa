import * as fs from 'node:fs';
import { isatty } from 'node:tty';
import type { Platform } from './platform.ts';
import { startOnWindows } from './shell.ts';
import type { UnblockedFd } from './unblocked-fd.ts';

const { O_APPEND, O_CREAT, O_WRONLY } = fs.constants;

/** What another program that has the file open makes of a rename: libuv's words for sharing violation and access denied. */
const fileInUse = new Set(['EBUSY', 'EPERM', 'EACCES']);

/** Windows: docs/windows.md says what is different there. */
export const windows: Platform = {
  signals: [
    ['SIGINT', 'interrupt'],
    // Ctrl-Break. Unlike Ctrl-C a batch file can't keep it from the miner.
    ['SIGBREAK', 'interrupt'],
    // The window was closed. Windows ends us some 5 s later; the miner may print until then, and what it prints is
    // written to the log as it comes.
    ['SIGHUP', 'ignore'],
  ],
  openUnblocked: openOnWindows,
  leaveTerminalsAlone() {},
  // There is no way to send it to others, and process.kill would end us at once.
  interruptGroup: () => process.emit('SIGINT', 'SIGINT'),
  ownsKeyboard: () => true,
  logFlags: O_APPEND | O_CREAT | O_WRONLY,
  mayRenameLater: (code) => fileInUse.has(code),
  startShell: startOnWindows,
};

/**
 * Nothing here can be opened anew without blocking, and Node's own streams wait for consoles and for pipes: libuv
 * calls WriteConsoleW in the thread of the caller, and Node sets pipes of descriptor 1 and 2 to blocking.
 */
function openOnWindows(fd: number): UnblockedFd {
  if (isatty(fd)) return { type: 'console', fd };
  try {
    if (fs.fstatSync(fd).isFile()) return { type: 'file', fd };
  } catch {
    // NUL, or nothing at all: writing to it shows which.
  }
  return { type: 'threaded', fd };
}
