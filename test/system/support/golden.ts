import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';

/**
 * Compares a text with the one that was looked at and committed. `UPDATE_GOLDEN=1` writes it anew; one that is missing
 * is written as well, but not in CI: there it is a failure.
 *
 * @param file its path below test/fixtures
 */
export async function expectGolden(text: string, file: string): Promise<void> {
  const golden = path.resolve(import.meta.dirname, '../../fixtures', file);
  const missing = !existsSync(golden);
  if (process.env['UPDATE_GOLDEN'] === '1' || (missing && !process.env['CI'])) {
    await mkdir(path.dirname(golden), { recursive: true });
    await writeFile(golden, text);
    return;
  }
  expect(missing, `${golden} is missing; write it with UPDATE_GOLDEN=1, look at it and commit it`).toBe(
    false,
  );
  expect(text).toBe(await readFile(golden, 'utf8'));
}
