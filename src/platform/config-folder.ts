import { posix, win32 } from 'node:path';

/** Where a user keeps what is their own for this program; `null` where they have no home. */
export function configFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  if (platform === 'win32') {
    const folder = environment['APPDATA'];
    return folder ? win32.join(folder, 'fpga-tee') : null;
  }
  const { XDG_CONFIG_HOME: folder, HOME: home } = environment;
  // What is relative is to be taken for not given.
  if (folder && posix.isAbsolute(folder)) return posix.join(folder, 'fpga-tee');
  return home ? posix.join(home, '.config', 'fpga-tee') : null;
}
