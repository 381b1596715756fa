import { describe, expect, test } from 'vitest';
import { cardCells, likeCells } from '../../src/panel/cells.ts';
import { card } from './samples.ts';

const options = { unit: null, trendWidth: 10, staleAfter: 120 };

describe('the age of a card’s reading', () => {
  test.each([
    [4, undefined],
    [59, undefined],
    [60, 'yellow'],
    [119, 'yellow'],
  ])('%d s of 120 is %s', (age, colour) => {
    expect(
      cardCells(card({ age }), 'card1', { shares: null, rejects: null }, options)['age']?.style?.colour,
    ).toBe(colour);
  });
});

describe('like cards', () => {
  const named = (...up: readonly boolean[]) =>
    likeCells(
      { bitstream: '0xbtc', cards: up.map((one) => card({ up: one })), shares: null, rejects: null },
      false,
      options,
    )['name'];

  test('are counted while all are up', () => {
    expect(named(true, true)).toEqual({ text: '2 cards', style: {} });
  });

  test('are yellow while one is silent, and red when all are', () => {
    expect(named(true, false)).toMatchObject({ text: '1/2 up', style: { colour: 'yellow' } });
    expect(named(false, false)).toMatchObject({ text: '0/2 up', style: { colour: 'red' } });
  });
});

describe('rejected shares', () => {
  const shown = (rejects: number | null) => {
    const cells = cardCells(card(), 'card1', { shares: { total: 100, rejected: 1 }, rejects }, options);
    return [cells['rejects']?.text, cells['shares']?.style?.colour];
  };

  test('are a percentage of the last hour; what was rejected before that is no trouble for ever', () => {
    expect(shown(null)).toEqual(['–', undefined]);
    expect(shown(0)).toEqual(['0', undefined]);
    expect(shown(0.019)).toEqual(['1.9', undefined]);
    expect(shown(0.02)).toEqual(['2.0', 'yellow']);
    expect(shown(0.31)).toEqual(['31', 'red']);
  });
});

test('what a joule makes stands beside the power, of several cards of those that tell it', () => {
  const telling = card({ gauges: { ...card().gauges, hashrate: 17.5e9, power: 70 } });
  const shares = { shares: null, rejects: null };
  expect(cardCells(telling, 'card1', shares, options)['efficiency']?.text).toBe('250.0 MH/J');
  expect(cardCells(card(), 'card1', shares, options)['efficiency']?.text).toBe('–');
  const cells = likeCells({ bitstream: '0xbtc', cards: [telling, card()], ...shares }, false, options);
  expect(cells['efficiency']?.text).toBe('250.0 MH/J');
});
