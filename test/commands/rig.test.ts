import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkRigFile } from '../../src/commands/rig.ts';
import { collectPrinted } from './support/printed.ts';

let directory = '';
let printed: () => string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-rig-'));
  printed = collectPrinted();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

/** The exit code. */
function checked(text: string): Promise<number> {
  const file = path.join(directory, 'rig.yaml');
  writeFileSync(file, text);
  return checkRigFile({ file });
}

describe('fpga-tee rig --check', () => {
  test('names the miners of a file that is right, without their arguments', async () => {
    const program = JSON.stringify(process.execPath);
    expect(await checked(`miners:\n  - name: left\n    command: [${program}, --wallet, secret]\n`)).toBe(0);
    expect(printed()).toContain('rig.yaml is right: 1 miner\n  left: ');
    expect(printed()).not.toContain('secret');
  });

  test.skipIf(process.platform === 'win32')('ends with 1 for a program that is not there', async () => {
    expect(await checked('miners:\n  - name: left\n    command: no-such-miner\n')).toBe(1);
    expect(printed()).toContain('rig.yaml: miner left: no-such-miner: not found in PATH');
  });

  test('ends with 2 for a file that is wrong, and tells line and column', async () => {
    expect(await checked('miners:\n  - name: left\n    command: x\n    restart: alway\n')).toBe(2);
    expect(printed()).toContain('rig.yaml:4:14: miners[0].restart: ');
  });
});
