import { describe, expect, test } from 'vitest';
import { limits } from '../../src/options/limit-words.ts';
import { cardLimits, usualLimits } from '../../src/readings/card-limits.ts';

const { read } = limits('%', -2, '1,3');

test.each([
  ['1,3', { all: { yellow: 0.01, red: 0.03 }, cards: new Map() }],
  ['off', { all: null, cards: new Map() }],
  ['card3=2,5.5', { all: undefined, cards: new Map([['card3', { yellow: 0.02, red: 0.055 }]]) }],
  [
    '1,3 a=b=2,5  c=off',
    {
      all: { yellow: 0.01, red: 0.03 },
      cards: new Map([
        ['a=b', { yellow: 0.02, red: 0.05 }],
        ['c', null],
      ]),
    },
  ],
])('%s', (text, value) => {
  expect(read(text)).toEqual(value);
});

test.each(['', '3', '3,1', '3,3', '1,3,5', 'a,b', '1,3 2,4', '=1,3', 'a=1,3 a=2,4', '-1,3', '1, 3', 'a='])(
  'no limits: %s',
  (text) => {
    expect(read(text)).toBeNull();
  },
);

describe('the limits of a card', () => {
  const none = { all: undefined, cards: new Map() };

  test('are the usual ones, those of all cards, or its own', () => {
    const limitsOf = cardLimits({
      temperature: { all: { yellow: 50, red: 60 }, cards: new Map([['card3', { yellow: 55, red: 70 }]]) },
      errorRatio: { all: null, cards: new Map() },
      rejectRatio: none,
    });
    expect(limitsOf('card1')).toEqual({
      ...usualLimits,
      temperature: { yellow: 50, red: 60 },
      errorRatio: null,
    });
    expect(limitsOf('card3').temperature).toEqual({ yellow: 55, red: 70 });
  });

  test('are the same object each time', () => {
    const limitsOf = cardLimits({ temperature: none, errorRatio: none, rejectRatio: none });
    expect(limitsOf('card1')).toBe(limitsOf('card1'));
  });
});
