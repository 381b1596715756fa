import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { servePools } from '../../src/commands/serve-pools.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { collectPrinted } from './support/printed.ts';

let folder = '';
let printed: () => string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-pools-'));
  printed = collectPrinted();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** What comes of a file of pools, and of words behind it. */
async function served(text: string, ...args: readonly string[]): Promise<number> {
  const file = path.join(folder, 'pools.yaml');
  writeFileSync(file, text);
  const command = parseCommandLine(['pool', '--serve', '--config', file, ...args], false);
  if (command.command !== 'pool' || command.options.type !== 'serve') throw new Error(command.command);
  return servePools(command.options, () => {});
}

const pools = "pools:\n  - { url: 'https://a.example', address: '0x1' }\n";

test('a web configuration that is not there is told of with what names it', async () => {
  expect(await served(`web-config: web.yml\n${pools}`)).toBe(2);
  expect(printed()).toContain(`pools.yaml: web-config: ${path.join(folder, 'web.yml')}: no such file`);
  expect(await served(pools, '--web-config', path.join(folder, 'other.yml'))).toBe(2);
  expect(printed()).toContain(`fpga-tee: --web-config ${path.join(folder, 'other.yml')}: no such file`);
});

test('each mistake in the file is a line', async () => {
  expect(await served(`port: many\ninterval: 1\n${pools}`)).toBe(2);
  expect(printed()).toMatch(/pools\.yaml:1:7: port: .*\n.*pools\.yaml:2:1: interval: no such key.*\n/);
});
