import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { leaveOut } from '../../../support/left-out.ts';

/** A program's wall clock, set by a test while it runs; the clock that only goes forward stays the computer's own. */
export interface FakeWallClock {
  /** What the program must find in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock so many seconds off the right time. */
  set(offset: number): Promise<void>;
  /** Removes what the library leaves behind of a program. */
  tidy(pid: number): Promise<void>;
}

/** A right clock at first, by libfaketime (Debian's package `faketime`). */
export async function fakeWallClock(directory: string): Promise<FakeWallClock> {
  const file = path.join(directory, 'clock');
  const set = (offset: number): Promise<void> => writeFile(file, `${offset < 0 ? '' : '+'}${offset}s\n`);
  await set(0);
  return {
    env: {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
    async tidy(pid) {
      for (const name of ['faketime_shm', 'sem.faketime_sem'])
        await rm(`/dev/shm/${name}_${pid}`, { force: true });
    },
  };
}

function library(): string {
  const folders = readdirSync('/usr/lib').map((name) => path.join('/usr/lib', name, 'faketime'));
  const found = [...folders, '/usr/lib/faketime', '/usr/local/lib/faketime']
    .map((folder) => path.join(folder, 'libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
  if (found === undefined) leaveOut("libfaketimeMT.so.1 (Debian's package faketime)");
  return found;
}
