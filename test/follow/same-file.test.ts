import { link, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileGivenTwice } from '../../src/follow/same-file.ts';

let directory = '';
const at = (name: string) => path.join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'fpga-tee-test-'));
  await writeFile(at('a.log'), 'same\n');
  await writeFile(at('b.log'), 'same\n');
  await symlink(at('a.log'), at('symbolic.log'));
  await link(at('a.log'), at('hard.log'));
  await symlink(at('later.log'), at('dangling.log'));
});

afterAll(() => rm(directory, { recursive: true }));

describe('a log that is given twice', () => {
  test.each(['symbolic.log', 'hard.log'])('as %s', async (name) => {
    expect(await fileGivenTwice([at('b.log'), at('a.log'), at(name)])).toEqual({
      path: at(name),
      other: at('a.log'),
    });
  });

  test('is not one with the same content, nor one that is not there yet', async () => {
    const logs = ['a.log', 'b.log', 'later.log', 'dangling.log', 'gone.log'].map(at);
    expect(await fileGivenTwice(logs)).toBeNull();
  });
});
