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
    /** The same with the optional dependency, which starting miners takes. */
    installedWithPty: string;
    /** The same, but built from parts that can fail, and with a clock that can run faster: see test/support/test-build. */
    installedTestBuild: string;
  }
}

/**
 * Builds the program once for all system tests and installs it as npm would: without its sources, without
 * `node_modules`, and as a command. So the tests also show that the bundle needs nothing else, and another build in the
 * meantime does not disturb them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = path.resolve(import.meta.dirname, '../../..');
  await build(root);
  const installed = await install(root, ['package.json', 'dist']);
  const withPty = await install(root, ['package.json', 'dist', 'node_modules/@lydell']);
  const testBuild = await install(root, ['package.json', 'node_modules/@lydell'], testEntries);
  project.provide('installed', installed);
  project.provide('installedWithPty', withPty);
  project.provide('installedTestBuild', testBuild);
  return async () => {
    for (const directory of [installed, withPty, testBuild])
      await rm(directory, { recursive: true, force: true });
  };
}

/** Whose parts can be made to fail. */
const testEntries = {
  program: 'test/support/test-build/entry.ts',
  worker: 'test/support/test-build/web-worker.ts',
};

/** The packages, which may be made at the same time, and what a build has not finished. */
const notInstalled = /\/dist\/(?:packages|packaging|tested)$|\.tmp$/;

async function build(root: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', ...args], { cwd: root });
}

/** @param entries of a build of its own; without any `dist` is among the parts */
async function install(
  root: string,
  parts: readonly string[],
  entries?: { readonly program: string; readonly worker: string },
): Promise<string> {
  const installed = await mkdtemp(path.join(tmpdir(), 'fpga-tee-installed-'));
  if (entries !== undefined) await build(root, entries.program, path.join(installed, 'dist'), entries.worker);
  const filter = (source: string) => !notInstalled.test(source);
  for (const part of parts)
    await cp(path.join(root, part), path.join(installed, part), { recursive: true, filter });
  // Others may start it as well.
  await chmod(installed, 0o755);
  await mkdir(path.join(installed, 'bin'));
  await symlink('../dist/fpga-tee.js', path.join(installed, 'bin/fpga-tee'));
  return installed;
}
