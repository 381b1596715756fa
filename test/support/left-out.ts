import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** A test can't run here, for what its message says: it is left out, and told of at the end. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut';
}

/**
 * Leaves out the test that runs, for what is missing here. In CI nothing is left out: there it fails.
 *
 * @param why such as `root, to mount disks`
 */
export function leaveOut(why: string): never {
  if (process.env['CI']) throw new Error(`CI leaves no test out, and this one needs ${why}`);
  throw new LeftOut(why);
}

/** Leaves out the test that runs unless the program is there. */
export function needsProgram(program: string, from = program): void {
  if (!hasProgram(program)) leaveOut(`${program} (Debian's package ${from})`);
}

/** Leaves out the test that runs unless it may do what only root may. */
export function needsRoot(why: string, may = process.getuid?.() === 0): void {
  if (!may) leaveOut(`root, ${why}`);
}

/** Whether the program is in PATH. */
export function hasProgram(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
