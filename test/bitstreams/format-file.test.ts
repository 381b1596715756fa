import { describe, expect, test } from 'vitest';
import { builtInSources } from '../../src/bitstreams/built-in-files.ts';
import { readFormat } from '../../src/bitstreams/format-file.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';

const bases = new Map(builtInSources().bases);

const mine = `name: mine
title: My miner
stats:
  - 'card %{COUNT:index} does %{NUMBER:hashrate} %{UNIT:hashrate}, %{NUMBER:temperature}C'
samples:
  - lines: ['card 0 does 5.1 MH/s, 61C']
    gives:
      - stats: { index: 0, hashrate: 5.1 MH/s, temperature: 61 }
`;

/** The problems of a format, as `line:column message`. */
function problemsOf(text: string): readonly string[] {
  const read = readFormat(text, bases);
  return read.type === 'value' ? [] : read.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
}

function formatOf(text: string) {
  const read = readFormat(text, bases);
  if (read.type !== 'value') throw new Error(problemsOf(text).join('\n'));
  return read.value.bitstream;
}

test('a file of a few lines is a format', () => {
  const format = formatOf(mine);
  expect(format).toMatchObject({ name: 'mine', title: 'My miner', sharesOf: 'card', newlineFirst: false });
  expect(createInterpreter(format).read('card 3 does 7 kH/s, 40C')).toMatchObject({
    card: { index: 3 },
    gauges: { hashrate: 7000, temperature: 40 },
  });
});

test('what it extends it has, behind its own', () => {
  const format = formatOf(`${mine}extends: zetheron\nknown: ['%{TIME}hello']\ndefine: { TIME: '<\\d+> ' }\n`);
  expect(format.newlineFirst).toBe(true);
  expect(format.shares).toHaveLength(1);
  expect(format.known[0]).toBe('(?:<\\d+> )hello');
  expect(format.known.length).toBeGreaterThan(5);
});

test('a long pattern may stand in pieces', () => {
  const pieces = mine
    .replace(/define:.*/, '')
    .replace(
      /stats:\n.*\n/,
      "define:\n  LINE:\n    - 'card %{COUNT:index} does '\n    - '%{NUMBER:hashrate} %{UNIT:hashrate}, %{NUMBER:temperature}C'\nstats: '%{LINE}'\n",
    );
  expect(formatOf(pieces).stats).toEqual([`(?:${formatOf(mine).stats[0]})`]);
});

describe('what is wrong is told with its place', () => {
  const changed = (from: string | RegExp, to: string) => problemsOf(mine.replace(from, to));

  test.each([
    ['no name', /name.*\n/, '', '1:1 name is missing'],
    ['a name that is none', 'name: mine', 'name: My Miner', /^1:7 name: 'My Miner' is not a name/],
    ['an unknown key', 'title', 'titel', /^2:1 titel: no such key; did you mean title\?/],
    [
      'a pattern that is none',
      "'card",
      "'(card",
      /^4:5 stats\[0\]: no pattern: unterminated group; .* needs a \\ in front$/,
    ],
    ['an unknown kind', 'COUNT', 'CUONT', /^4:5 stats\[0\]: %\{CUONT\}.* no known kind/],
    [
      'an unknown value',
      ':index',
      ':card',
      /^4:5 stats\[0\]: nothing reads a value 'card' here; there are hashrate/,
    ],
    ['a value nearly right', ':temperature', ':temprature', /did you mean temperature\?/],
    ['a slow pattern', 'card %', '(?:x+)+card %', /^4:5 stats\[0\]: '\(\?:x\+\)\+' repeats .* for ever/],
    ['no samples', /samples:[\s\S]*/, '', /^1:1 samples are missing/],
    ['an empty list of samples', /samples:[\s\S]*/, 'samples: []', /^5:10 samples: no samples/],
    [
      'a sample that no pattern reads',
      '5.1 MH/s, 61C',
      '5.1 MH/s; 61C',
      /^8:9 .*no line gives 'stats'; the nearest pattern ends behind 'card 0 does 5\.1 MH\/s', where '; 61C' follows$/,
    ],
    [
      'a sample of something else',
      "['card 0",
      "['kart 0",
      /^8:9 .*no pattern matches even the start of 'kart 0 does 5\.1 MH\/s, 61C'$/,
    ],
    ['nothing at all', /[\s\S]*/, '', '1:1 it is empty; fpga-tee learn <log> makes a format'],
    [
      'a sample that gives another value',
      'temperature: 61',
      'temperature: 62',
      /^8:9 .*temperature reads 61, stated is 62/,
    ],
    ['a sample that gives more', /gives:[\s\S]*/, 'gives: []', /^6:13 .*this line gives 'stats' too/],
    [
      'a unit of another quantity',
      'hashrate: 5.1 MH/s',
      'hashrate: 5.1 MHz',
      /^8:38 .*hashrate: not a number and its unit/,
    ],
    ['no YAML', 'stats:', 'stats: [', /^\d+:\d+ /],
  ])('%s', (_, from, to, problem) => {
    const problems = changed(from, to);
    if (typeof problem === 'string') expect(problems).toContain(problem);
    else expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  test('what does not come with the tool cannot be extended', () => {
    expect(problemsOf(`${mine}extends: zethron\n`)).toEqual([
      "9:10 extends: no format 'zethron' comes with the tool; did you mean zetheron?",
    ]);
  });
});

describe('a line about more than one card', () => {
  const rig = (stats: string, gives: string, line = 'Speed 9.5 MH/s: a 5.5 40C, b 4.0') => `name: mine
stats:
${stats}
samples:
  - lines: ['${line}']
    gives: [${gives}]
`;
  const each = "each: '%{WORD:device} %{NUMBER:hashrate}(?: %{NUMBER:temperature}C)?'";
  const line = "line: 'Speed %{NUMBER:hashrate} %{UNIT:hashrate}: %{EACH}'";
  const cards =
    'stats: { device: a, hashrate: 5.5 MH/s, temperature: 40 }, stats: { device: b, hashrate: 4.0 MH/s }';

  test('gives the process and each card, in its unit', () => {
    const text = rig(`  - { ${line}, of: process, ${each} }`, `process: { hashrate: 9.5 MH/s }, ${cards}`);
    expect(problemsOf(text)).toEqual([]);
  });

  test('gives the cards alone where its own values are nobody else is', () => {
    expect(problemsOf(rig(`  - { ${line}, ${each} }`, cards))).toEqual([]);
  });

  test('numbers cards without a name by their place', () => {
    const text = rig(
      "  - { line: 'Speed %{EACH} MH/s', each: '%{NUMBER:hashrate:MH/s}' }",
      'stats: { index: 0, hashrate: 5 MH/s }, stats: { index: 1, hashrate: 6 MH/s }',
      'Speed 5 | 6 MH/s',
    );
    expect(problemsOf(text)).toEqual([]);
  });

  test('is not read where something stands between the cards that is none', () => {
    const text = rig(`  - { ${line}, of: process, ${each} }`, '', 'Speed 9.5 MH/s: a 5.5 40C, b x');
    expect(problemsOf(text)).toEqual([]);
  });

  test('is the process alone', () => {
    const text = rig(
      "  - { line: 'Total %{NUMBER:hashrate} %{UNIT:hashrate} %{COUNT:sharesGood}/%{COUNT:sharesBad} %{NUMBER:power}W', of: process }",
      'process: { hashrate: 5 MH/s, shares: 7/9, power: 80 W }',
      'Total 5 MH/s 7/2 80W',
    );
    expect(problemsOf(text)).toEqual([]);
  });

  test.each([
    ["  - { line: 'x', each: 'y' }", /^3:13 .*no %\{EACH\}/],
    ["  - { line: 'x' }", /^3:5 .*of: process or each: is missing/],
    ['  - { of: process }', /^3:5 .*line is missing/],
    [
      "  - { line: 'x %{NUMBER:temperature}', of: process }",
      /^3:13 .*nothing reads a value 'temperature' here/,
    ],
    ["  - '%{NUMBER:clock:MH/s}'", /^3:5 .*MH\/s in the pattern .* is no unit of clock/],
  ])('%s is a mistake', (stats, problem) => {
    expect(problemsOf(rig(stats, ''))[0]).toMatch(problem);
  });
});

test('a sample may have the time in front that its line has in the log', () => {
  expect(problemsOf(mine.replace("['card", "['2026-03-04 10:00:06 card"))).toEqual([]);
});

test('a sample that fails can be told of, and the format used', () => {
  const read = readFormat(mine.replace('temperature: 61', 'temperature: 62'), new Map(), 'told');
  expect(read).toMatchObject({
    type: 'value',
    value: { bitstream: { name: 'mine' }, failures: [{ line: 8, column: 9 }] },
  });
});

test('a format whose cards have their values on several lines says so of each reading', () => {
  const format = formatOf(mine.replace('title:', 'partial: true\ntitle:'));
  expect(createInterpreter(format).read('card 3 does 7 kH/s, 40C')).toMatchObject({ partial: true });
});
