import { expect, test } from 'vitest';
import { emptyFormat } from '../../src/bitstreams/empty-format.ts';
import { FirstAlgorithm } from '../../src/bitstreams/generic/first-algorithm.ts';
import { HeadedTables } from '../../src/bitstreams/headed-tables.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';

const header = String.raw`\|ID\|Rate\s*\|.*`;
const nothing = [{ type: 'known' }];

function readBy(headers: readonly string[], lines: readonly string[]) {
  const tables = new HeadedTables(headers);
  return lines.map((line) => tables.read(line));
}

test('rows below a header that the format names are read by its words', () => {
  expect(
    readBy([header], ['|ID|Rate   |Temp|', '| 3|1.5 M  |  61|', '+--+-------+----+', '|Total: 1.5 M |']),
  ).toEqual([
    nothing,
    [
      expect.objectContaining({
        card: { dna: null, index: 3, device: null },
        gauges: expect.objectContaining({ hashrate: 1.5e6, temperature: 61 }),
        printed: { value: 1.5, unit: 'MH/s' },
        partial: true,
      }),
    ],
    nothing,
    [{ type: 'process', hashrate: 1.5e6, power: null, shares: null }],
  ]);
});

test('rows below another header are none, nor are lines without one', () => {
  const rows = ['|ID|Hashrate|Temp|', '| 3|1.5 M   |  61|'];
  expect(readBy([header], rows)).toEqual([null, null]);
});

test('a table ends at the first line that is none of its own', () => {
  expect(readBy([header], ['|ID|Rate   |Temp|', 'New job', '| 3|1.5 M  |  61|'])).toEqual([
    nothing,
    null,
    null,
  ]);
});

test('a table ends at a line of statistics that a pattern of its format reads', () => {
  const format = {
    ...emptyFormat,
    name: 'x',
    title: 'x',
    samples: [],
    headers: [header],
    stats: ['%{NUMBER:hashrate:MH/s} in all'],
  };
  const interpreter = createInterpreter(format);
  interpreter.readTable('|ID|Rate   |Temp|');
  expect(interpreter.readTable('| 3|1.5 M  |  61|')).toHaveLength(1);
  expect(interpreter.readAll('3 in all')).toHaveLength(1);
  expect(interpreter.readTable('| 3|1.5 M  |  61|')).toBeNull();
});

test('a row without a word in front is the total where it is the sum', () => {
  const rows = ['| ID GPU Temp    Speed   |', '|  0 A    61  10.5 MH/s |', '|  1 B    62  10.5 MH/s |'];
  const last = (total: string) => readBy([String.raw`\|\s*ID GPU.*`], [...rows, total]).at(-1);
  expect(last('|             21.0 MH/s |')).toEqual([
    { type: 'process', hashrate: 21e6, power: null, shares: null },
  ]);
  expect(last('|             35.0 MH/s |')).toBeNull();
});

test('a small number is no clock, and a unit of something else no value', () => {
  const rows = ['|ID|Rate   |Core|Mem   |Power |', '| 0|1.5 M  |  61|7.84gb|  12% |'];
  expect(readBy([header], rows)[1]).toEqual([
    expect.objectContaining({
      gauges: expect.objectContaining({ hashrate: 1.5e6, clock: null, memoryClock: null, power: null }),
    }),
  ]);
});

test('of two algorithms the first counts, until it is told of no more', () => {
  const algorithms = new FirstAlgorithm();
  expect(['a', 'b', 'b', 'a', 'b'].map((name) => algorithms.isFirst(name))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  for (let time = 0; time < 11; time += 1) expect(algorithms.isFirst('b')).toBe(false);
  expect(algorithms.isFirst('b')).toBe(true);
  expect(algorithms.isFirst('a')).toBe(false);
  algorithms.forget();
  expect(algorithms.isFirst('a')).toBe(true);
});

test('a line may name the algorithm of those behind it', () => {
  const algorithms = new FirstAlgorithm();
  expect(algorithms.counts).toBe(true);
  algorithms.caption('a');
  expect(algorithms.counts).toBe(true);
  algorithms.caption('b');
  expect(algorithms.counts).toBe(false);
  algorithms.forget();
  expect(algorithms.counts).toBe(true);
});
