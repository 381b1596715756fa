import { setImmediate as next } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FolderTurns } from '../../src/follow/folder-turns.ts';
import { systemFollowFs } from '../../src/follow/follow-fs.ts';
import { FakeTime } from '../support/fake-time.ts';

/** A file system that answers when a test lets it, and tells what it is asked. */
function askedFs() {
  const asked: string[] = [];
  const answers = new Map<string, (answer: () => Promise<string[]>) => void>();
  const list = (folder: string): Promise<string[]> => {
    asked.push(folder);
    return new Promise((resolve, reject) => {
      answers.set(folder, (answer) => answer().then(resolve, reject));
    });
  };
  return {
    asked,
    answer: async (folder: string, answer = () => Promise.resolve([folder])) => {
      answers.get(folder)?.(answer);
      await next();
    },
    fs: { ...systemFollowFs, list },
  };
}

test('logs of one folder ask one after the other', async () => {
  const { asked, answer, fs } = askedFs();
  const turns = new FolderTurns(new FakeTime(), 3);
  const first = turns.fsFor('/a/1.log', fs).list('first');
  const second = turns.fsFor('/a/2.log', fs).list('second');
  expect(asked).toEqual(['first']);
  await answer('first');
  expect(await first).toEqual(['first']);
  expect(asked).toEqual(['first', 'second']);
  await answer('second');
  expect(await second).toEqual(['second']);
});

test('a folder that never answers keeps no other one waiting, as far as there are threads', async () => {
  const { asked, answer, fs } = askedFs();
  const turns = new FolderTurns(new FakeTime(), 2);
  for (const log of ['1', '2', '3']) void turns.fsFor(`/dead/${log}`, fs).list(`dead ${log}`);
  void turns.fsFor('/a/1.log', fs).list('a 1');
  void turns.fsFor('/b/1.log', fs).list('b 1');
  void turns.fsFor('/a/2.log', fs).list('a 2');
  expect(asked).toEqual(['dead 1', 'a 1']);
  await answer('a 1');
  await answer('b 1');
  await answer('a 2');
  expect(asked).toEqual(['dead 1', 'a 1', 'b 1', 'a 2']);
});

test('a call that fails ends its turn', async () => {
  const { answer, fs } = askedFs();
  const turns = new FolderTurns(new FakeTime(), 1);
  const failed = turns.fsFor('/a/1.log', fs).list('first');
  const after = turns.fsFor('/a/1.log', fs).list('second');
  const failure = expect(failed).rejects.toThrow('no');
  await answer('first', () => Promise.reject(new Error('no')));
  await failure;
  await answer('second');
  expect(await after).toEqual(['second']);
});

test('a call that does not come back is known, until it does', async () => {
  const { answer, fs } = askedFs();
  const time = new FakeTime();
  const turns = new FolderTurns(time, 3);
  void turns.fsFor('/dead/1.log', fs).list('dead');
  time.advance(0.4);
  expect(turns.stuck).toBe(false);
  time.advance(0.2);
  expect(turns.stuck).toBe(true);
  await answer('dead');
  expect(turns.stuck).toBe(false);
});
