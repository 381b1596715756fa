import { appendFileSync, closeSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemFollowFs } from '../../src/follow/follow-fs.ts';
import { until } from '../system/support/until.ts';
import { Rig } from './followed.ts';

let rig: Rig;
let changes: number;
beforeEach(() => {
  rig = new Rig();
  changes = 0;
});
afterEach(() => rig.close());

const onChange = (): void => {
  changes += 1;
};
const changesAfter = async (act: () => void): Promise<void> => {
  const before = changes;
  act();
  await until(() => changes > before);
};

describe('changes are heard of', () => {
  test('what is in a folder', async () => {
    const unwatch = systemFollowFs.watchFolder(rig.folder, onChange);
    await changesAfter(() => writeFileSync(rig.path(), 'a'));
    await changesAfter(() => renameSync(rig.path(), rig.path('other')));
    unwatch();
  });

  test.runIf(process.platform === 'linux')('an open file, whatever became of its name', async () => {
    writeFileSync(rig.path(), '');
    const fd = openSync(rig.path(), 'a+');
    const unwatch = systemFollowFs.watchOpen(fd, rig.path(), onChange);
    await changesAfter(() => appendFileSync(rig.path(), 'a'));
    await changesAfter(() => renameSync(rig.path(), rig.path('other')));
    await changesAfter(() => appendFileSync(rig.path('other'), 'b'));
    await changesAfter(() => unlinkSync(rig.path('other')));
    await changesAfter(() => appendFileSync(fd, 'c'));
    unwatch();
    closeSync(fd);
  });
});

test('what can’t be watched is no error', () => {
  systemFollowFs.watchFolder(rig.path('nowhere'), onChange)();
  systemFollowFs.watchOpen(12_345, rig.path('nothing'), onChange)();
  expect(changes).toBe(0);
});
