import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built program is installed: a directory with `package.json`, `dist` and `bin/fpga-tee`. */
    installed: string;
  }
}

/**
 * Builds the program once for all system tests and installs it as npm would: without its sources, without
 * `node_modules`, and as a command. So the tests also show that the bundle needs nothing else, and another build in the
 * meantime does not disturb them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = path.resolve(import.meta.dirname, '../../..');
  await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: root });
  const installed = await mkdtemp(path.join(tmpdir(), 'fpga-tee-installed-'));
  for (const part of ['package.json', 'dist'])
    await cp(path.join(root, part), path.join(installed, part), { recursive: true });
  // Others may start it as well.
  await chmod(installed, 0o755);
  await mkdir(path.join(installed, 'bin'));
  await symlink('../dist/fpga-tee.js', path.join(installed, 'bin/fpga-tee'));
  project.provide('installed', installed);
  return () => rm(installed, { recursive: true, force: true });
}
