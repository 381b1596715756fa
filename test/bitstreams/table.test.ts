import { describe, expect, test } from 'vitest';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { createTableReader } from '../../src/bitstreams/table.ts';
import { plainText } from '../../src/lines/safe-text.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import type { Reading } from '../../src/readings/reading.ts';
import { bitstreamNamed } from './lines.ts';

const dna = '40020000013AE3213511111C';
const header =
  '| FPGA# | DEVICE | Clock(MHz) | Vcore(V) | Temp( ℃ ) | Hashrate(GHs) | GoodSols | BadSols | HW-Error(%) | DNA';
const row = `| 0 | VU35P | 450 | 0.60 | 55.10 | 1.8123 | 321 | 2 | 0.62 | ${dna}`;

/** What the last of the lines gives, printed by one miner one after the other. */
function last(...lines: string[]): Reading | null {
  const interpreter = createInterpreter(bitstreamNamed('whitefire-table'));
  return lines.map((line) => interpreter.read(plainText(line).trim())).at(-1) ?? null;
}

/** The last line's statistics. */
function stats(...lines: string[]) {
  const reading = last(...lines);
  if (reading?.type !== 'stats') throw new Error(`${lines.at(-1)}: no statistics`);
  return reading;
}

const whole = {
  type: 'stats',
  card: { dna, index: 0, device: 'VU35P' },
  gauges: {
    ...emptyGauges,
    hashrate: 1.8123e9,
    clock: 450e6,
    temperature: 55.1,
    coreVoltage: 0.6,
    errorRatio: 0.0062,
  },
  printed: { value: 1.8123, unit: 'GH/s' },
  solutions: { total: 323, bad: 2 },
  shares: null,
  table: 1,
};

test('a header alone carries no value', () => {
  expect(last(header)).toEqual({ type: 'known' });
});

test('a row means what its header says', () => {
  expect(last(header, row)).toEqual(whole);
});

test('a row without a header before it means nothing', () => {
  expect(last(row)).toBeNull();
});

test('columns stand in any order', () => {
  expect(
    last(
      '| DNA | BadSols | Hashrate(GHs) | FPGA# | HW-Error(%) | Temp( ℃ ) | GoodSols | DEVICE | Vcore(V) | Clock(MHz) |',
      `| ${dna} | 2 | 1.8123 | 0 | 0.62 | 55.10 | 321 | VU35P | 0.60 | 450 | `,
    ),
  ).toEqual(whole);
});

test('names are compared without regard to case, and may have their unit apart', () => {
  expect(last(header.toUpperCase().replace('(GHS)', ' (GH/s)'), row)).toEqual(whole);
});

test('what a column is called by another miner is known', () => {
  expect(
    last(
      '| F# | DEVICE | Clk(MHz) | Hashrate(MHs) | Temp( ℃ ) | HBM_Temp | Vcore(V) | Goods | Bads | Err(%) | DNA',
      `| 0 | VU35P | 450 | 1812.3 | 55.10 | 99.99 | 0.60 | 321 | 2 | 0.62 | ${dna}`,
    ),
  ).toEqual({ ...whole, printed: { value: 1812.3, unit: 'MH/s' } });
});

test("the memory's temperature is not the core's", () => {
  expect(stats('| F# | HBM_Temp | Hashrate(MHs) |', '| 0 | 51.00 | 1.7767 |').gauges.temperature).toBeNull();
  expect(
    stats('| F# | HBM_Temp | Temp | Hashrate(MHs) |', '| 0 | 51.00 | 40 | 1.7767 |').gauges.temperature,
  ).toBe(40);
});

test('unknown columns are passed over', () => {
  expect(
    last(header.replace('| DNA', '| Fan(rpm) | x | DNA'), row.replace(`| ${dna}`, `| any thing | | ${dna}`)),
  ).toEqual(whole);
});

test('of a device that is no name its beginning is kept', () => {
  expect(last(header, row.replace('VU35P', 'x'.repeat(500)))).toMatchObject({
    card: { device: 'x'.repeat(64) },
  });
});

test('columns that are missing give no value', () => {
  expect(last('| FPGA# | Hashrate(GHs) |', '| 3 | 1.5 |')).toEqual({
    type: 'stats',
    card: { dna: null, index: 3, device: null },
    gauges: { ...emptyGauges, hashrate: 1.5e9 },
    printed: { value: 1.5, unit: 'GH/s' },
    solutions: null,
    shares: null,
    table: 1,
  });
});

test.each([
  ['without a number for the card', '| DEVICE | Hashrate(GHs) |', '| VU35P | 1.5 |'],
  ['without a hashrate', '| FPGA# | Clock(MHz) |', '| 0 | 450 |'],
  ['without a unit of the hashrate', '| FPGA# | Hashrate |', '| 0 | 1.5 |'],
  ['with an unknown unit of the hashrate', '| FPGA# | Hashrate(PHs) |', '| 0 | 1.5 |'],
  ['not between bars', 'FPGA#   Hashrate(GHs)', '| 0 | 1.5 |'],
])('a header %s is none', (_, line, its) => {
  expect(last(line)).toBeNull();
  expect(last(line, its)).toBeNull();
});

test('the unit is the one that the header names', () => {
  const gaugesOf = (title: string, number: string) =>
    stats(`| F# | ${title} | Hashrate(GHs) |`, `| 0 | ${number} | 1.5 |`).gauges;
  expect(gaugesOf('Vcore(mV)', '850').coreVoltage).toBe(0.85);
  expect(gaugesOf('Clock(GHz)', '0.525').clock).toBe(525e6);
  expect(gaugesOf('Clock', '525').clock).toBe(525e6);
  expect(gaugesOf('Err(%)', '0.39').errorRatio).toBe(0.0039);
});

test.each(['Temp(F)', 'Temp(°F)', 'Temp( ℉ )', 'Temp(K)'])('another unit gives no value: %s', (title) => {
  const reading = stats(`| F# | ${title} | Hashrate(GHs) |`, '| 0 | 113 | 1.5 |');
  expect(reading.gauges).toEqual({ ...emptyGauges, hashrate: 1.5e9 });
});

test('only good or only bad solutions are not a count', () => {
  expect(stats('| F# | Hashrate(GHs) | Goods |', '| 0 | 1.5 | 7 |').solutions).toBeNull();
  expect(stats('| F# | Hashrate(GHs) | Bads |', '| 0 | 1.5 | 7 |').solutions).toBeNull();
});

test.each(['℃', '°C', 'â„ƒ', 'Ã¢â€žÆ’', '\ufffd\ufffd', '??', '', '\u00e2\u0084\u0083', '˚C', 'C', 'Â°C'])(
  'the sign of the degrees does not matter: %j',
  (sign) => {
    expect(last(header.replace('℃', sign), row)).toEqual(whole);
  },
);

test.each(['N/A', '-', '--', '', '?'])('a sensor that reads %j leaves the rest of the row', (cell) => {
  const table = createTableReader({
    columns: [
      { field: 'index', names: ['F#'], required: true },
      { field: 'temperature', names: ['Temp'], required: false },
      { field: 'hashrate', names: ['Hashrate'], required: true },
    ],
  });
  table.read('| F# | Temp( ℃ ) | Hashrate(GHs) | DNA |');
  const reading = table.read(`| 0 | ${cell} | 1.8 | x |`);
  expect(reading?.type === 'stats' ? reading.gauges : null).toMatchObject({
    temperature: null,
    hashrate: 1.8e9,
  });
  expect(table.read(`| 0 | 45.0 | ${cell} | x |`)).toBeNull();
});

test('an empty cell at the end of a header or a row is none', () => {
  for (const end of ['', ' ', ' |', ' | ', '\t| '])
    for (const other of ['', ' | ']) expect(last(header + other, row + end), end).toEqual(whole);
});

describe('a row that does not fit its header is none', () => {
  test.each([
    ['a cell too few', row.replace('| VU35P ', '')],
    ['a cell too many', row.replace('| VU35P ', '| VU35P | VU35P ')],
    ['a bar in a name', row.replace('VU35P', 'VU|35P')],
    ['two empty cells more', `${row} | | `],
    ['no first bar', row.slice(1)],
    ['text before it', `x ${row}`],
    ['a word for its number', row.replace('| 0 ', '| a ')],
    ['a negative number', row.replace('| 0 ', '| -1 ')],
    ['no number', row.replace('| 0 ', '| ')],
    ['half a DNA', row.slice(0, -1)],
    ['no hashrate', row.replace('1.8123', '')],
    ['a word for the hashrate', row.replace('1.8123', 'fast')],
    ['a hashrate with its unit', row.replace('1.8123', '1.8123 GHs')],
    ['a word for a count', row.replace('321', 'many')],
    ['broken counts', row.replace('321', '3.21')],
    ['another header within it', row.replace('VU35P', 'DEVICE').replace('450', 'Clock(MHz)')],
  ])('%s', (_, line) => {
    expect(last(header, line)).toBeNull();
  });

  test('one that breaks off anywhere', () => {
    for (let length = 0; length < row.length; length += 1) {
      const cut = row.slice(0, length);
      expect(last(header, cut)?.type ?? null, cut).toBe(length === 0 ? 'known' : null);
    }
  });

  test('and the rows after it are read as before', () => {
    expect(last(header, row.slice(0, 40), row)).toEqual(whole);
  });
});

test('a header that breaks off never gives a row a false value', () => {
  for (let length = 0; length < header.length; length += 1) {
    const cut = header.slice(0, length);
    const reading = last(cut, row);
    // All columns but the last name: that one is passed over like any unknown column.
    if (reading?.type === 'stats') {
      expect(reading.gauges, cut).toEqual(whole.gauges);
      expect(reading.solutions, cut).toEqual(whole.solutions);
    }
  }
});

test('nan and absurd numbers in a row make no gauge', () => {
  expect(
    stats(header, `| 0 | VU35P | 99999 | nan | -nan(ind) | inf | 321 | 2 | 1.#QNAN | ${dna}`),
  ).toMatchObject({
    gauges: { hashrate: null, clock: null, temperature: null, coreVoltage: null, errorRatio: null },
    printed: null,
    solutions: { total: 323, bad: 2 },
  });
});

test('each printing of the table has a number of its own', () => {
  const second = row.replace('| 0 |', '| 1 |');
  expect(
    [stats(header, row), stats(header, row, second), stats(header, row, header, row)].map((r) => r.table),
  ).toEqual([1, 1, 2]);
});

test('the newest header is in force, and chatter that looks like a table does not replace it', () => {
  const other = '| F# | Hashrate(MHs) |';
  expect(stats(header, other, '| 0 | 2 |').gauges.hashrate).toBe(2e6);
  expect(last(header, other, row)).toBeNull();
  expect(last(header, '| a | b |', '|', '+----+', '| name | Hashrate(GHs) |', 'chatter', row)).toEqual(whole);
});

test('one miner knows nothing of the header of another', () => {
  const bitstream = bitstreamNamed('whitefire-table');
  const [one, other] = [createInterpreter(bitstream), createInterpreter(bitstream)];
  one.read(header);
  expect(other.read(row)).toBeNull();
});
