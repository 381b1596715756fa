import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bitstreams } from '../../../src/bitstreams/index.ts';
import {
  describeProblem,
  expectedRigFile,
  parseRig,
  readRigFile,
} from '../../../src/options/rig-file/read.ts';
import { whyUnreadable } from '../../../src/values/file-text.ts';

/** Every bitstream, as they are listed. */
const names = [...bitstreams.map(({ name }) => name), 'generic'].join(', ');

const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-rig-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The rig that a text describes. */
function rigOf(text: string) {
  const read = parseRig(text, '/rigs/rig.yaml');
  if (read.type === 'problems') throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.rig;
}
/** What is wrong with a text, as it is said. */
function problemsOf(text: string): string[] {
  const read = parseRig(text, 'rig.yaml');
  return read.type === 'rig' ? [] : read.problems.map((problem) => describeProblem('rig.yaml', problem));
}
/** What is wrong with one more line of a miner. */
const problemsWith = (line: string) => problemsOf(`miners:\n  - name: a\n    command: m\n    ${line}\n`);

test('a rig with everything', () => {
  const rig = rigOf(`
port: 9091
host: 127.0.0.1
stale-after: 90s
web-config: web.yml
pool-interval: 5m
pools:
  - url: wss://a.example:2095
    address: 0x00ABcd
  - url: https://b.example/api/miner/{address}
    address: NQ07 1234 5678
    json: hashrate=workers[*].rate*1e9,currency=NIM
  - { url: 'http://c.example', address: 0123, kind: yiimp }
miners:
  - name: vu35p
    command: [./fx-tokenminer, -t, 730, -x, 0x1F, --pass, '', on]
    directory: miners/fx
    environment: { CARD: 1.0, EMPTY: '', ON: on }
    bitstream: 0xbtc
    cards: [bcu1, 40020000013AE3213511111C=bcu2]
    log: /var/log/fx.log
    restart: { policy: always, limit: 3/30m, backoff: 20s }
    stop-grace: 3m
    kill-after: 30s
  - name: nimiq
    command: FPGAMinerNIM --pool 'wss://pool x'
    cards: left, right
    log: false
    restart: on-exit
  - name: third
    command: other
    restart: { policy: on-stall, limit: none }
`);
  const none = { inOrder: [], byDna: new Map(), byIndex: new Map() };
  expect(rig).toEqual({
    path: '/rigs/rig.yaml',
    said: new Map([
      ['port', '9091'],
      ['host', '127.0.0.1'],
      ['web-config', '/rigs/web.yml'],
      ['stale-after', '90s'],
      ['pool-interval', '5m'],
    ]),
    pools: [
      { url: new URL('https://a.example:2095'), address: '0x00ABcd', kind: null, paths: null },
      {
        url: new URL('https://b.example/api/miner/{address}'),
        address: 'NQ07 1234 5678',
        kind: 'json',
        paths: {
          hashrate: expect.anything(),
          lastShare: null,
          balance: null,
          shares: null,
          currency: 'NIM',
        },
      },
      { url: new URL('http://c.example'), address: '0123', kind: 'yiimp', paths: null },
    ],
    miners: [
      {
        name: 'vu35p',
        command: ['./fx-tokenminer', '-t', '730', '-x', '0x1F', '--pass', '', 'on'],
        directory: '/rigs/miners/fx',
        environment: { CARD: '1.0', EMPTY: '', ON: 'on' },
        bitstream: '0xbtc',
        format: null,
        cards: {
          inOrder: ['bcu1'],
          byDna: new Map([['40020000013AE3213511111C', 'bcu2']]),
          byIndex: new Map(),
        },
        log: '/var/log/fx.log',
        restart: { when: 'always', limit: { count: 3, seconds: 1800 }, backoff: 20 },
        said: new Map([
          ['stop-grace', '3m'],
          ['kill-after', '30s'],
        ]),
      },
      {
        name: 'nimiq',
        command: ['FPGAMinerNIM', '--pool', 'wss://pool x'],
        directory: '/rigs',
        environment: {},
        bitstream: 'auto',
        format: null,
        cards: { ...none, inOrder: ['left', 'right'] },
        log: null,
        restart: { when: 'on-exit', limit: { count: 10, seconds: 3600 }, backoff: 10 },
        said: new Map(),
      },
      {
        name: 'third',
        command: ['other'],
        directory: '/rigs',
        environment: {},
        bitstream: 'auto',
        format: null,
        cards: none,
        log: '/rigs/third.log',
        restart: { when: 'on-stall', limit: null, backoff: 10 },
        said: new Map(),
      },
    ],
  });
});

test('every problem is told, each with its line, its column and the way out', () => {
  expect(
    problemsOf(`prot: 9090
stale-after: 5
miners:
  - name: a
    command: m
    restart: alway
  - name: a
    comand: m
  - command: [m, [x]]
    log: a.log
    cards: [x, x]
`),
  ).toEqual([
    'rig.yaml:1:1: prot: no such key; did you mean port?',
    "rig.yaml:2:14: stale-after: '5' is not a duration such as 90s or 5m",
    "rig.yaml:6:14: miners[0].restart: 'alway' is not one of never, on-exit, on-stall, always; did you mean always?",
    'rig.yaml:7:5: miners[1]: it has no command',
    'rig.yaml:7:11: miners[1].name: the name a is that of miners[0].name already; give it another',
    'rig.yaml:8:5: miners[1].comand: no such key; did you mean command?',
    'rig.yaml:9:5: miners[2]: it has no name',
    'rig.yaml:9:18: miners[2].command[1]: a list where a text should be: the program and its arguments, as a list or a line',
    expect.stringMatching(
      /^rig\.yaml:10:10: miners\[2\]\.log: the log \S*a\.log is that of miners\[0\] already; give it another$/,
    ),
    'rig.yaml:11:12: miners[2].cards: the name x is given twice; cards need different ones',
  ]);
});

test.each([
  ['', "rig.yaml:1:1: no miners; begin with 'miners:' and a list of them"],
  ['- a', "rig.yaml:1:1: no miners; begin with 'miners:' and a list of them"],
  ['port: 1', "rig.yaml:1:1: no miners; there must be 'miners:' and a list of them"],
  [
    'miners: []',
    'rig.yaml:1:9: miners: the list is empty; give one item a miner, each with a name and a command',
  ],
  [
    'miners: x',
    "rig.yaml:1:9: miners: 'x' where a list should be: one item a miner, each with a name and a command",
  ],
  [
    'miners:',
    'rig.yaml:1:8: miners: nothing where a list should be: one item a miner, each with a name and a command',
  ],
])('%j: there must be miners', (text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test.each([
  [
    'bitstream: 0xbtx',
    `rig.yaml:4:16: miners[0].bitstream: '0xbtx' is not one of auto, ${names}; did you mean 0xbtc?`,
  ],
  [
    'environment: [A=1]',
    'rig.yaml:4:18: miners[0].environment: a list where a map should be: names and values',
  ],
  ['environment: {1A: x}', 'rig.yaml:4:19: miners[0].environment.1A: no name of a variable'],
  [
    'environment: {A: }',
    "rig.yaml:4:22: miners[0].environment.A: nothing where a text should be: its value, '' for an empty one",
  ],
  [
    'restart: {limit: 3/1h}',
    'rig.yaml:4:14: miners[0].restart: it has no policy; give one of never, on-exit, on-stall, always',
  ],
  [
    'restart: {policy: always, limit: 3}',
    "rig.yaml:4:38: miners[0].restart.limit: '3' is not restarts in a time such as 10/1h, or none",
  ],
  [
    'stop-grace: [1]',
    'rig.yaml:4:17: miners[0].stop-grace: a list where a text should be: a duration such as 90s or 5m',
  ],
  ['log: true', null],
  ['log: ""', "rig.yaml:4:10: miners[0].log: '' is not a file, or false for none"],
  [
    'cards: {a: b}',
    'rig.yaml:4:12: miners[0].cards: a map where a text should be: names of cards, as a list or with commas',
  ],
  ['cards: [""]', "rig.yaml:4:12: miners[0].cards: a card's name is empty; give one such as bcu1"],
  ['<<: {log: x}', "rig.yaml:4:5: miners[0].<<: '<<' is not read; write the keys out"],
  ['? [a]\n    : b', 'rig.yaml:4:7: miners[0]: a key that is no word'],
])('%s', (line, problem) => {
  expect(problemsWith(line)).toEqual(problem === null ? [] : [problem]);
});

test.each([
  ['command: ""', 'no program; give the program and its arguments, as a list or a line'],
  ['command: []', 'no program; give the program and its arguments, as a list or a line'],
  ['command: m | tee', "'|' needs a shell; quote it, or give the list [sh, -c, '…'] as the command"],
  ['command: "a\\0b"', 'a text can hold no NUL character'],
])('%s is no command', (line, problem) => {
  expect(problemsOf(`miners:\n  - name: a\n    ${line}\n`)).toEqual([
    `rig.yaml:3:14: miners[0].command: ${problem}`,
  ]);
});

test('a name must do for a file and a label', () => {
  for (const name of ['../x', 'a b', '-a', '"a\\nb"'])
    expect(problemsOf(`miners:\n  - name: ${name}\n    command: m\n`)).toHaveLength(1);
});

test('two miners can have neither the same log nor the same card', () => {
  const text =
    'miners:\n- {name: a, command: m, log: ./x/../l, cards: bcu1}\n- {name: b, command: m, log: l, cards: [0=bcu1]}\n';
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(/^rig.yaml:3:30: miners\[1\]\.log: the log .* is that of miners\[0\]\.log already/),
    expect.stringMatching(
      /^rig.yaml:3:40: miners\[1\]\.cards: the card bcu1 is that of miners\[0\]\.cards already/,
    ),
  ]);
});

test('what a text editor does to YAML is told in plain words', () => {
  expect(problemsOf('miners:\n\t- name: a\n')).toContain(
    'rig.yaml:2:1: a tab; YAML takes spaces only to indent',
  );
  expect(problemsOf('port: 1\nport: 2\n')).toEqual(['rig.yaml:2:1: this key is given twice']);
  expect(problemsOf('port: 1\n---\nport: 2\n')).toEqual([
    "rig.yaml:2:1: a second document ('---'); a rig file has one",
  ]);
  expect(problemsOf('miners: [\n')[0]).toMatch(/^rig\.yaml:\d+:\d+: /);
  expect(rigOf('\ufeffminers:\r\n- name: a\r\n  command: m\r\n').miners).toHaveLength(1);
});

test('a value can be written once and used again', () => {
  const rig = rigOf(
    'miners:\n- {name: a, command: m, restart: &r {policy: always}}\n- {name: b, command: m, restart: *r}\n',
  );
  expect(rig.miners[1]?.restart.when).toBe('always');
  expect(problemsOf('miners: *gone\n')).toHaveLength(1);
});

test('anchors that multiply, lists without end and values that hold themselves cost nothing', () => {
  // Of the processor's time: a busy machine is none of its fault.
  const before = process.cpuUsage();
  let bomb = 'a0: &a0 [x, x]\n';
  for (let level = 1; level < 40; level += 1)
    bomb += `a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}]\n`;
  expect(problemsOf(`${bomb}miners: *a39\n`).length).toBeGreaterThan(0);
  expect(problemsOf(`x: &x y\nminers: [${'*x, '.repeat(20_000)}]\n`).join()).toContain(
    'more than 100 uses of anchors',
  );
  expect(problemsOf('['.repeat(100_000)).length).toBeGreaterThan(0);
  expect(problemsOf('miners: &m [*m]\n').length).toBeGreaterThan(0);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(10);
});

test('a file that can’t be read is told as such', async () => {
  const problemOf = async (name: string) => {
    const file = path.join(directory, name);
    const read = await readRigFile(file);
    return read.type === 'rig' ? null : read.problems.map((problem) => describeProblem(name, problem));
  };
  expect(await problemOf('gone.yaml')).toEqual([
    'gone.yaml: no such file; give the rig file, such as rig.yaml',
  ]);
  expect(await problemOf('.')).toEqual(['.: a directory, not a rig file']);
  writeFileSync(path.join(directory, 'utf16.yaml'), Buffer.from('\ufeffminers:', 'utf16le'));
  expect(await problemOf('utf16.yaml')).toEqual(['utf16.yaml: not UTF-8; save it as UTF-8']);
  writeFileSync(path.join(directory, 'large.yaml'), '#'.repeat(300_000));
  expect(await problemOf('large.yaml')).toEqual(['large.yaml: 300000 bytes are too many for a rig file']);
});

test('a file of somebody else is told as such, and what nobody thought of in the words of the system', () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });
  expect(whyUnreadable(failure('EACCES'), expectedRigFile)).toBe('it may not be read; allow it: chmod +r');
  expect(whyUnreadable(failure('EIO'), expectedRigFile)).toBe("it can't be read: EIO: it failed");
});

test('a good file is read', async () => {
  const file = path.join(directory, 'rig.yaml');
  writeFileSync(file, 'miners:\n- name: a\n  command: ./m\n');
  expect(await readRigFile(file)).toMatchObject({
    type: 'rig',
    rig: { miners: [{ directory, log: path.join(directory, 'a.log') }] },
  });
});

test('a log that nothing is said of stands in the directory for logs, if there is one', () => {
  const text = 'miners:\n  - { name: a, command: m }\n  - { name: b, command: m, log: here.log }\n';
  const read = parseRig(text, '/etc/fpga-tee/rig.yaml', '/var/log/fpga-tee');
  if (read.type === 'problems') throw new Error('problems');
  expect(read.rig.miners.map(({ log }) => log)).toEqual([
    '/var/log/fpga-tee/a.log',
    '/etc/fpga-tee/here.log',
  ]);
});

test.each([
  ['log-keep: 3', 'rig.yaml:1:11: log-keep: without log-max-size there are no old logs; give both'],
  [
    'on-stall: x\nstall-silent: off\nstall-no-stats: off\nstall-no-shares: off',
    'rig.yaml:1:11: on-stall: all stalls are off, it would never run; leave one of them on',
  ],
  ['log-max-size: 1', "rig.yaml:1:15: log-max-size: '1' is not a size of 1K or more, such as 100M"],
])('%j does not fit together, and is told with its place', (lines, problem) => {
  expect(problemsOf(`${lines}\nminers:\n  - { name: a, command: m }\n`)).toEqual([problem]);
});
