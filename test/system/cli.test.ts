import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { needsProgram } from '../support/left-out.ts';
import { testBuild } from './support/environment.ts';
import { scrape, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

/** More of them: test/options/wrong-lines.test.ts. */
describe('a wrong command line', () => {
  /** What is given, and what the line must say of it: the option, the value, and the way out. */
  const wrong: readonly (readonly [args: readonly string[], ...says: string[]])[] = [
    [['--port', 'abc'], '--port abc', '9091'],
    [['hashrates.log'], 'hashrates.log', 'fpga-tee check hashrates.log'],
    [['check', '--jsno', 'x.log'], '--jsno', 'did you mean --json?'],
    [['simulate', '--for', '10'], '--for 10', '90s'],
  ];

  test.concurrent.for(wrong)(
    '%j is one line on stderr, and 2',
    async ([args, ...says], { fpgaTee, directory }) => {
      const tee = fpgaTee(args);
      // It does not wait for the end of its input.
      expect(await tee.ended).toBe(2);
      expect(tee.stderr).toMatch(/^fpga-tee: [^\n]+\n$/);
      for (const text of says) expect(tee.stderr).toContain(text);
      expect(tee.stderr).not.toMatch(/^\s+at |node:|Error:/m);
      expect(tee.stdout.toString()).toBe('');
      expect(await readdir(directory)).toEqual([]);
    },
  );
});

describe('--help', () => {
  test.concurrent.for([
    [['--port', 'abc', '--help'], 'miner 2>&1 | fpga-tee '],
    [['check', '--help'], 'fpga-tee check [options] <log>...'],
  ] as const)('%j', async ([args, usage], { fpgaTee, directory }) => {
    const tee = fpgaTee(args);
    expect(await tee.ended).toBe(0);
    expect(tee.stdout.toString()).toContain(usage);
    expect(tee.stderr).toBe('');
    expect(await readdir(directory)).toEqual([]);
  });

  test('tells of every option when it is asked for all', async ({ fpgaTee }) => {
    const tee = fpgaTee(['--help', 'all']);
    expect(await tee.ended).toBe(0);
    for (const option of [
      ...['-b, --bitstream', '-c, --card, --cardnames', '-o, --log', '--no-log', '-p, --port', '--host'],
      ...['--no-metrics', '--stale-after', '--plain', '--legacy-metrics', '-h, --help', '-v, --version'],
    ])
      expect(tee.stdout.toString()).toContain(`\n  ${option}`);
  });
});

test.concurrent.for([['check', '-v']])('%j is the version', async (args, { fpgaTee }) => {
  const tee = fpgaTee(args);
  expect(await tee.ended).toBe(0);
  expect(tee.stdout.toString()).toBe(`${manifest.version}\n`);
  expect(tee.stderr).toBe('');
});

test('a configuration file and the environment stand for options', async ({
  directory,
  fpgaTee,
  readLog,
}) => {
  mkdirSync(path.join(directory, 'fpga-tee'));
  writeFileSync(path.join(directory, 'fpga-tee/config.yaml'), 'log: rig.log\nport: many\n');
  const env = { XDG_CONFIG_HOME: directory, FPGA_TEE_NO_METRICS: '1' };
  const wrong = fpgaTee([], { env });
  expect(await wrong.ended).toBe(2);
  expect(wrong.stderr).toMatch(/^fpga-tee: \S+config\.yaml:2:7: port: 'many' is not a port[^\n]*\n$/);

  writeFileSync(path.join(directory, 'fpga-tee/config.yaml'), 'log: rig.log\n');
  const tee = fpgaTee([], { env });
  tee.stdin.end('hello\n');
  expect(await tee.ended).toBe(0);
  expect(tee.stderr).toBe('');
  expect((await readLog('rig.log')).toString()).toBe('hello\n');
});

test('dashboards and alerts come out of the program itself', async ({ directory, fpgaTee }) => {
  const tee = fpgaTee(['dashboards', 'monitoring']);
  expect(await tee.ended).toBe(0);
  for (const name of ['prometheus.yml', 'rules/fpga-tee.alerts.yml', 'farm.json'])
    expect(readFileSync(path.join(directory, 'monitoring', name))).toEqual(
      readFileSync(path.join('dashboards', name)),
    );
});

describe('what can not be written to stdout', () => {
  const commands = [
    '--version',
    'check --json empty.log',
    'simulate --lines 3',
    'simulate --rate 0 --lines 9999',
  ];

  test.concurrent.for(commands)(
    '%s: one line on stderr, and an exit code that tells',
    async (command, { run }) => {
      const shell = run('sh', ['-c', `: >empty.log; fpga-tee ${command} >/dev/full`]);
      expect(await shell.ended).toBe(1);
      expect(shell.stderr).toMatch(/^fpga-tee: [^\n]*ENOSPC[^\n]*\n$/);
    },
  );

  test.concurrent('of the miner: it is said, and the log goes on', async ({ run, readLog }) => {
    const shell = run('sh', ['-c', 'echo hello | fpga-tee --no-metrics >/dev/full']);
    expect(await shell.ended).toBe(0);
    expect(shell.stderr).toMatch(
      /^fpga-tee: stdout can't be written any more \(ENOSPC.*\); the log goes on\n$/,
    );
    expect((await readLog()).toString()).toBe('hello\n');
  });
});

test('stdout into a file beyond the quota is tried again like one on a full disk', async ({
  directory,
  run,
}) => {
  needsProgram('strace');
  const out = path.join(directory, 'out');
  writeFileSync(out, '');
  const inject = 'inject=write,writev,pwrite64:error=EDQUOT:when=1..3';
  const shell = run(
    'sh',
    [
      '-c',
      `printf 'one\\ntwo\\n' | strace -f -qq -o /dev/null -P ${out} -e trace=write,writev,pwrite64 -e ${inject} fpga-tee --no-metrics >>${out}`,
    ],
    { env: { UV_THREADPOOL_SIZE: '1' } },
  );
  expect(await shell.ended).toBe(0);
  expect(shell.stderr).toBe('');
  expect(readFileSync(out, 'utf8')).toBe('one\ntwo\n');
});

test('lists of processes show it by its name', async ({ fpgaTee, run }) => {
  const tee = fpgaTee(['--no-metrics']);
  tee.stdin.write('hello\n');
  await tee.printed('hello');
  const list = run('ps', ['-o', 'comm=', '-p', `${tee.pid}`]);
  expect(await list.ended).toBe(0);
  expect(list.stdout.toString().trim()).toBe('fpga-tee');
});

test('the published program has no faults in it and no other clock: those are in the build for tests alone', async () => {
  const published = await readFile(path.join(inject('installed'), 'dist/program.cjs'), 'utf8');
  const forTests = await readFile(path.join(inject('installedTestBuild'), 'dist/program.cjs'), 'utf8');
  for (const words of ['FPGA_TEE_FAULT', 'FPGA_TEE_CLOCK_RATE', 'fault at ']) {
    expect(published).not.toContain(words);
    expect(forTests).toContain(words);
  }
});

test('what a start takes stands in a small first part; the panel, YAML and what serves stand beside it', async () => {
  const dist = path.join(inject('installed'), 'dist');
  const first = await readFile(path.join(dist, 'program.cjs'), 'utf8');
  const later = await readdir(path.join(dist, 'parts'));
  const texts = await Promise.all(later.map((name) => readFile(path.join(dist, 'parts', name), 'utf8')));
  expect(first.length).toBeLessThan(400 * 1024);
  // Words of React, of Ink's layout, of the YAML parser, of what answers requests.
  for (const words of ['react.element', 'yoga', 'flow-error-end', 'text/plain']) {
    expect(first).not.toContain(words);
    expect(texts.some((text) => text.includes(words))).toBe(true);
  }
});

test('with a clock that runs faster a card falls silent as soon as that', async ({ fpgaTee }) => {
  const tee = fpgaTee(['-b', '0xbtc', '-p', '0', '--host', '127.0.0.1', '--stale-after', '5m'], {
    env: testBuild({ rate: 1000 }),
  });
  const address = await tee.address();
  tee.stdin.write(
    '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120\n',
  );
  await until(async () => value(await scrape(address), 'fpga_card_up{card="card1"}') === 0);
});

test('with nothing piped into it, it says how it is used, and ends with 2', async ({
  terminal,
  directory,
}) => {
  const shell = terminal('fpga-tee');
  expect(await shell.ended()).toBe(2);
  expect(shell.lines[0]).toBe('fpga-tee: nothing to read: pipe a miner into it');
  expect(shell.lines.length).toBeLessThan(8);
  expect(await readdir(directory)).toEqual([]);
});
