import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CannotStart } from '../../src/run/cannot-start.ts';
import { findProgram } from '../../src/run/command.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-command-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
mkdirSync(path.join(directory, 'bin'));
for (const name of ['miner', 'bin/other']) {
  writeFileSync(path.join(directory, name), '#!/bin/sh\n');
  chmodSync(path.join(directory, name), 0o755);
}
writeFileSync(path.join(directory, 'plain'), '', { mode: 0o644 });

const find = (file: string, where = directory) =>
  findProgram({ file, args: [], directory: where, environment: { PATH: `/nowhere:${directory}/bin` } });
function failure(file: string, where?: string): [string, number] {
  try {
    find(file, where);
  } catch (error) {
    if (error instanceof CannotStart) return [error.message, error.exitCode];
  }
  throw new Error('it was found');
}

test('a name is looked for in PATH, a path from the directory', () => {
  expect(find('other')).toBe(`${directory}/bin/other`);
  expect(find('./miner')).toBe(`${directory}/miner`);
  expect(find('bin/other')).toBe(`${directory}/bin/other`);
  expect(find(`${directory}/miner`, '/')).toBe(`${directory}/miner`);
});

test('a program that is not there: 127, and the way out', () => {
  expect(failure('fx-tokenminer')).toEqual([
    'fx-tokenminer: not found in PATH; give its path, such as ./fx-tokenminer',
    127,
  ]);
  expect(failure('miner')).toEqual(['miner: not found in PATH; did you mean ./miner?', 127]);
  expect(failure('./gone')).toEqual([`./gone: there is no such file in ${directory}`, 127]);
  expect(failure('')).toEqual(['the command is empty; give the miner to start', 127]);
});

test('one that is there and can’t be executed: 126', () => {
  expect(failure('./plain')).toEqual([
    `${directory}/plain may not be executed; allow it: chmod +x ${directory}/plain`,
    126,
  ]);
  expect(failure('./bin')).toEqual(['./bin is a directory, not a program', 126]);
});

test('a directory that is not there is told as such', () => {
  expect(failure('./miner', '/no/such')).toEqual(['/no/such: no such directory to start ./miner in', 126]);
});

test('a name that would tear the line is shown without what tears it', () => {
  expect(failure('a\nb')[0]).not.toContain('\n');
});

test('words of a shell are no programs', () => {
  expect(failure('exit')[1]).toBe(127);
});
