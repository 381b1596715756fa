import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { needsRoot } from '../../../support/left-out.ts';

/**
 * Mounts a file system of its own in memory for as long as the work takes.
 *
 * @param options of mount(8), such as `size=1m`
 * Without the rights to mount one the test is left out.
 */
export async function withDisk(directory: string, options: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(directory, { recursive: true });
  mount('-t', 'tmpfs', '-o', options, 'tmpfs', directory);
  try {
    await work();
  } finally {
    // Programs may still have files open there.
    execFileSync('umount', ['-l', directory]);
  }
}

/** Changes the options of one that is mounted. */
export function remountDisk(directory: string, options: string): void {
  mount('-o', `remount,${options}`, directory);
}

function mount(...args: readonly string[]): void {
  needsRoot('to mount disks');
  execFileSync('mount', args, { stdio: 'pipe' });
}
