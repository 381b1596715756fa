import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { needsProgram, needsRoot } from '../../support/left-out.ts';
import { testBuild, withPty } from '../support/environment.ts';
import { NotingMiner } from '../support/noting-miner.ts';
import { signal } from '../support/signal.ts';
import { comes, keeps, promise } from './support/promise.ts';

/** Time that runs faster for the tool: its patience with ramp-downs. */
const fast = testBuild({ rate: 50 });
const quiet = 'exec fpga-tee run --no-metrics --stop-grace 20s';

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const isRoot = process.getuid?.() === 0;

/** What can stand between the tool and the miner. */
const between: readonly (readonly [name: string, command: (miner: string) => string, need?: () => void])[] = [
  ['timeout', (miner) => `timeout 60 ${miner}`],
  ['nice', (miner) => `nice ${miner}`],
  ['stdbuf', (miner) => `stdbuf -oL ${miner}`],
  ['env', (miner) => `env A=1 ${miner}`],
  ['a script', (miner) => `sh -c '${miner}; exit $?'`],
  ['a script with job control', (miner) => `bash -c 'set -m; ${miner} </dev/null & wait'`],
  ['a job in the foreground of a script', (miner) => `bash -c 'set -m; ${miner}; exit $?'`],
  [
    'a terminal of its own',
    (miner) => `script -qec "${miner}" /dev/null`,
    () => needsProgram('script', 'bsdutils'),
  ],
  ['sudo', (miner) => `sudo ${miner}`, () => needsRoot('and sudo', isRoot && has('sudo', '-n', 'true'))],
];

/** SIGINT, and a ramp-down to the end: nothing else. `timeout` passes on each signal once more. */
function keepsAsking(name: string, heard: readonly string[]): void {
  const told = (name === 'timeout' ? [...new Set(heard)] : heard).join(', ');
  keeps(told === 'SIGINT, done', `the miner heard ${told}`);
}

for (const [name, command, need] of between) {
  promise(
    'run-asked',
    async (tool, { terminal, directory }) => {
      need?.();
      const miner = await NotingMiner.in(directory);
      const run = command(miner.command());
      const window = terminal(`fpga-tee run --no-metrics --no-log -- ${run}`, { env: withPty() });
      await window.shows('line');
      window.type('\x03');
      await comes(tool, () => miner.heard().includes('done'), 'it did not ramp down');
      await window.ended();
      keepsAsking(name, miner.heard());
    },
    `${name}, Ctrl-C`,
  );

  promise(
    'run-asked',
    async (_, { run, directory, readLog }) => {
      need?.();
      const miner = await NotingMiner.in(directory);
      const program = run('sh', ['-c', `${quiet} -o a.log -- ${command(miner.command())}`], { env: fast });
      await program.printed('line');
      program.signal('SIGTERM');
      keeps((await program.ended) === 143, 'the exit code was another');
      keepsAsking(name, miner.heard());
      keeps((await readLog('a.log')).includes('ramping 5'), 'the ramp-down was not logged');
    },
    `${name}, SIGTERM`,
  );

  promise(
    'run-asked',
    async (tool, { run, directory }) => {
      need?.();
      const miner = await NotingMiner.in(directory);
      const program = run('sh', ['-c', `${quiet} --no-log -- ${command(miner.command())}`], {
        env: withPty(),
      });
      await program.printed('line');
      program.signal('SIGKILL');
      await comes(tool, () => miner.heard().includes('done'), 'it did not ramp down');
      keepsAsking(name, miner.heard());
    },
    `${name}, death of the tool`,
  );
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  promise(
    'run-asked',
    async (tool, { run, directory }) => {
      const miner = await NotingMiner.in(directory);
      const both = `sh -c '${miner.command('one')} & ${miner.command('two')} & wait'`;
      const program = run('sh', ['-c', `${quiet} --no-log -- ${both}`], { env: fast });
      const notes = ['one', 'two'];
      await comes(tool, () => notes.every((note) => miner.pid(note) !== null), 'they did not start');
      program.signal(signal);
      const done = (): boolean => notes.every((note) => miner.heard(note).includes('done'));
      await comes(tool, done, 'they did not ramp down');
      for (const note of notes) keepsAsking('two miners', miner.heard(note));
    },
    `two miners, ${signal}`,
  );
}

promise('run-stopped', async (_, { run, directory }) => {
  const miner = await NotingMiner.in(directory);
  const program = run('sh', ['-c', `${quiet} --no-log -- ${miner.command()}`], { env: fast });
  await program.printed('line');
  signal(miner.pid() ?? '', 'SIGSTOP');
  program.signal('SIGTERM');
  keeps((await program.ended) === 143, 'the exit code was another');
  keepsAsking('nothing', miner.heard());
});

for (const [before, signal] of [
  ['', 'SIGTERM'],
  ['nohup ', 'SIGTERM'],
  ['', 'SIGKILL'],
] as const) {
  promise(
    'run-left-running',
    async (tool, { run, directory, readLog }) => {
      const miner = await NotingMiner.in(directory);
      const script = path.join(directory, 'boot.sh');
      await writeFile(
        script,
        `echo start >>starts\n${before}${miner.command()} </dev/null &\necho started\n`,
      );
      const program = run('sh', ['-c', `${quiet} -o a.log --restart always -- sh ${script}`], { env: fast });
      await comes(tool, () => program.stderr.includes('runs on'), 'it did not say so');
      await comes(tool, () => miner.pid() !== null, 'the miner did not start');
      // More than a minute of the tool's time: a restart would have come.
      await sleep(1500);
      keeps(readFileSync(path.join(directory, 'starts'), 'utf8') === 'start\n', 'another one was started');
      keeps(miner.heard().length === 0, `the miner heard ${miner.heard()}`);
      program.signal(signal);
      await comes(tool, () => miner.heard().includes('done'), 'it did not ramp down');
      keepsAsking('a script', miner.heard());
      keeps((await program.ended) === (signal === 'SIGTERM' ? 143 : signal), 'it ended otherwise');
      if (before !== '') return;
      keeps(
        (await readLog('a.log')).includes(signal === 'SIGTERM' ? 'ramping 5' : 'line'),
        'it was not logged',
      );
    },
    `${before}miner &, ${signal}`,
  );
}

promise('run-out-of-sight', async (_, { fpgaTee, directory }) => {
  await writeFile(path.join(directory, 'boot.sh'), 'echo start >>starts; setsid sleep 1 & exit 0');
  const restart = '{ policy: on-exit, backoff: 100ms }';
  const rig = `miners: [{ name: a, command: sh boot.sh, log: false, restart: ${restart} }]`;
  await writeFile(path.join(directory, 'rig.yaml'), rig);
  const program = fpgaTee(['run', '--no-metrics', '--rig', 'rig.yaml'], { env: withPty() });
  keeps((await program.ended) === 0, 'the exit code was another');
  keeps(
    readFileSync(path.join(directory, 'starts'), 'utf8') === 'start\nstart\n',
    'it was started otherwise',
  );
  const said = /^fpga-tee: a ended \(exit 0\) at once, again, and is not started any more: /m;
  keeps(said.test(program.stderr), `it said ${program.stderr}`);
});

/** Without /dev/tty, or with a file in its place, as in some containers. */
const devices = (tty: string): string => `
  mkdir devices && mount --rbind /dev devices && mount -t tmpfs none /dev && mkdir /dev/pts &&
  mount --bind devices/pts /dev/pts && ln -s pts/ptmx /dev/ptmx && ln -s /proc/self/fd /dev/fd &&
  for device in null zero urandom; do touch /dev/$device; mount --bind devices/$device /dev/$device; done
  ${tty}`;

for (const [variant, tty] of [
  ['there is none', ''],
  ['a file is in its place', 'touch /dev/tty'],
] as const) {
  promise(
    'run-no-tty',
    async (_, { run, directory }) => {
      needsRoot('to mount devices', isRoot && has('unshare', '--mount', 'true'));
      const miner = await NotingMiner.in(directory);
      const inside = `${devices(tty)}
          fpga-tee run --no-metrics --no-log -- timeout 60 ${miner.command()}
          echo "code $?"; stat -c %s /dev/tty >size`;
      const program = run('unshare', ['--mount', 'sh', '-c', inside], { env: withPty() });
      await program.printed('line');
      signal(miner.pid() ?? '', 'SIGINT');
      await program.printed('code 3');
      await program.ended;
      const size = readFileSync(path.join(directory, 'size'), 'utf8');
      keeps(size === (tty === '' ? '' : '0\n'), 'it made one, or wrote into it');
      keeps(!existsSync(`/proc/${miner.pid()}`), 'the miner runs on');
    },
    variant,
  );
}
