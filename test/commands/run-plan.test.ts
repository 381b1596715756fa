import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planCommand, planRig, type RunPlan } from '../../src/commands/run-plan.ts';
import { parseCommandLine, type RunOptions } from '../../src/options/parse.ts';
import { describeProblem, parseRig } from '../../src/options/rig-file/read.ts';

function optionsOf(...args: string[]): RunOptions {
  const command = parseCommandLine(['run', ...args], false);
  if (command.command !== 'run') throw new Error(command.command);
  return command.options;
}

const here = { directory: '/here', environment: { HOME: '/home', CARD: 'none' } };

function planned(text: string, ...args: string[]): RunPlan {
  const options = optionsOf('--rig', 'rig.yaml', ...args);
  const read = parseRig(text, '/rigs/rig.yaml');
  if (read.type !== 'rig' || options.start.type !== 'rig') throw new Error('no rig');
  return planRig(options, read.rig, options.start, here);
}

describe('a command', () => {
  test('is started where we are, and named after its program', () => {
    const options = optionsOf('-b', 'rb4', '-c', 'bcu1', '-o', 'my.log', '--', './bin/rb4-miner', '-t', '7');
    const { miners } = planCommand(options, ['./bin/rb4-miner', '-t', '7'], here);
    expect(miners).toMatchObject([
      {
        name: 'rb4-miner',
        command: { file: './bin/rb4-miner', args: ['-t', '7'], ...here },
        candidates: [{ name: 'rb4' }],
        names: { inOrder: ['bcu1'] },
        log: { path: 'my.log' },
        restart: { when: 'never' },
        stop: { stopGrace: 120, killAfter: null },
      },
    ]);
  });
});

describe('a rig file', () => {
  const two = `
port: 9191
host: 127.0.0.1
stale-after: 30s
miners:
  - { name: a, command: m -x, environment: { CARD: '1' }, bitstream: rb4, stop-grace: 1m, kill-after: 5s }
  - { name: b, command: m, bitstream: rb4, log: false, restart: always }
`;

  test('says how large each log may grow and when a miner counts as stuck; the command line overrules it', () => {
    const text = `log-max-size: 1M\nlog-keep: 2\nstall-silent: 10m\non-stall: ./tell.sh\nslow-below: 0.5\n${two}`;
    const { miners, options } = planned(text);
    const rotation = { maxSize: 1024 ** 2, keep: 2 };
    expect(miners.map(({ log }) => log)).toMatchObject([{ path: '/rigs/a.log', rotation }, null]);
    expect(options.stalls).toMatchObject({ thresholds: { silent: 600 }, onStall: './tell.sh' });
    const [typed] = planned(text, '--log-max-size', '2M', '--no-metrics').miners;
    expect(typed?.log).toMatchObject({ rotation: { maxSize: 2 * 1024 ** 2, keep: 2 } });
    expect(planned(text, '--stall-silent', '1m').options.stalls).toMatchObject({
      thresholds: { silent: 60 },
    });
  });

  test('says for each miner what it is', () => {
    const { miners } = planned(two);
    expect(miners).toMatchObject([
      {
        name: 'a',
        command: { file: 'm', args: ['-x'], directory: '/rigs', environment: { HOME: '/home', CARD: '1' } },
        log: { path: '/rigs/a.log' },
        restart: { when: 'never' },
        stop: { stopGrace: 60, killAfter: 5 },
      },
      {
        name: 'b',
        command: { environment: { HOME: '/home', CARD: 'none' } },
        log: null,
        restart: { when: 'always' },
        stop: { stopGrace: 120, killAfter: null },
      },
    ]);
  });

  test('stands in for options that were not given, and not for those that were', () => {
    expect(planned(two).options).toMatchObject({ port: 9191, host: '127.0.0.1', staleAfter: 30 });
    expect(planned(two, '--no-metrics', '--host', '::', '--stale-after', '5m').options).toMatchObject({
      port: null,
      host: '::',
      staleAfter: 300,
    });
    expect(planned('miners: [{ name: a, command: m }]').options).toMatchObject({
      port: 9090,
      host: null,
      staleAfter: 120,
    });
  });

  test('says which pools are watched; pools that are given stand in their place, all of them', () => {
    const text = `
pools:
  - { url: 'https://a.example', address: one }
  - { url: 'https://b.example', address: two }
pool-interval: 5m
miners: [{ name: a, command: m }]
`;
    const pools = (...args: string[]) => {
      const found = planned(text, ...args).options.pools;
      return [found?.entries.map(({ url }) => url.host), found?.interval];
    };
    const given = ['--pool', 'https://c.example', '--pool-address', 'three'];
    expect(pools()).toEqual([['a.example', 'b.example'], 300]);
    expect(pools('--pool-interval', '20s')).toEqual([['a.example', 'b.example'], 20]);
    expect(pools(...given)).toEqual([['c.example'], 300]);
    expect(pools(...given, '--pool-interval', '20s')).toEqual([['c.example'], 20]);
    expect(planned(two).options.pools).toBeNull();
    expect(planned(two, ...given).options.pools).toMatchObject({ entries: [{}], interval: 60 });
    expect(planned(text.replace('pool-interval: 5m', '')).options.pools?.interval).toBe(60);
  });

  test('names the web configuration, unless another is given or nothing is served', () => {
    const text = 'web-config: web.yml\nminers: [{ name: a, command: m }]';
    expect(planned(text).options.webConfig).toBe('/rigs/web.yml');
    expect(planned(text, '--web-config', 'other.yml').options.webConfig).toBe('other.yml');
    expect(planned(text, '--no-metrics').options.webConfig).toBeNull();
    expect(planned(two).options.webConfig).toBeNull();
  });

  test('takes from the command line what it does not say of stops, and how logs are written', () => {
    const { miners } = planned(two, '--stop-grace', '3m', '--kill-after', '20s', '--log-max-size', '1M');
    expect(miners.map(({ stop }) => stop)).toEqual([
      { stopGrace: 60, killAfter: 5 },
      { stopGrace: 180, killAfter: 20 },
    ]);
    expect(miners[0]?.log).toMatchObject({ path: '/rigs/a.log', rotation: { maxSize: 1024 ** 2 } });
  });

  test('waits for the bitstream that all of them have, else for any', () => {
    expect(planned(two).options.bitstream).toBe('rb4');
    const mixed = 'miners: [{ name: a, command: m, bitstream: rb4 }, { name: b, command: m }]';
    expect(planned(mixed).options.bitstream).toBe('auto');
  });
});

describe('the document', () => {
  const document = readFileSync('docs/run.md', 'utf8');
  const [example = ''] = /^ {4}# rig\.yaml.*?(?=\n\n\S)/ms.exec(document) ?? [];
  const text = example.replace(/^ {4}/gm, '');

  test('has an example with all that a rig file can say', () => {
    const { miners, options } = planned(text);
    expect(options).toMatchObject({ port: 9090, host: '127.0.0.1', staleAfter: 120 });
    expect(options.webConfig).toBe('/rigs/web.yml');
    expect(options.pools?.interval).toBe(300);
    expect(options.pools?.entries.map(({ url, kind }) => [url.host, kind])).toEqual([
      ['pool.example:2095', 'tokenpool'],
      ['other.example', 'json'],
    ]);
    expect(miners.map(({ name }) => name)).toEqual(['vu35p', 'nimiq']);
    expect(miners[1]).toMatchObject({
      command: { file: 'FPGAMinerNIM', directory: '/opt/nimiq' },
      names: { inOrder: ['cvp1'] },
      log: { path: '/var/log/nimiq.log' },
      restart: { when: 'on-exit', limit: { count: 5, seconds: 3600 }, backoff: 30 },
      stop: { stopGrace: 180, killAfter: 30 },
    });
  });

  test('shows the message about a mistake in it as it is', () => {
    const read = parseRig(text.replace('restart: always', 'restart: alway'), 'rig.yaml');
    const problems = read.type === 'rig' ? [] : read.problems;
    expect(problems).toHaveLength(1);
    for (const problem of problems) expect(document).toContain(describeProblem('rig.yaml', problem));
  });
});
