import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { allProcesses } from '../../src/platform/proc.ts';
import { sessionRuns } from '../../src/run/session.ts';
import { until } from '../system/support/until.ts';

/** A shell that leads a session, in which what it starts has a process group of its own. */
function session(script: string): { pid: number; says: () => string } {
  const leader = spawn('bash', ['-c', `set -m; ${script}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { pid } = leader;
  if (pid === undefined) throw new Error('no shell');
  let said = '';
  leader.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  onTestFinished(() => {
    for (const process of allProcesses())
      if (process.session === pid) globalThis.process.kill(process.pid, 'SIGKILL');
  });
  return { pid, says: () => said };
}

test.runIf(process.platform === 'linux')('a session runs until all but its leader has ended', async () => {
  const { pid, says } = session('sleep 60 & echo $!; wait; exec sleep 60');
  const child = await until(() => Number(says()) || null);
  expect(sessionRuns(pid)).toBe(true);
  process.kill(child, 'SIGKILL');
  await until(() => !sessionRuns(pid));
  expect(process.kill(pid, 0)).toBe(true);
});

test.runIf(process.platform === 'linux')('it runs on without its leader', async () => {
  const { pid, says } = session('sleep 60 & echo $!');
  const child = await until(() => Number(says()) || null);
  await until(() => !allProcesses().some((process) => process.pid === pid && process.state !== 'Z'));
  expect(sessionRuns(pid)).toBe(true);
  process.kill(child, 'SIGKILL');
  await until(() => !sessionRuns(pid));
});

test.runIf(process.platform === 'linux')(
  'one whose end nobody takes notice of does not run any more',
  async () => {
    const { pid, says } = session('sleep 0.1 & echo $!; exec sleep 60');
    const child = await until(() => Number(says()) || null);
    await until(() => !sessionRuns(pid));
    // It is still there.
    expect(process.kill(child, 0)).toBe(true);
  },
);
