import { expect } from 'vitest';
import { defaultRestart } from '../../src/options/table/run.ts';
import { startMiner } from '../../src/run/pty-miner.ts';
import { loadPty } from '../../src/run/pty-package.ts';
import type { RestartOptions } from '../../src/run/restart-policy.ts';
import { Supervisor, type SupervisorEvent } from '../../src/run/supervisor.ts';
import { systemClock, systemTimers } from '../../src/time.ts';
import { environment } from './support/environment.ts';
import { test as base } from './support/test.ts';
import { until } from './support/until.ts';

interface Supervised {
  readonly supervisor: Supervisor;
  readonly output: () => string;
  /** All that was told but the output, each by its type. */
  readonly told: SupervisorEvent[];
}

const test = base.extend<{
  supervise: (args: string[], restart?: Partial<RestartOptions>) => Promise<Supervised>;
}>({
  async supervise({ directory }, use) {
    const pids: number[] = [];
    await use(async (args, restart = {}) => {
      const pty = await loadPty();
      const told: SupervisorEvent[] = [];
      let output = '';
      const supervisor = new Supervisor({
        start: (listeners) =>
          startMiner(
            pty,
            { file: 'fpga-tee', args, directory, environment: environment() },
            { columns: 120, rows: 40 },
            listeners,
          ),
        restart: { ...defaultRestart, ...restart },
        stop: { stopGrace: 20, killAfter: null },
        clock: systemClock,
        timers: systemTimers,
        onEvent(event) {
          if (event.type === 'output') output += Buffer.from(event.bytes).toString();
          else told.push(event);
          if (event.type === 'started') pids.push(event.pid);
        },
      });
      supervisor.begin();
      return { supervisor, output: () => output, told };
    });
    for (const pid of pids) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
  },
});

test('a miner takes its keys, and ramps down when it is stopped', async ({ supervise }) => {
  const { supervisor, output, told } = await supervise([
    'simulate',
    '-b',
    'nimiq',
    '--speed-up',
    '60',
    '--rate',
    '1',
  ]);
  await until(() => output().includes('Soln:'));
  expect(supervisor.type('+')).toBe(true);
  await until(() => output().includes('Received + character'));
  supervisor.stop();
  await until(() => supervisor.state().type === 'over');
  expect(output()).toContain('FINAL CONFIRMED CLOCK FREQUENCY');
  expect(told.map(({ type }) => type)).toEqual(['started', 'ramp-down', 'exited', 'stopped']);
  expect(supervisor.state()).toEqual({ type: 'over', code: 0 });
});

test('a miner that ends is started again, and all it printed is there twice', async ({ supervise }) => {
  const { output, told } = await supervise(['simulate', '--lines', '20', '--rate', '0', '--seed', '7'], {
    when: 'on-exit',
    backoff: 0.1,
    limit: { count: 1, seconds: 60 },
  });
  await until(() => told.some(({ type }) => type === 'gave-up'));
  expect(told.map(({ type }) => type)).toEqual([
    'started',
    'exited',
    'restarting-in',
    'started',
    'exited',
    'gave-up',
  ]);
  const lines = output().split('\n');
  expect(lines).toHaveLength(41);
  expect(output().split('Hash').length).toBeGreaterThan(2);
});
