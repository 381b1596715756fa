import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../src/platform/make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('makes a folder and those around it, and tells the first that it made', async () => {
  mkdirSync(path.join(folder, 'there'));
  const wanted = path.join(folder, 'there', 'a', 'b');
  expect(await makeFolder(wanted)).toBe(path.join(folder, 'there', 'a'));
  expect(statSync(wanted).isDirectory()).toBe(true);
  expect(await makeFolder(wanted)).toBeUndefined();
});

test('two that want the same folder both have it', async () => {
  const wanted = path.join(folder, 'a', 'b');
  await Promise.all([makeFolder(wanted), makeFolder(wanted)]);
  expect(statSync(wanted).isDirectory()).toBe(true);
});

test('fails where a file is in the way', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  await expect(makeFolder(path.join(folder, 'file'))).rejects.toThrow(/EEXIST/);
  await expect(makeFolder(path.join(folder, 'file', 'a'))).rejects.toThrow(/ENOTDIR|EEXIST/);
});

test.runIf(process.platform === 'linux')('fails where the file system takes none, and ends', async () => {
  await expect(makeFolder('/proc/no-such-folder/a')).rejects.toThrow(/ENOENT|EACCES/);
});
