import { link, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogOptions } from '../../src/bytes/log/log-file.ts';
import { fileGivenTwice, whyNotToLog } from '../../src/commands/same-file.ts';

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

describe('a log', () => {
  const log = (name: string, keep: number | null = null): LogOptions => ({
    path: at(name),
    rotation: keep === null ? null : { maxSize: 1024, keep },
    timestamps: false,
    queueLimit: 1024,
  });
  const rigFile = (name: string) => ({ file: at(name), what: 'the rig file' });

  test.each(['a.log', 'symbolic.log', 'hard.log'])(
    'is not the rig file, by whichever name: %s',
    async (name) => {
      expect(await whyNotToLog([log('b.log'), log(name)], [rigFile('a.log')])).toBe(
        `log ${at(name)}: this file is the rig file; give the log another name`,
      );
    },
  );

  test('is not another log', async () => {
    expect(await whyNotToLog([log('a.log'), log('hard.log')], [])).toBe(
      `log ${at('a.log')}: this file is the log ${at('hard.log')}; give the log another name`,
    );
  });

  test('does not put what is old in the place of another file', async () => {
    expect(await whyNotToLog([log('new', 5)], [rigFile('new.5')])).toBe(
      `log ${at('new')}: its old logs would take the place of ${at('new.5')}, which is the rig file; give the log another name`,
    );
    expect(await whyNotToLog([log('symbolic.log', 1)], [rigFile('a.log.1')])).toContain('take the place of');
    expect(await whyNotToLog([log('new', 1), log('new.1')], [])).toContain('take the place of');
  });

  test('may be any other file', async () => {
    const inputs = [rigFile('a.log'), { file: 0, what: 'stdin' } as const];
    expect(await whyNotToLog([log('b.log', 5), log('later.log'), log('dangling.log')], inputs)).toBeNull();
    expect(
      await whyNotToLog([log('new', 5)], [rigFile('new.6'), rigFile('new.1.gz'), rigFile('news.1')]),
    ).toBeNull();
    expect(await whyNotToLog([log('new')], [rigFile('new.1')])).toBeNull();
  });

  test.runIf(process.platform !== 'win32')('may be where nothing is kept, for several', async () => {
    const nowhere = { ...log(''), path: '/dev/null' };
    expect(await whyNotToLog([nowhere, nowhere], [])).toBeNull();
  });
});
