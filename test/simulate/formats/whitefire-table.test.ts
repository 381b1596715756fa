import { expect, test } from 'vitest';
import { figuresOf, readBack } from '../../../src/simulate/formats/printf.ts';
import { whitefireTable } from '../../../src/simulate/formats/whitefire-table.ts';
import { cardOf, evening, statsOf, told } from './lines.ts';

test('a table has a header, a row a card and the sum of the printed hashrates', () => {
  const cards = [
    cardOf({
      clock: 450e6,
      coreVoltage: 0.6,
      temperature: 55.1,
      hashrate: 1.81231e9,
      solutions: 323,
      solutionsBad: 2,
    }),
    cardOf({
      index: 1,
      dna: '4002000001291388445025C5',
      clock: 450e6,
      coreVoltage: 0.6,
      temperature: 57.6,
      hashrate: 1.79541e9,
      solutions: 318,
    }),
  ];
  const [header = '', first = '', second = '', ...rest] = statsOf(whitefireTable, cards, {
    ...evening,
    cards: 2,
  });
  const cellsOf = (row: string) =>
    new Map(header.split('|').map((title, place) => [title, row.split('|')[place]] as const));
  expect([...cellsOf(first)].slice(1)).toEqual(
    expect.arrayContaining([
      [' FPGA# ', ' 0     '],
      [' DEVICE     ', ' VU35P      '],
      [' Clock(MHz) ', ' 450        '],
      [' Vcore(V)   ', ' 0.60       '],
      [' Temp( ℃ ) ', ' 55.10     '],
      [' Hashrate(GHs)  ', ' 1.8123         '],
      [' GoodSols ', ' 321      '],
      [' BadSols  ', ' 2        '],
      [' HW-Error(%)  ', ' 0.62         '],
      [' DNA                      ', ' 40020000013AE3213511111C '],
    ]),
  );
  expect(cellsOf(second).get(' GoodSols ')).toBe(' 318      ');
  expect(cellsOf(second).get(' HW-Error(%)  ')).toBe(' 0.00         ');
  expect(rest).toEqual(['------- Sum hashrate = 3.607700']);
});

test('what a miner does not print can not be read back', () => {
  const { coreVoltage: _, ...precision } = whitefireTable.precision;
  const read = readBack(figuresOf(cardOf({ hashrate: 1.8e9 }), precision), precision);
  expect(read).toMatchObject({ hashrate: 1.8e9, temperature: 45.3, coreVoltage: null });
});

test('shares are green, after an empty line and before a space', () => {
  expect(told(whitefireTable, { type: 'share', shares: { total: 12, rejected: 0 }, reason: null })).toEqual([
    '',
    '[2021-03-15 20:20:20] \x1b[1;32maccepted: 12/12 (100.00%), (yay!!!) \x1b[0m ',
  ]);
});

test('refused shares are red', () => {
  expect(told(whitefireTable, { type: 'share', shares: { total: 3, rejected: 1 }, reason: 'stale' })).toEqual(
    ['', '[2021-03-15 20:20:20] \x1b[1;31maccepted: 2/3 (66.67%), (booooo) \x1b[0m '],
  );
});
