import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { needsRoot } from '../support/left-out.ts';
import { testBuild, withPty } from './support/environment.ts';
import { NotingMiner } from './support/noting-miner.ts';
import { signal } from './support/signal.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const mayUnshare = (): boolean =>
  process.getuid?.() === 0 && spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

const childrenOf = (pid: number | string): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

test('as process 1 it leaves no zombie of its own, and says what it can not do', async ({ run }) => {
  needsRoot('for processes of its own', mayUnshare());
  const inside = 'exec fpga-tee run --no-metrics --no-log --restart on-exit -- sh -c "echo run; exit 3"';
  const program = run('unshare', ['--pid', '--fork', '--mount-proc', 'sh', '-c', inside], {
    env: testBuild({ rate: 50 }),
  });
  await until(() => program.stdout.toString().split('run\n').length > 4);
  expect(program.stderr).toContain('docker run --init');
  const [inner = ''] = childrenOf(program.pid);
  expect(childrenOf(inner).filter((pid) => / Z /.test(read(`/proc/${pid}/stat`)))).toEqual([]);
  signal(inner, 'SIGTERM');
  expect(await program.ended).toBe(143);
});

test.runIf(process.platform === 'linux')(
  'ps shows what each process is for, in a line, without addresses',
  async ({ run, directory }) => {
    const miner = await NotingMiner.in(directory);
    const command = `exec fpga-tee run --no-metrics -o a.log -- ${miner.command()} -o wss://pool.example -u wallet`;
    const program = run('sh', ['-c', command], { env: withPty() });
    await program.printed('line');
    const shown = (pid: number | string): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    expect(shown(program.pid)).toBe('fpga-tee run node > a.log');
    expect(read(`/proc/${program.pid}/comm`)).toBe('fpga-tee\n');
    const titles = childrenOf(program.pid).map(shown);
    expect(titles).toHaveLength(2);
    for (const title of titles) {
      expect(title).toMatch(/ fpga-tee: (starts|watches) \S+node$/);
      expect(title).not.toMatch(/\n|pool|wallet/);
    }
    // The miner itself has what it was given, and nothing of ours in its environment.
    const pid = miner.pid() ?? 0;
    expect(shown(pid)).toContain('wallet');
    expect(read(`/proc/${pid}/environ`)).not.toContain('FPGA_TEE');
    program.signal('SIGKILL');
    await until(() => miner.heard().includes('done'));
  },
);

test.runIf(process.platform === 'linux')(
  'a watcher that is killed is started again',
  async ({ run, directory }) => {
    const miner = await NotingMiner.in(directory);
    const program = run('sh', ['-c', `exec fpga-tee run --no-metrics --no-log -- ${miner.command()}`], {
      env: withPty(),
    });
    await program.printed('line');
    const watcher = (): string | undefined =>
      childrenOf(program.pid).find((pid) => read(`/proc/${pid}/cmdline`).includes('fpga-tee: watches'));
    const first = watcher();
    signal(first ?? '', 'SIGKILL');
    await until(() => watcher() !== undefined && watcher() !== first);
    program.signal('SIGKILL');
    await until(() => miner.heard().includes('done'));
    expect(miner.heard()).toEqual(['SIGINT', 'done']);
  },
);
