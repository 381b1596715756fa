import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished } from 'vitest';
import { startMiner } from '../../src/run/pty-miner.ts';
import { loadPty } from '../../src/run/pty-package.ts';
import { withPty } from './support/environment.ts';
import type { Program } from './support/program.ts';
import { signal } from './support/signal.ts';
import { test as base, type World } from './support/test.ts';
import { until } from './support/until.ts';

/** Starts a program that starts miners, each a script for a shell. */
const test = base.extend<{ host: (...scripts: string[]) => Promise<{ pid: number; kill(): Promise<void> }> }>(
  {
    async host({ directory, run }, use) {
      const outfile = path.join(directory, 'host.mjs');
      const ptyPackage = createRequire(import.meta.url).resolve('@lydell/node-pty');
      await build({
        entryPoints: ['test/run/host.ts'],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        logLevel: 'error',
        alias: { '@lydell/node-pty': ptyPackage },
        external: [ptyPackage],
      });
      await use(async (...scripts) => {
        const program = run('node', [outfile, ...scripts]);
        await until(() => scripts.length === program.stdout.toString().split('up\n').length - 1);
        return {
          pid: program.pid,
          kill: async () => {
            program.signal('SIGKILL');
            await program.ended;
          },
        };
      });
    },
  },
);

/** A miner that prints for ever, and notes what happens to it; on SIGINT it ramps down for half a second. */
const noting = (note: string): string => `
  trap 'echo HUP >>${note}' HUP
  trap 'echo INT >>${note}; ramping=1' INT
  echo $$ >${note}
  echo up
  while [ -z "$ramping" ]; do echo line; sleep 0.1; done
  for step in 1 2 3 4 5; do echo ramping; sleep 0.1; done
  echo done >>${note}`;

test('40 MB are complete to the last byte, eight times, with the exit code', {
  timeout: 120_000,
}, async () => {
  const pty = await loadPty();
  const line = `${'0123456789'.repeat(9)}abcdefghi\n`;
  const wanted = createHash('sha256').update(line.repeat(400_000)).update('last').digest('hex');
  for (let times = 1; times <= 8; times += 1) {
    const hash = createHash('sha256');
    let bytes = 0;
    const exit = await new Promise((resolve) => {
      startMiner(
        pty,
        {
          file: 'sh',
          args: ['-c', 'yes "$1" | head -n 400000; printf last; exit "$2"', 'sh', line.trim(), String(times)],
          directory: '/',
          environment: process.env,
        },
        { columns: 80, rows: 24 },
        {
          onBytes: (chunk) => {
            hash.update(chunk);
            bytes += chunk.length;
          },
          onExit: resolve,
        },
      );
    });
    expect([times, bytes, exit]).toEqual([times, 40_000_004, { code: times, signal: null }]);
    expect(hash.digest('hex')).toBe(wanted);
  }
});

test('a miner whose tool is killed is not killed with it: it is told to ramp down, and does so to the end', async ({
  host,
  directory,
}) => {
  const { kill } = await host(noting('note'));
  await kill();
  const note = path.join(directory, 'note');
  const lines = await until(() => {
    const noted = readFileSync(note, 'utf8').trim().split('\n');
    return noted.includes('done') && noted;
  });
  expect(lines.slice(1)).toEqual(['INT', 'done']);
  // And then nothing of it is left.
  const [pid] = lines;
  await until(() => !existsSync(`/proc/${pid}`));
});

test('several miners are told so at the same time', async ({ host, directory }) => {
  const names = ['one', 'two', 'three'];
  const { kill } = await host(...names.map(noting));
  await kill();
  const killed = performance.now();
  await until(() => names.every((name) => readFileSync(path.join(directory, name), 'utf8').includes('INT')));
  expect(performance.now() - killed).toBeLessThan(8000);
  await until(() =>
    names.every((name) => readFileSync(path.join(directory, name), 'utf8').endsWith('done\n')),
  );
});

test('a miner that left for a session of its own goes on', async ({ host, directory }) => {
  const { kill } = await host(
    `setsid sh -c "${noting('note').replaceAll('"', '\\"').replaceAll('$', '\\$')}"`,
  );
  await kill();
  const note = path.join(directory, 'note');
  const [pid = ''] = readFileSync(note, 'utf8').split('\n');
  // As long as it takes for one that is told.
  await new Promise((resolve) => setTimeout(resolve, 4000));
  try {
    expect(readFileSync(note, 'utf8')).toBe(`${pid}\n`);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
  } finally {
    signal(pid, 'SIGKILL');
  }
});

/** A miner under the tool; once it prints, the shell around it is killed, and the watcher as well if that is wanted. */
const loseTerminal = async (
  fpgaTee: World['fpgaTee'],
  directory: string,
  script: string,
  watcherToo = false,
): Promise<Program> => {
  const program = fpgaTee(
    ['run', '--no-log', '--no-metrics', '--restart', 'on-exit', '--', 'sh', '-c', `echo $$ >pid; ${script}`],
    { env: withPty() },
  );
  await program.printed('up\n');
  const [wrapper = 0] = childrenOf(program.pid);
  // No SIGINT from anyone but us then.
  if (watcherToo) for (const pid of childrenOf(wrapper)) if (isShellAround(pid)) signal(pid, 'SIGKILL');
  signal(wrapper, 'SIGKILL');
  const miner = minerIn(directory);
  onTestFinished(() => {
    if (existsSync(`/proc/${miner}`)) signal(miner, 'SIGKILL');
  });
  return program;
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

const isShellAround = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0fpga-tee\0');

const minerIn = (directory: string): number => Number(readFileSync(path.join(directory, 'pid'), 'utf8'));

test.for([
  ['whose shell is killed', false],
  ['whose shell is killed with its watcher', true],
] as const)(
  'a miner %s is told to ramp down, once, and no second one starts beside it',
  {
    timeout: 50_000,
  },
  async ([, watcherToo], { fpgaTee, directory }) => {
    // Its ramp-down is longer than the time until a restart.
    const program = await loseTerminal(
      fpgaTee,
      directory,
      `
    trap 'echo HUP >>note' HUP
    trap 'echo INT >>note; ramping=1' INT
    echo start >>note
    echo up
    while [ -z "$ramping" ]; do echo line 2>/dev/null; sleep 0.1; done
    step=0
    while [ $step -lt 130 ]; do step=$((step + 1)); sleep 0.1; done
    echo done >>note`,
      watcherToo,
    );
    await until(() => program.stderr.includes('restarts in'), 40);
    expect(readFileSync(path.join(directory, 'note'), 'utf8')).toBe('start\nHUP\nINT\ndone\n');
    expect(program.stderr.split('\n')).toEqual([
      'fpga-tee: sh: waits for the miner that lost its terminal',
      'fpga-tee: sh: lost its terminal; restarts in 10s',
      '',
    ]);
  },
);

test('one that SIGHUP ends is gone before a restart is thought of', async ({ fpgaTee, directory }) => {
  const program = await loseTerminal(fpgaTee, directory, 'echo up; while :; do echo line; sleep 0.1; done');
  await until(() => program.stderr.includes('restarts in 10s'));
  expect(existsSync(`/proc/${minerIn(directory)}`)).toBe(false);
});
