import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAnyReader } from '../../src/bitstreams/any-reader.ts';
import type { Bitstream } from '../../src/bitstreams/bitstream.ts';
import { readFormat } from '../../src/bitstreams/format-file.ts';
import { generic } from '../../src/bitstreams/generic/bitstream.ts';
import { valuesOf } from '../../src/learn/agree.ts';
import { learnFrom } from '../../src/learn/learn.ts';
import { yamlOf } from '../../src/learn/yaml.ts';
import { withoutTimes } from '../../src/lines/times.ts';
import { timeless } from '../../src/time.ts';

const words = { name: 'mine', title: "Somebody's miner", source: 'mine.log' };
const folder = 'test/fixtures/hosts';
const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));

function linesOf(name: string): readonly string[] {
  return readFileSync(path.join(folder, name), 'utf8').split('\n');
}

function learned(lines: readonly string[]): Bitstream {
  const read = readFormat(yamlOf(learnFrom(lines), words), new Map());
  if (read.type !== 'value') throw new Error(JSON.stringify(read.problems));
  return read.value.bitstream;
}

/** The newest value of each kind that the candidate reads. */
function valuesIn(lines: readonly string[], candidate: Bitstream): ReadonlyMap<string, number> {
  const reader = createAnyReader([candidate], timeless);
  const values = new Map<string, number>();
  for (const line of lines) {
    const whole = line.trim();
    const tries = [whole, ...withoutTimes(whole)].map((text) => reader.read(text));
    const found = tries.find(({ readings }) => readings.length > 0) ?? tries[0];
    const last = found && (reader.readLast?.(line, found) ?? found);
    for (const reading of last?.readings ?? [])
      for (const [name, value] of valuesOf(reading)) values.set(name, value);
  }
  return values;
}

describe('a format that is learned', () => {
  test.each(logs)('from %s reads what is read by units and words, and passes its own samples', (name) => {
    const lines = linesOf(name);
    const expected = valuesIn(lines, generic);
    expect(expected.size).toBeGreaterThan(0);
    const found = valuesIn(lines, learned(lines));
    expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(expected));
  });

  const two = ['FPGA 0: 11.82 GH/s 61C 34W', 'FPGA 1: 9.90 GH/s 58C 33W', 'Total 21.72 GH/s'];

  test('reads lines that come later, with other numbers and units', () => {
    const format = learned(two);
    expect(valuesIn(['FPGA 7: 950.1 MH/s 101C 5W'], format)).toEqual(
      new Map([
        ['7 hashrate', 950.1e6],
        ['7 temperature', 101],
        ['7 power', 5],
      ]),
    );
    expect(valuesIn(['Total 1.5 TH/s'], format)).toEqual(new Map([['hashrate', 1.5e12]]));
  });

  test('does not take a sensor without a reading for one that is 0', () => {
    expect(valuesIn(['FPGA 0: 11.82 GH/s 0C 0W'], learned(two))).toEqual(new Map([['0 hashrate', 11.82e9]]));
  });

  test('says what it is unsure of', () => {
    const text = yamlOf(learnFrom(['Speed 6.1 Mh/s gpu0 3.0 61C gpu1 3.1 62C Time: 00:01']), words);
    expect(text).toContain('# unsure: only one line of the log is so');
    expect(text).toContain('# unsure: hashrate is taken for MH/s, which the line does not say');
  });

  test('lists lines in which nothing was found, the most frequent first', () => {
    const chatter = ['job 17 is (here)', 'pool 1.2.3.4 says hello', 'job 18 is (here)'];
    const text = yamlOf(learnFrom([...two, ...chatter]), words);
    expect(text).toContain(
      String.raw`
#   2 × job 17 is (here)
#  - 'job\s*%{NUMBER}\s+is \(here\)'
#   1 × pool 1.2.3.4 says hello
#  - 'pool\s*\d+(?:[.,:]\d+)*\s+says hello'
`,
    );
  });

  test('of which nothing was found is a start that says what is missing', () => {
    const text = yamlOf(learnFrom(['core0 hr=812.4 tmp=61', 'core1 hr=808.9 tmp=63']), words);
    expect(text).toContain('# Nothing was found by units and words.');
    const [{ pattern } = { pattern: '' }] = learnFrom(['core0 hr=812.4 tmp=61']).unread;
    const named = ['COUNT:index', 'NUMBER:hashrate:MH/s', 'NUMBER:temperature'].reduce(
      (all, name) => all.replace('%{NUMBER}', `%{${name}}`),
      pattern,
    );
    const mine = text
      .replace('stats:\n', `stats:\n  - '${named}'\n`)
      .replace(/^#( +(?:- lines|- 'core0|gives|- stats))/gm, '$1')
      .replace('12.3 MH/s, temperature: 45', '812.4 MH/s, temperature: 61');
    expect(readFormat(mine, new Map())).toMatchObject({ type: 'value' });
  });

  test('tells rates in the unit that people would choose', () => {
    expect(yamlOf(learnFrom(two), words)).toContain('process: { hashrate: 21.72 GH/s }');
  });

  test('lets blanks and numbers differ where lines show that they do', () => {
    const lines = ['Job A took 5 rounds, GPU 0 5.1 MH/s 50C', 'Job B  took 1,5 rounds, GPU 1 5.2 MH/s 51C'];
    const format = learned(lines);
    expect(format.stats).toHaveLength(1);
    expect(valuesIn(['Job C   took 2,5 rounds, GPU 2 5.3 MH/s 52C'], format).get('2 hashrate')).toBe(5.3e6);
  });

  test('makes one pattern of lines that differ in a word', () => {
    const lines = ['GPU 0 red: 3.1 MH/s, 50C', 'GPU 1 blue: 3.2 MH/s, 51C'];
    const format = learned(lines);
    expect(format.stats).toHaveLength(1);
    expect(valuesIn(['GPU 2 green: 3.3 MH/s, 52C'], format).get('2 hashrate')).toBe(3.3e6);
  });

  test('takes a table of one row for one, and says so', () => {
    const lines = ['| # | Hashrate   | Temp |', '| 4 | 36.01 MH/s | 61C  |'];
    expect(yamlOf(learnFrom(lines), words)).toContain(
      '  # 1 row by the words above them\n  # unsure: only one row of the log is so\n',
    );
  });

  test('makes patterns of their own of lines that together would lose a value', () => {
    const lines = ['[4 accepted, 1 failed, 812.4 khash/s]', '[5 accepted, 1 failed, 1.02 Mhash/s]'];
    expect(valuesIn(lines.slice(0, 1), learned(lines)).get('hashrate')).toBe(812.4e3);
    expect(valuesIn(lines, learned(lines)).get('hashrate')).toBe(1.02e6);
  });

  test.each([
    ['nothing', []],
    ['chatter', ['hello', 'job 17 is here', 'pool hashrate 17 GH/s']],
    ['bytes that are no text', [String.fromCharCode(0xfffd).repeat(100), '\u0000\u0001']],
  ])('is not made of %s', (_, lines) => {
    expect(learnFrom(lines).learned).toEqual([]);
  });

  test('takes no memory for ever new lines', () => {
    const many = Array.from(
      { length: 5000 },
      (_, n) => `card ${'x'.repeat(n % 50)}${String.fromCharCode(97 + (n % 26))} ${n}`,
    );
    const { lines, unread } = learnFrom(many);
    expect(lines).toBe(5000);
    expect(unread.length).toBeLessThanOrEqual(10);
  });
});

test('a card that is known by its DNA has it in the pattern', () => {
  const lines = [
    '[40020000013AE3213511111C] 1.21 GH/s 55C',
    '[4002000001291388445025C5] 1.25 GH/s 57C',
    '[40020000013AE3213511111C] 1.22 GH/s 56C',
  ];
  expect(learned(lines).stats).toEqual([expect.stringMatching(/^\\\[%\{DNA:dna\}\\\]/)]);
});
