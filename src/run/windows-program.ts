import { win32 } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import type { MinerCommand } from './command.ts';

/** The extensions of programs where `PATHEXT` is not set. */
const usualExtensions = '.COM;.EXE;.BAT;.CMD';

/**
 * The program's absolute path, as `cmd.exe` would find it: in the directory, then in `PATH`, with the extensions of `PATHEXT`
 * where it has none. Windows itself looks nothing up for a program that is started in a terminal.
 *
 * @param isFile whether there is such a file
 * @throws CannotStart when there is no such program
 */
export function findWindowsProgram(
  { file, directory, environment }: MinerCommand,
  isFile: (file: string) => boolean,
): string {
  if (file === '') throw new CannotStart('the command is empty; give the miner to start', 127);
  const isPath = /[\\/]|^[A-Za-z]:/.test(file);
  const places = isPath ? [''] : ['', ...variable(environment, 'PATH').split(';')];
  const extensions = (variable(environment, 'PATHEXT') || usualExtensions)
    .split(';')
    .filter((one) => one !== '');
  const has = extensions.some((extension) => file.toLowerCase().endsWith(extension.toLowerCase()));
  for (const place of places) {
    // An entry of PATH may stand in quotes.
    const whole = win32.resolve(directory, place.replaceAll('"', ''), file);
    const tries = has ? [whole] : [...extensions.map((extension) => whole + extension.toLowerCase()), whole];
    const found = tries.find(isFile);
    if (found !== undefined) return found;
  }
  throw new CannotStart(
    isPath ? `${file}: there is no such file in ${directory}` : `${file}: not found in PATH; give its path`,
    127,
  );
}

/** Names of variables are the same in any case there. */
function variable(environment: MinerCommand['environment'], name: string): string {
  const key = Object.keys(environment).find((one) => one.toUpperCase() === name);
  return (key === undefined ? undefined : environment[key]) ?? '';
}
