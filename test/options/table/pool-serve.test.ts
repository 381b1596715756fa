import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/options/parse.ts';

function poolOf(...args: string[]) {
  const command = parseCommandLine(['pool', ...args], false);
  if (command.command !== 'pool') throw new Error(command.command);
  return command.options;
}

function serveOf(...args: string[]) {
  const options = poolOf('--serve', ...args);
  if (options.type !== 'serve') throw new Error(options.type);
  return options.from;
}

test('without --serve a pool is asked once', () => {
  expect(poolOf('https://a.example', '0xabc')).toMatchObject({ type: 'once', entry: { address: '0xabc' } });
});

test('each URL has its address behind it, and each pool a name', () => {
  const from = serveOf('http://a.example:1', 'one', 'http://a.example:1', 'two', 'http://b.example', 'one');
  if (from.type !== 'words') throw new Error(from.type);
  expect(from.pools.map(({ name, entry }) => [name, entry.url.host, entry.address])).toEqual([
    ['a.example:1', 'a.example:1', 'one'],
    ['a.example:1#2', 'a.example:1', 'two'],
    ['b.example', 'b.example', 'one'],
  ]);
});

test('more pools may be given than beside a miner', () => {
  const words = Array.from({ length: 40 }, (_, place) => [`http://p${place}.example`, 'a']).flat();
  expect(serveOf(...words)).toMatchObject({ type: 'words', pools: { length: 40 } });
});

test('a kind is for all, or each has one', () => {
  const from = serveOf('http://a', 'one', 'http://b', 'two', '--pool-kind', 'yiimp');
  expect(from.type === 'words' && from.pools.map(({ entry }) => entry.kind)).toEqual(['yiimp', 'yiimp']);
});

test('a file is read later', () => {
  expect(serveOf('--config', 'pools.yaml')).toEqual({ type: 'file', path: 'pools.yaml' });
});

describe('what does not fit together is told', () => {
  const wrong: readonly (readonly [args: readonly string[], words: string])[] = [
    [['--serve'], 'pool --serve needs URLs, each with an address behind it, or a file'],
    [['--serve', 'http://a'], 'pool --serve needs URLs'],
    [['--serve', 'http://a', 'b', 'http://c'], 'pool --serve needs URLs'],
    [['--serve', '--json', 'http://a', 'b'], '--json: contradicts --serve'],
    [['--serve', '--config', 'p.yaml', 'http://a', 'b'], '--config p.yaml: the pools stand in the file'],
    [
      ['--serve', '--config', 'p.yaml', '--pool-kind', 'yiimp'],
      '--pool-kind: with --config it stands in the file',
    ],
    [['--port', '9091', 'http://a', 'b'], '--port: a pool is asked once without --serve'],
    [['--config', 'p.yaml'], '--config: a pool is asked once without --serve'],
    [['--serve', '--pool-interval', '5s', 'http://a', 'b'], '--pool-interval 5s: give 15s or more'],
  ];
  test.each(wrong)('%j', (args, words) => {
    expect(() => poolOf(...args)).toThrow(words);
  });
});
