import { describe, expect, test } from 'vitest';
import { type Command, parseCommandLine } from '../../../src/options/parse.ts';

const url = 'https://a.example';

function poolsOf(...args: string[]) {
  const command: Command = parseCommandLine(args, false);
  if (command.command !== 'tee') throw new Error(command.command);
  return command.options.pools;
}

test('without a pool there are none', () => {
  expect(poolsOf()).toBeNull();
});

test('a pool and its address', () => {
  expect(poolsOf('--pool', url, '--pool-address', '0xabc')).toEqual({
    entries: [{ url: new URL(url), address: '0xabc', kind: null, paths: null }],
    interval: 60,
  });
  expect(poolsOf('--pool', url, '--pool-address', '0xabc', '--pool-interval', '5m')?.interval).toBe(300);
});

test('several are paired in their order', () => {
  const pools = poolsOf(
    ...['--pool', url, '--pool-address', 'one', '--pool', 'http://b.example', '--pool-address', 'two'],
    ...['--pool', 'http://c.example', '--pool-address', 'three'],
    ...['--pool-kind', 'auto', '--pool-kind', 'json', '--pool-kind', 'yiimp', '--pool-json', 'hashrate=a'],
  );
  expect(
    pools?.entries.map(({ url: { host }, address, kind, paths }) => [host, address, kind, paths !== null]),
  ).toEqual([
    ['a.example', 'one', null, false],
    ['b.example', 'two', 'json', true],
    ['c.example', 'three', 'yiimp', false],
  ]);
});

test('one kind is that of all, and paths alone make one pool json', () => {
  const two = ['--pool', url, '--pool-address', 'a', '--pool', url, '--pool-address', 'b'];
  expect(poolsOf(...two, '--pool-kind', 'yiimp')?.entries.map(({ kind }) => kind)).toEqual([
    'yiimp',
    'yiimp',
  ]);
  expect(poolsOf('--pool', url, '--pool-address', 'a', '--pool-json', 'hashrate=a')?.entries[0]?.kind).toBe(
    'json',
  );
});

describe('what does not fit together', () => {
  const one = ['--pool', url, '--pool-address', 'secret'];
  test.each([
    [['--pool', url], /^--pool is given once and --pool-address 0 times; each pool needs an address/],
    [['--pool-address', 'secret'], /^--pool-address: there is no pool to it/],
    [['--pool-interval', '60s'], /^--pool-interval: there is no pool to it/],
    [['--pool-kind', 'yiimp'], /^--pool-kind: there is no pool to it/],
    [[...one, '--pool-interval', '14s'], /^--pool-interval 14s: give 15s or more/],
    [[...one, '--pool-interval', 'often'], /^--pool-interval often: give 15s or more/],
    [[...one, '--pool-kind', 'foo'], /^--pool-kind foo: choose one of auto, tokenpool/],
    [[...one, '--pool-kind', 'yiimp', '--pool-kind', 'json'], /^--pool-kind is given 2 times for 1 pools/],
    [[...one, '--pool-kind', 'json'], /^--pool-json: missing: say where the hashrate stands/],
    [
      [...one, '--pool-kind', 'yiimp', '--pool-json', 'hashrate=a'],
      /^--pool-json is given once for 0 times --pool-kind json/,
    ],
    [[...one, '--pool-json', 'rate=a'], /^--pool-json: rate: there are hashrate/],
    [
      ['--pool', 'pool.example', '--pool-address', 'secret'],
      /^--pool pool\.example: not a URL; give one such as/,
    ],
    [
      ['--pool', url, '--pool-address', 'secret\u0007'],
      /^--pool https:\/\/a\.example: its address: not an address/,
    ],
    [Array.from({ length: 17 }, () => one).flat(), /^--pool: more than 16 pools/],
    [['pool', url], /^pool needs a URL and an address/],
    [['pool', url, 'a', 'b'], /^pool needs a URL and an address/],
    [
      ['--pool', 'http://me:secret@a.example', '--pool-address', 'a'],
      /^--pool http:\/\/…@a\.example: a name/,
    ],
    [['pool', 'http://me:secret@a.example', 'a'], /^http:\/\/…@a\.example: a name or a password/],
    [['pool', 'x', 'secret'], /^x: not a URL/],
    [
      ['pool', '--pool-kind', 'yiimp', '--pool-kind', 'json', url, 'secret'],
      /^--pool-kind: given 2 times for one pool/,
    ],
  ])('%j', (args, words) => {
    expect(() => parseCommandLine(args, false)).toThrow(words);
    expect(() => parseCommandLine(args, false)).not.toThrow(/secret/);
  });
});

test('the command asks for one pool', () => {
  const json = 'hashrate=a[*].b';
  expect(parseCommandLine(['pool', '--json', '--pool-json', json, url, 'NQ07 1234'], false)).toMatchObject({
    command: 'pool',
    options: { entry: { address: 'NQ07 1234', kind: 'json' }, json: true },
  });
});
