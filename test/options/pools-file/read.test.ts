import { describe, expect, test } from 'vitest';
import { parsePoolsFile } from '../../../src/options/pools-file/read.ts';

const address = '0x5ec2e7000000000000000000000000000000add2';

function problemsOf(text: string): readonly string[] {
  const read = parsePoolsFile(text, '/etc/pools.yaml');
  if (read.type === 'pools') return [];
  return read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a file of pools', () => {
  test('has any number of pools, each with a name of its own', () => {
    const read = parsePoolsFile(
      `port: 9200
pools:
  - { url: 'https://pool.example:2095', address: ${address} }
  - { url: 'https://pool.example:2095', address: ${address.replace('5', '6')} }
  - { url: 'https://other.example', address: ${address}, name: the other, kind: yiimp }
modules:
  mine: { address: ${address} }
targets: ['https://pool.example:2095']
`,
      '/etc/pools.yaml',
    );
    expect(read).toMatchObject({
      type: 'pools',
      file: {
        pools: [{ name: 'pool.example:2095' }, {}, { name: 'the other', entry: { kind: 'yiimp', address } }],
        probing: { targets: new Set(['https://pool.example:2095/']) },
        said: new Map([['port', '9200']]),
      },
    });
    if (read.type !== 'pools') return;
    expect(new Set(read.file.pools.map(({ name }) => name)).size).toBe(3);
    expect(read.file.probing.modules.get('mine')).toMatchObject({ address });
  });

  test.each([
    ['', /no pools; begin with 'pools:'/],
    ['port: 9200', /nobody to ask/],
    ['pools: []', /^1:8 pools: the list is empty/],
    ["pools:\n  - { url: 'ftp://pool.example', address: x }", /^2:\d+ pools\[0\]\.url: not a URL/],
    ["pools:\n  - { url: 'https://pool.example' }", /^2:5 pools\[0\]: it has no address/],
    ["pools:\n  - { url: 'https://pool.example', adress: x, address: y }", /did you mean address/],
    [
      "pools:\n  - { url: 'https://a.example', address: x, name: a }\n  - { url: 'https://b.example', address: y, name: a }",
      /^3:\d+ pools\[1\]\.name: another pool has this name/,
    ],
    ['modules: {}', /there is none; give a name for each address/],
    ['modules:\n  mine: { kind: yiimp }', /it has no address/],
    [
      "pools:\n  - { url: 'https://a.example', address: x }\ntargets: ['https://a.example']",
      /no module to probe with/,
    ],
    ['modules:\n  mine: { address: x }\ntargets: [nonsense]', /^3:\d+ targets\[0\]: not a URL/],
    ['modules:\n  mine: { address: x }\nport: 99999', /^3:7 port: /],
  ])('is told where it is wrong: %j', (text, words) => {
    expect(problemsOf(text)).toContainEqual(expect.stringMatching(words));
  });

  test('has modules only with targets, which may be any', () => {
    const modules = `modules:\n  mine: { address: ${address} }\n`;
    expect(problemsOf(modules)).toEqual([
      expect.stringMatching(/^2:\d+ modules: who may be asked is missing/),
    ]);
    expect(parsePoolsFile(`${modules}targets: any\n`, '/etc/pools.yaml')).toMatchObject({
      type: 'pools',
      file: { probing: { targets: null } },
    });
  });

  test('no problem repeats an address', () => {
    const texts = [
      `pools:\n  - { url: '${address}', address: ${address}, name: ${address} }`,
      `modules:\n  ${address}: { address: ${address} }`,
      `pools:\n  - ${address}`,
    ];
    for (const text of texts) {
      expect(problemsOf(text), text).not.toEqual([]);
      expect(problemsOf(text).join('\n')).not.toContain('5ec2e7');
    }
  });
});
