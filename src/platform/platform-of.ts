import type { Platform } from './platform.ts';
import { posix } from './posix.ts';
import type { UnblockedFd } from './unblocked-fd.ts';
import { windows } from './windows.ts';

/** @param name as `process.platform` gives it */
export function platformOf(name: NodeJS.Platform): Platform {
  return name === 'win32' ? windows : posix(name);
}

/**
 * Finds the way to write to a descriptor without waiting for who reads it.
 *
 * @param fd 1 or 2
 */
export function openUnblocked(fd: number, platform: NodeJS.Platform = process.platform): UnblockedFd {
  return platformOf(platform).openUnblocked(fd);
}
