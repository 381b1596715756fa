import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createAnyReader } from '../../src/bitstreams/any-reader.ts';
import { readFormat } from '../../src/bitstreams/format-file.ts';
import { learnFrom } from '../../src/learn/learn.ts';
import { yamlOf } from '../../src/learn/yaml.ts';
import { withoutTimes } from '../../src/lines/times.ts';
import { timeless } from '../../src/time.ts';

const document = readFileSync('docs/bitstreams.md', 'utf8');
const [log = ''] = /(?:^ {4}\[.*\n)+/m.exec(document) ?? [];
const lines = log.split('\n').map((line) => line.slice(4));
const [learned = '', added = ''] = [...document.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, yaml = '']) => yaml,
);
const whole = learned.replace('samples:\n', added);

function problemsOf(yaml: string): readonly string[] {
  const read = readFormat(yaml, new Map());
  return read.type === 'value'
    ? []
    : read.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

describe('the walk from a log to a format in the documents', () => {
  test('shows what is learned from its log', () => {
    const words = { name: 'my-miner', title: 'my-miner', source: 'my.log' };
    expect(yamlOf(learnFrom(lines.slice(0, -1)), words)).toBe(learned);
  });

  test('ends in a format that reads all of it', () => {
    const read = readFormat(whole, new Map());
    if (read.type !== 'value') throw new Error(problemsOf(whole).join());
    const reader = createAnyReader([read.value.bitstream], timeless);
    const types = lines.slice(0, -1).map((line) => {
      const tries = [line, ...withoutTimes(line)].map((text) => reader.read(text).readings[0]?.type);
      return tries.find((type) => type !== undefined);
    });
    expect(types).toEqual([
      ...['stats', 'stats', 'process', 'known'],
      ...['stats', 'stats', 'process', 'share-failure'],
    ]);
  });

  test.each([
    ['MH/s, pool', 'MH/s, pol', '%{UNIT:hashrate}, pool', '%{UNIT:hashrate}, pol'],
    ['hashrate: 82.10', 'hashrate: 83.10', 'hashrate: 82.10', 'hashrate: 83.10'],
  ])('shows what is said of a mistake: %s as %s', (_, __, right, wrong) => {
    const [problem = 'none'] = problemsOf(whole.replace(right, wrong));
    expect(document).toContain(`    fpga-tee: my-miner.yaml:${problem}`);
  });
});
