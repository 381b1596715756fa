import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readText } from '../../src/values/file-text.ts';

const posixOnly = process.platform !== 'win32';
let directory = '';
const at = (name: string) => path.join(directory, name);
const read = async (file: string) => {
  const found = await readText(file, { largest: 100, what: 'a list' });
  return found.type === 'text' ? found.text : `! ${found.why}`;
};

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-text-'));
  writeFileSync(at('text'), 'naïve 温\n');
  writeFileSync(at('full'), '#'.repeat(100));
  writeFileSync(at('large'), '#'.repeat(101));
  writeFileSync(at('latin1'), Buffer.from('na\xefve', 'latin1'));
  mkdirSync(at('folder'));
  symlinkSync(at('text'), at('link'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('a file that is read whole', () => {
  test('is text, whatever it is called', async () => {
    expect(await read(at('text'))).toBe('naïve 温\n');
    expect(await read(at('link'))).toBe('naïve 温\n');
  });

  test('may be as large as is sane, and no larger', async () => {
    expect(await read(at('full'))).toHaveLength(100);
    expect(await read(at('large'))).toBe('! 101 bytes are too many for a list');
  });

  test('is neither missing, nor a folder, nor in another encoding', async () => {
    expect(await read(at('gone'))).toBe('! no such file; give one that is there');
    expect(await read(at('folder'))).toBe('! a directory, not a list');
    expect(await read(at('latin1'))).toBe('! not UTF-8; save it as UTF-8');
  });

  test.runIf(posixOnly)('is no device, and no pipe that may never have a writer', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    for (const file of ['/dev/zero', '/dev/null', at('pipe')])
      expect(await read(file), file).toBe('! no regular file, so not a list');
  });

  test.runIf(process.platform === 'linux')('may say that it is empty and hold a lot', async () => {
    expect(await read('/proc/self/status')).toBe('! more than 100 bytes are too many for a list');
    expect(await read('/proc/self/comm')).toMatch(/^[^!]+\n$/);
  });
});
