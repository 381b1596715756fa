import { expect, test } from 'vitest';
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
  expect(statsOf(whitefireTable, cards, { ...evening, cards: 2 })).toEqual([
    '| FPGA# | DEVICE     | Clock(MHz) | Vcore(V)   | Temp( ℃ ) | Hashrate(GHs)  | GoodSols | BadSols  | HW-Error(%)  | DNA                      ',
    '| 0     | VU35P      | 450        | 0.60       | 55.10     | 1.8123         | 321      | 2        | 0.62         | 40020000013AE3213511111C ',
    '| 1     | VU35P      | 450        | 0.60       | 57.60     | 1.7954         | 318      | 0        | 0.00         | 4002000001291388445025C5 ',
    '------- Sum hashrate = 3.607700',
  ]);
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
