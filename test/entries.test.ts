import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';

const folder = 'scripts/entries';
const names = readdirSync(folder).filter((name) => name.endsWith('.js'));

test.each(names)('%s can be read by a Node that is far too old', async (name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');
  await expect(transform(text, { target: 'node12.22', format: 'cjs' })).resolves.toBeDefined();
});

test.each(names)('%s says in one line which Node is needed', (name) => {
  const old = mkdtempSync(path.join(tmpdir(), 'fpga-tee-entries-'));
  try {
    for (const entry of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, entry), 'utf8');
      // To this program every Node is an old one.
      writeFileSync(path.join(old, entry), text.replace('major < 20', 'major < 999'));
    }
    const { status, stderr } = spawnSync(process.execPath, [path.join(old, name)], { encoding: 'utf8' });
    expect(stderr).toMatch(/^fpga-tee: needs Node 20 or newer, and this is v\S+: install .*\n$/);
    expect(status).toBe(2);
  } finally {
    rmSync(old, { recursive: true });
  }
});
