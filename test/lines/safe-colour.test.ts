import { describe, expect, test } from 'vitest';
import { safeColour } from '../../src/lines/safe-colour.ts';

describe('colours and emphasis stay as they are', () => {
  test.each([
    ...[
      '',
      '0',
      '00',
      '1',
      '01;37',
      '32',
      '1;31',
      '31;1',
      '2',
      '3',
      '4',
      '7',
      '9',
      '21',
      '22',
      '27',
      '39',
      '49',
    ],
    ...[
      '90',
      '107',
      '30;47',
      '38;5;8',
      '48;5;6;38;5;5',
      '38;2;8;5;6',
      '1;38;2;255;255;255;4',
      '58;5;1',
      '59',
    ],
    ...['38:5:208', '38:2::1:2:3', '48:2:1:2:3', '4:3'],
  ])('%s', (parameters) => {
    expect(safeColour(parameters)).toBe(`\x1b[${parameters}m`);
  });
});

describe('what is not is left out, and colours beside it stay', () => {
  test.each([
    ['concealed', '8', ''],
    ['concealed and red', '8;31', '\x1b[31m'],
    ['red and concealed', '31;8', '\x1b[31m'],
    ['blinking, bold and red', '1;5;31', '\x1b[1;31m'],
    ['blinking fast', '6', ''],
    ['other fonts', '10;11;20', ''],
    ['framed', '51;52', ''],
    ['a number of no meaning', '110', ''],
    ['huge numbers', '99999999999999999999;31', '\x1b[31m'],
    ['a colour with a huge number', '38;5;99999;1', '\x1b[1m'],
    ['a colour that is cut off', '31;38;5', '\x1b[31m'],
    ['a reset, then concealed', ';8', '\x1b[m'],
    ['a style of underlining that is none', '4:9', ''],
    ['concealed with colons', '8:1', ''],
  ])('%s', (_, parameters, expected) => {
    expect(safeColour(parameters)).toBe(expected);
  });
});
