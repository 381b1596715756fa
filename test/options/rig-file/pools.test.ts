import { describe, expect, test } from 'vitest';
import { describeProblem, parseRig } from '../../../src/options/rig-file/read.ts';

/** A rig with these lines about its pools, and a miner. */
const withMiner = (lines: string) => `${lines}\nminers: [{ name: a, command: m }]\n`;
/** The pools of a rig file with these lines. */
function rigOf(lines: string) {
  const read = parseRig(withMiner(lines), 'rig.yaml');
  if (read.type === 'problems') throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.rig;
}
/** What is wrong with these lines, as it is said. */
function problemsOf(lines: string): string[] {
  const read = parseRig(withMiner(lines), 'rig.yaml');
  return read.type === 'rig' ? [] : read.problems.map((problem) => describeProblem('rig.yaml', problem));
}
const secret = '0x5ec2e7';
const url = 'https://pool.example:2095';

test('a rig without pools has none', () => {
  expect(rigOf('')).toMatchObject({ pools: [], said: new Map() });
});

test.each(['0x00ABcdEF', '0123456789', '1e9', 'true', 'NQ07 0000 1111'])(
  'the address %s is taken as it is written, whatever it is to YAML',
  (address) => {
    expect(rigOf(`pools:\n  - url: ${url}\n    address: ${address}`).pools).toEqual([
      { url: new URL(url), address, kind: null, paths: null },
    ]);
  },
);

test('an address that several pools have can be an anchor', () => {
  const { pools } = rigOf(
    `pools:\n  - { url: '${url}', address: &mine ${secret} }\n  - { url: 'http://b.example', address: *mine, kind: auto }`,
  );
  expect(pools.map(({ address, kind }) => [address, kind])).toEqual([
    [secret, null],
    [secret, null],
  ]);
});

test('every problem is told, each with its line, its column and the way out', () => {
  expect(
    problemsOf(`pools:
  - url: stratum+tcp://pool.example:3333
    address: ${secret}
    kind: yimp
  - adress: ${secret}
    kind: json
  - url: ${url}
    address: [${secret}]
    kind: yiimp
    json: hashrate=a
  - url: ${url}
    address: ${secret}
    json: rate=a
  - url: ${url}
    address: ${secret}
    kind: json
  - url:
    address: "${secret}\\a"
pool-interval: 5s`),
  ).toEqual([
    'rig.yaml:2:10: pools[0].url: a stratum address is for the miner; give one such as https://pool.example:2095, where the pool tells of its miners',
    'rig.yaml:4:11: pools[0].kind: choose one of auto, tokenpool, icemining, yiimp, miningcore, json',
    'rig.yaml:5:5: pools[1]: no such key; did you mean address?',
    'rig.yaml:5:5: pools[1]: it has no url',
    'rig.yaml:5:5: pools[1]: it has no address',
    'rig.yaml:6:11: pools[1].json: missing: say where the hashrate stands, such as hashrate=workers[*].rate*1e9',
    'rig.yaml:8:14: pools[2].address: a list where a text should be: the address that is mined for',
    'rig.yaml:9:11: pools[2].kind: paths are for the kind json; give that',
    'rig.yaml:13:11: pools[3].json: rate: there are hashrate, last-share, balance, shares and currency, such as hashrate=workers[*].rate*1e9',
    'rig.yaml:16:11: pools[4].json: missing: say where the hashrate stands, such as hashrate=workers[*].rate*1e9',
    'rig.yaml:17:9: pools[5].url: nothing where a text should be: a URL such as https://pool.example:2095',
    'rig.yaml:18:14: pools[5].address: not an address: give at most 256 characters on one line',
    "rig.yaml:19:16: pool-interval: '5s' is not a duration of 15s or more, such as 60s",
  ]);
});

describe('a list that is none', () => {
  test.each([
    ['pools:', '1:7: pools: nothing where a list should be: one item a pool, each with a url and an address'],
    [
      'pools: []',
      '1:8: pools: the list is empty; give one item a pool, each with a url and an address, or leave it out',
    ],
    [
      'pools: { url: x }',
      '1:8: pools: a map where a list should be: one item a pool, each with a url and an address',
    ],
    ['pools: [{}]', '1:9: pools[0]: it is empty; give a url and an address'],
    ['pool-interval: 60s', "1:16: pool-interval: there is no pool to it; give 'pools:' and a list of them"],
  ])('%j', (lines, problem) => {
    expect(problemsOf(lines)).toEqual([`rig.yaml:${problem}`]);
  });

  test('is one of more than 16', () => {
    const pools = (count: number) => `pools:\n${`  - { url: '${url}', address: ${secret} }\n`.repeat(count)}`;
    expect(rigOf(pools(16)).pools).toHaveLength(16);
    expect(problemsOf(pools(17))).toEqual(['rig.yaml:18:5: pools[16]: more than 16 pools; give fewer']);
  });
});

test.each([
  `pools: ${secret}`,
  `pools: [${secret}]`,
  `pools: [{ url: '${url}', ${secret} }]`,
  `pools: [{ url: '${url}', address: { ${secret}: x } }]`,
  `pools: [{ url: ${secret}, address: x }]`,
  `pools: [{ url: '${url}', address: x, kind: ${secret} }]`,
  `pools: [{ url: '${url}', address: "${secret}\\n" , kind: none }]`,
  `pools: [{ url: '${url}', address: *${secret} }]`,
  `pools: [{ url: '${url}', address: ${secret}`,
  `pools:\n  - url: ${url}\n    address: ${secret}: x`,
  `pools:\n  - url: ${url}\n    address ${secret}`,
  `pools:\n  - url: ${url}\n    address: "${secret}" ${secret}`,
  `pools:\n  - url: ${url}\n   ${secret}\n   address: ${secret}`,
  `pools:\n  - url: ${url}\n    address: !${secret} {}`,
  `pools:\n  - url: ${url}\n    address: "${secret}`,
])('what is said of %j does not repeat the address', (lines) => {
  const said = problemsOf(lines);
  expect(said).not.toEqual([]);
  expect(said.join('\n')).not.toContain(secret.slice(2));
});
