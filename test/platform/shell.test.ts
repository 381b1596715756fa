import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { platformOf } from '../../src/platform/platform-of.ts';

const { startShell } = platformOf(process.platform);
const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-shell-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('gives the exit code', async () => {
  expect(await startShell('exit 7', {}).ended).toBe(7);
});

test('hands over the variables beside the environment', async () => {
  const file = path.join(directory, 'variables');
  expect(
    await startShell('test -n "$PATH" && printf %s "$FPGA_TEE_X" >"$FILE"', {
      FPGA_TEE_X: "a 'b",
      FILE: file,
    }).ended,
  ).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe("a 'b");
});

test('says which program is missing by its exit code', async () => {
  expect(await startShell('/nowhere/to/be/found', {}).ended).toBe(127);
});

test('its input is empty', async () => {
  expect(await startShell('cat', {}).ended).toBe(0);
});

test('ends all that it has started', async () => {
  const run = startShell('sleep 600; sleep 600', {});
  run.end();
  expect(await run.ended).toBe('SIGKILL');
  // Once more, and nobody else is hit.
  run.end();
});
