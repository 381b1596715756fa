import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/options/parse.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-config-'));
  file = path.join(folder, 'config.yaml');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What the command line comes to with such a file, and such variables. */
function parsed(
  text: string | null,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  if (text !== null) writeFileSync(file, text);
  const command = parseCommandLine(args, false, { environment, folder });
  if (command.command !== 'tee' && command.command !== 'follow' && command.command !== 'run')
    throw new Error(`${command.command} is no job`);
  return command;
}

const options = (...given: Parameters<typeof parsed>) => parsed(...given).options;

const whole = `# my rig
port: 9100
host: 127.0.0.1
bitstream: rb4
cards: [left, right]
log: rig.log
log-max-size: 10M
plain: true
temp-limits: 60,75
on-alert: ./tell-me.sh
web-config: web.yml
pools:
  - url: https://pool.example:2095
    address: 0x00ab
  - url: https://other.example/api/{address}
    address: NQ07 0000
    json: hashrate=rate*1e9
pool-interval: 2m
`;

describe('the configuration file', () => {
  test('is for the pipe', () => {
    expect(options(whole)).toMatchObject({
      port: 9100,
      host: '127.0.0.1',
      bitstream: 'rb4',
      names: { inOrder: ['left', 'right'] },
      log: { path: 'rig.log', rotation: { maxSize: 10 * 1024 ** 2 } },
      plain: true,
      webConfig: path.join(folder, 'web.yml'),
      alerts: { onAlert: './tell-me.sh' },
      pools: { entries: [{ address: '0x00ab' }, { address: 'NQ07 0000', kind: 'json' }], interval: 120 },
    });
  });

  test('is for logs that are followed, which are no reason to write another', () => {
    expect(options(whole, ['-m', 'rig.log'])).toMatchObject({ port: 9100, log: null });
    expect(options(whole, ['-m', 'rig.log', '-o', 'all.log'])).toMatchObject({
      log: { path: 'all.log', rotation: { maxSize: 10 * 1024 ** 2 } },
    });
  });

  test('is for a miner that run starts, and not for a rig file', () => {
    expect(options(`${whole}restart: always\n`, ['run', '--', 'miner'])).toMatchObject({
      port: 9100,
      restart: { when: 'always' },
    });
    expect(options('nonsense', ['run', '--rig', 'rig.yaml']).port).toBe(9090);
  });

  test('gives way to the environment, and that to the command line', () => {
    const environment = { FPGA_TEE_PORT: '9200', FPGA_TEE_HOST: '127.0.0.2' };
    expect(options(whole, ['--host', '127.0.0.3'], environment)).toMatchObject({
      port: 9200,
      host: '127.0.0.3',
    });
    expect(options(whole, [], { FPGA_TEE_PLAIN: '0' }).plain).toBe(false);
    expect(options('log: false\nmetrics: false\n', ['-o', 'x.log'])).toMatchObject({
      log: { path: 'x.log' },
      port: null,
    });
  });

  test('gives way with all its pools to one that is given', () => {
    const args = ['--pool', 'https://third.example', '--pool-address', '0xc'];
    expect(options(whole, args).pools?.entries).toMatchObject([{ address: '0xc' }]);
  });

  test('is of no other command', () => {
    writeFileSync(file, 'nonsense');
    const surroundings = { environment: { FPGA_TEE_PORT: 'x', FPGA_TEE_POOL_KIND: 'x' }, folder };
    for (const args of [
      ['check', 'a.log'],
      ['pool', 'https://pool.example', '0xabc'],
      ['simulate'],
      ['demo'],
    ])
      expect(parseCommandLine(args, false, surroundings).command).toBe(args[0]);
  });

  test('need not be there, nor say anything', () => {
    expect(options(null).port).toBe(9090);
    expect(options('# nothing yet\n').port).toBe(9090);
    expect(options(whole, ['--no-config']).port).toBe(9090);
    expect(options(whole, [], { FPGA_TEE_NO_CONFIG: '1' }).port).toBe(9090);
  });

  test('can be another one', () => {
    const other = path.join(folder, 'other.yaml');
    writeFileSync(other, 'port: 9300\n');
    expect(options(whole, ['--config', other]).port).toBe(9300);
    expect(options(whole, [], { FPGA_TEE_CONFIG: other }).port).toBe(9300);
    expect(() => options(null, ['--config', `${other}.not`])).toThrow(
      'other.yaml.not: no such file; give one',
    );
    expect(() => options(null, ['run', '--rig', 'rig.yaml', '--config', other])).toThrow(
      '--config: with --rig the options stand in the rig file',
    );
  });

  test.each([
    ['port: 9100\nprot: 1\n', ':2:1: prot: no such key; did you mean port?'],
    ['port: many\n', ":1:7: port: 'many' is not a port"],
    ['plain: 7\n', ":1:8: plain: '7' is not true or false"],
    ['- a\n', ":1:1: no options; give lines such as 'port: 9100'"],
    ['port: 1\n\thost: x\n', ':2:1: a tab; YAML takes spaces only'],
    ['miners: []\n', ':1:1: miners: miners stand in a rig file'],
    ['minerlogpaths: a\n', ':1:1: minerlogpaths: no such key; fpga-tee --help all lists'],
    ['bitstream: rb4\nformat: my.yaml\n', ':2:9: format: contradicts bitstream'],
    ['pool-interval: 2m\n', ':1:16: pool-interval: there is no pool to it'],
    ['pools:\n  - url: https://pool.example\n', ':2:5: pools[0]: it has no address'],
    ['cards: [a, a]\n', 'the name a is given twice'],
    ['port: x\nhost: ..\n', '(and 1 more)'],
    ['log-keep: 3\n', 'config.yaml:1:11: log-keep 3: without --log-max-size there are no old logs'],
  ])('%j is told with file, line and the way out, in one line', (text, words) => {
    expect(() => options(text)).toThrow(words);
    expect(() => options(text)).toThrow(file);
    expect(() => options(text)).toThrow(/^[^\n]+$/);
  });

  test('that is no file is told as such', () => {
    mkdirSync(file);
    expect(() => options(null)).toThrow(`${file}: a directory, not a configuration file`);
  });
});
