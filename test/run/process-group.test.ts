import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { groupHas, groupRuns } from '../../src/run/process-group.ts';
import { until } from '../system/support/until.ts';

/** A shell that leads a process group of its own. */
function group(script: string, ...args: string[]) {
  const leader = spawn('sh', ['-c', script, 'sh', ...args], { detached: true, stdio: 'ignore' });
  const { pid } = leader;
  if (pid === undefined) throw new Error('no shell');
  onTestFinished(() => {
    if (groupRuns(pid)) process.kill(-pid, 'SIGKILL');
  });
  return { pid, leader };
}

test('a group runs until its last process has ended, also after its leader', async () => {
  const { pid, leader } = group('sleep 60 & exit');
  await until(() => leader.exitCode !== null);
  expect(groupRuns(pid)).toBe(true);
  process.kill(-pid, 'SIGKILL');
  await until(() => !groupRuns(pid));
});

test('one whose end nobody takes notice of does not run any more', async () => {
  // Job control gives the child a group of its own; what becomes of its parent does not know of it.
  const parent = spawn('bash', ['-c', 'set -m; sleep 0.1 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  const child = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  await until(() => !groupRuns(child));
  // It is still there.
  expect(process.kill(-child, 0)).toBe(true);
});

test('a word is found among the arguments as a whole', async () => {
  const { pid } = group('sleep 60; exit', 'ABCDEF');
  await until(() => groupHas(pid, 'ABCDEF'));
  expect(groupHas(pid, 'ABCDE')).toBe(false);
  expect(groupHas(pid + 1_000_000_000, 'ABCDEF')).toBe(false);
});
