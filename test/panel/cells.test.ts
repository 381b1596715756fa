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
    expect(cardCells(card({ age }), 'card1', null, options)['age']?.style?.colour).toBe(colour);
  });
});

describe('like cards', () => {
  const named = (...up: readonly boolean[]) =>
    likeCells(
      { bitstream: '0xbtc', cards: up.map((one) => card({ up: one })), shares: null },
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
