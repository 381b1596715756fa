import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { testBuild, withPty } from './support/environment.ts';
import { test as base } from './support/test.ts';
import { until } from './support/until.ts';

/*
 * A miner is more than one process or one process group: what stands between it and the tool moves it elsewhere.
 */

/** Notes what happens to it. On SIGINT it ramps down for a while, and says so in its terminal. */
const miner = `
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
const note = (text) => appendFileSync(process.argv[2], text + '\\n');
for (const signal of ['SIGHUP', 'SIGTERM']) process.on(signal, () => note(signal));
let ramping = false;
process.on('SIGINT', () => {
  note('SIGINT');
  if (ramping) return;
  ramping = true;
  let step = 0;
  setInterval(() => {
    console.log('ramping ' + (step += 1));
    if (step < 5) return;
    note('done');
    process.exit(3);
  }, 100);
});
// What a miner with keys does at its start; in the background it would stop there.
try { execFileSync('stty', ['-icanon'], { stdio: ['inherit', 'ignore', 'ignore'] }); } catch {}
note('pid ' + process.pid);
console.log('up');
setInterval(() => { if (!ramping) console.log('line'); }, 50);
`;

interface SessionWorld {
  /** A command line for a shell that starts the miner; it notes into the file. */
  readonly mines: (note?: string) => string;
  /** What a miner has noted. */
  readonly noted: (note?: string) => string[];
}

const test = base.extend<SessionWorld>({
  async mines({ directory }, use) {
    const file = path.join(directory, 'miner.mjs');
    await writeFile(file, miner);
    await use((note = 'note') => `${process.execPath} ${file} ${path.join(directory, note)}`);
  },
  async noted({ directory }, use) {
    const seen = new Set<string>();
    const read = (note: string): string[] => {
      seen.add(note);
      const file = path.join(directory, note);
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    };
    await use((note = 'note') => read(note));
    for (const note of seen) {
      const pid = Number(read(note)[0]?.split(' ')[1]);
      if (pid > 0 && existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
    }
  },
});

/** Time that runs faster for the tool: its patience with ramp-downs. */
const fast = testBuild({ rate: 50 });

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

/** What stands between the tool and the miner. */
const between: readonly (readonly [name: string, command: (mines: string) => string, there?: boolean])[] = [
  ['timeout', (mines) => `timeout 60 ${mines}`],
  ['nice', (mines) => `nice ${mines}`],
  ['stdbuf', (mines) => `stdbuf -oL ${mines}`],
  ['env', (mines) => `env A=1 ${mines}`],
  ['a script', (mines) => `sh -c '${mines}; exit $?'`],
  ['a script with job control', (mines) => `bash -c 'set -m; ${mines} </dev/null & wait'`],
  ['a script with job control in the foreground', (mines) => `bash -c 'set -m; ${mines}; exit $?'`],
  ['a terminal of its own', (mines) => `script -qec "${mines}" /dev/null`, has('script', '--version')],
  ['sudo', (mines) => `sudo ${mines}`, process.getuid?.() === 0 && has('sudo', '-n', 'true')],
];

const there = between
  .filter(([, , isThere]) => isThere !== false)
  .map(([name, command]) => ({ name, command }));

const asked = ['SIGINT', 'done'];

/** What a miner has heard, without what `timeout` repeats. */
const heardBehind = (name: string, [, ...heard]: string[]): string[] =>
  name === 'timeout' ? [...new Set(heard)] : heard;

describe.runIf(process.platform === 'linux').for(there)('behind $name', ({ name, command }) => {
  test('Ctrl-C gives the miner SIGINT', async ({ terminal, mines, noted }) => {
    const window = terminal(`fpga-tee run --no-metrics --no-log -- ${command(mines())}`, { env: withPty() });
    await window.shows('line');
    window.type('\x03');
    await until(() => noted().includes('done'));
    await window.ended();
    expect(heardBehind(name, noted())).toEqual(asked);
  });

  test('SIGTERM for the tool gives it SIGINT', async ({ run, mines, noted, readLog }) => {
    const program = run('sh', ['-c', `exec fpga-tee run --no-metrics -o a.log --stop-grace 20s -- ${command(mines())}`], {
      env: fast,
    });
    await program.printed('line');
    program.signal('SIGTERM');
    expect(await program.ended).toBe(143);
    expect(heardBehind(name, noted())).toEqual(asked);
    expect((await readLog('a.log')).toString()).toContain('ramping 5');
  });

  test('the death of the tool gives it SIGINT, and no hang-up', async ({ run, mines, noted }) => {
    const program = run('sh', ['-c', `exec fpga-tee run --no-metrics --no-log -- ${command(mines())}`], {
      env: withPty(),
    });
    await program.printed('line');
    program.signal('SIGKILL');
    await until(() => noted().includes('done'));
    expect(heardBehind(name, noted())).toEqual(asked);
  });
});

test('a shell that starts two miners: both are asked', async ({ run, mines, noted }) => {
  const command = `sh -c '${mines('one')} & ${mines('two')} & wait'`;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const program = run(
      'sh',
      ['-c', `rm -f one two; exec fpga-tee run --no-metrics --no-log -- ${command}`],
      {
        env: fast,
      },
    );
    await until(() => noted('one').length > 0 && noted('two').length > 0);
    program.signal(signal);
    await until(() => noted('one').includes('done') && noted('two').includes('done'));
    for (const note of ['one', 'two']) expect(noted(note).slice(1)).toEqual(['SIGINT', 'done']);
    await program.ended;
  }
});

test('one that is stopped is asked, and continued', async ({ run, mines, noted }) => {
  const program = run('sh', ['-c', `exec fpga-tee run --no-metrics --no-log -- ${mines()}`], { env: fast });
  await program.printed('line');
  process.kill(Number(noted()[0]?.split(' ')[1]), 'SIGSTOP');
  program.signal('SIGTERM');
  expect(await program.ended).toBe(143);
  expect(noted().slice(1)).toEqual(['SIGINT', 'done']);
});

describe('a start script that ends', () => {
  test.for([
    ['', 'SIGTERM'],
    ['nohup ', 'SIGTERM'],
    ['', 'SIGKILL'],
  ] as const)(
    '“%sminer &” is not the end of the miner, and %s asks it',
    async ([before, signal], { run, mines, noted, directory, readLog }) => {
      const script = path.join(directory, 'boot.sh');
      await writeFile(script, `echo start >>starts\n${before}${mines()} </dev/null 2>&1 &\necho started\n`);
      const program = run(
        'sh',
        ['-c', `exec fpga-tee run --no-metrics -o a.log --restart always -- sh ${script}`],
        {
          env: fast,
        },
      );
      await program.printed('started');
      await until(() => program.stderr.includes('runs on'));
      // Two minutes of the tool's time: a restart would have come.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(readFileSync(path.join(directory, 'starts'), 'utf8')).toBe('start\n');
      expect(noted()).toHaveLength(1);
      program.signal(signal);
      await until(() => noted().includes('done'));
      expect(noted().slice(1)).toEqual(['SIGINT', 'done']);
      expect(await program.ended).toBe(signal === 'SIGTERM' ? 143 : 'SIGKILL');
      if (before === '' && signal === 'SIGTERM')
        expect((await readLog('a.log')).toString()).toContain('ramping 5');
    },
  );
});

test('a command that ends well at once, again, is not started for ever', async ({ fpgaTee, directory }) => {
  // What it starts is out of sight.
  await writeFile(path.join(directory, 'boot.sh'), 'echo start >>starts; setsid sleep 1 & exit 0');
  const restart = '{ policy: on-exit, backoff: 100ms }';
  await writeFile(
    path.join(directory, 'rig.yaml'),
    `miners: [{ name: a, command: sh boot.sh, log: false, restart: ${restart} }]`,
  );
  const program = fpgaTee(['run', '--no-metrics', '--rig', 'rig.yaml'], { env: withPty() });
  expect(await program.ended).toBe(0);
  expect(readFileSync(path.join(directory, 'starts'), 'utf8')).toBe('start\nstart\n');
  expect(program.stderr).toMatch(
    /^fpga-tee: a ended \(exit 0\) at once, again, and is not started any more: /m,
  );
});

/** Without /dev/tty, or with a file in its place, as in some containers. */
const devices = (tty: string): string => `
  mkdir devices && mount --rbind /dev devices && mount -t tmpfs none /dev && mkdir /dev/pts &&
  mount --bind devices/pts /dev/pts && ln -s pts/ptmx /dev/ptmx && ln -s /proc/self/fd /dev/fd &&
  for device in null zero urandom; do touch /dev/$device; mount --bind devices/$device /dev/$device; done
  ${tty}`;

const mayUnshare = (...what: string[]): boolean =>
  process.getuid?.() === 0 && has('unshare', ...what, 'true');

test.runIf(mayUnshare('--mount')).for([
  ['without /dev/tty', ''],
  ['with a file in place of /dev/tty', 'touch /dev/tty'],
] as const)(
  '%s a miner runs in the foreground, ends, and nothing is made',
  async ([, tty], { run, mines, noted }) => {
    const script = `${devices(tty)}
    fpga-tee run --no-metrics --no-log -- timeout 60 ${mines()}
    echo "code $?"; cat /dev/tty`;
    const program = run('unshare', ['--mount', 'sh', '-c', script], { env: withPty() });
    await program.printed('line');
    process.kill(Number(noted()[0]?.split(' ')[1]), 'SIGINT');
    await program.printed('code 3');
    await program.ended;
    expect(program.stdout.toString()).toMatch(/code 3\n$/);
    expect(program.stderr.includes('No such file')).toBe(tty === '');
  },
);

test.runIf(mayUnshare('--pid', '--fork', '--mount-proc'))(
  'as process 1 it leaves no zombie of its own, and says what it can not do',
  async ({ run }) => {
    const inside = 'fpga-tee run --no-metrics --no-log --restart on-exit -- sh -c "echo run; exit 3"';
    const program = run('unshare', ['--pid', '--fork', '--mount-proc', 'sh', '-c', `exec ${inside}`], {
      env: fast,
    });
    await until(() => program.stdout.toString().split('run\n').length > 4);
    expect(program.stderr).toContain('docker run --init');
    const [inner = ''] = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8').split(' ');
    const children = readFileSync(`/proc/${inner}/task/${inner}/children`, 'utf8').trim().split(' ');
    const stats = children.map((pid) =>
      existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '',
    );
    expect(stats.filter((stat) => / Z /.test(stat))).toEqual([]);
    process.kill(Number(inner), 'SIGTERM');
    expect(await program.ended).toBe(143);
  },
);

test.runIf(process.platform === 'linux')(
  'ps shows what each process is for, in a line',
  async ({ run, mines, noted }) => {
    const program = run(
      'sh',
      ['-c', `exec fpga-tee run --no-metrics -o a.log -- ${mines()} -o wss://pool.example -u wallet`],
      { env: withPty() },
    );
    await program.printed('line');
    const shown = (pid: number): string =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    expect(shown(program.pid)).toBe('fpga-tee run node > a.log');
    expect(readFileSync(`/proc/${program.pid}/comm`, 'utf8')).toBe('fpga-tee\n');
    const ours = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8').trim().split(' ');
    const titles = ours.map((pid) => shown(Number(pid)));
    expect(titles).toHaveLength(2);
    for (const title of titles) {
      expect(title).toMatch(/ fpga-tee: (starts|watches) \S+node$/);
      expect(title).not.toMatch(/\n|pool|wallet/);
    }
    // The miner itself has what it was given, and nothing of ours in its environment.
    const [, pid = ''] = noted()[0]?.split(' ') ?? [];
    expect(shown(Number(pid))).toContain('wallet');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('FPGA_TEE');
    program.signal('SIGKILL');
    await until(() => noted().includes('done'));
  },
);
