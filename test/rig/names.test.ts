import { describe, expect, test } from 'vitest';
import { type CardNames, NameGiver, noNames, RigNames } from '../../src/rig/names.ts';
import { dnaOf } from '../support/rig.ts';

const giver = (names: Partial<CardNames> = {}) => new NameGiver({ ...noNames, ...names });
const card = (index: number | null, dna: string | null = null) => ({ dna, index, device: null });

/** The names given to unknown cards, one after the other. */
const give = (names: NameGiver, count: number) =>
  Array.from({ length: count }, () => names.nameFor(card(null)));

test('without names cards are card1, card2, …', () => {
  expect(give(giver(), 3)).toEqual(['card1', 'card2', 'card3']);
});

test('names go to the cards in the order in which they appear, then come numbers', () => {
  expect(give(giver({ inOrder: ['a', 'b'] }), 4)).toEqual(['a', 'b', 'card3', 'card4']);
});

test('a number that is somebody’s name already is passed over', () => {
  expect(give(giver({ inOrder: ['card2'] }), 3)).toEqual(['card2', 'card3', 'card4']);
  expect(give(giver({ inOrder: ['card3', 'x'] }), 3)).toEqual(['card3', 'x', 'card4']);
});

describe('a name that is bound', () => {
  test('to a DNA goes to it whenever it comes', () => {
    const names = giver({ inOrder: ['a', 'b'], byDna: new Map([[dnaOf(1), 'mine']]) });
    expect(names.nameFor(card(null, dnaOf(0)))).toBe('a');
    expect(names.nameFor(card(null, dnaOf(1)))).toBe('mine');
    expect(names.nameFor(card(null, dnaOf(2)))).toBe('b');
  });

  test('to a number goes to it whenever it comes', () => {
    const names = giver({ byIndex: new Map([[1, 'mine']]) });
    expect([0, 1, 2].map((index) => names.nameFor(card(index)))).toEqual(['card1', 'mine', 'card3']);
  });

  test('to a DNA goes before one that is bound to a number', () => {
    const names = giver({ byDna: new Map([[dnaOf(0), 'by DNA']]), byIndex: new Map([[0, 'by number']]) });
    expect(names.nameFor(card(0, dnaOf(0)))).toBe('by DNA');
  });

  test('to a number goes to the first card of that number only', () => {
    const names = giver({ byIndex: new Map([[0, 'mine']]) });
    expect(names.nameFor(card(0, dnaOf(0)))).toBe('mine');
    expect(names.nameFor(card(0, dnaOf(1)))).toBe('card2');
  });

  test('is kept for its card, even if it looks like a number of ours', () => {
    const names = giver({ byDna: new Map([[dnaOf(0), 'card1']]), byIndex: new Map([[7, 'card2']]) });
    expect(names.nameFor(card(0, dnaOf(1)))).toBe('card3');
    expect(names.nameFor(card(7))).toBe('card2');
    expect(names.nameFor(card(0, dnaOf(0)))).toBe('card1');
  });
});

test('no two cards ever get the same name', () => {
  const names = giver({
    inOrder: ['card2', 'card1', 'x', 'card5'],
    byDna: new Map([[dnaOf(0), 'x']]),
    byIndex: new Map([[3, 'card4']]),
  });
  const given = [0, 1, 2, 3, 3, 4, 5, 6].map((index, place) =>
    names.nameFor(card(index, place === 2 ? dnaOf(0) : null)),
  );
  expect(new Set(given).size).toBe(given.length);
});

test('the card of a miner that numbers none is its number 0', () => {
  const names = giver({ byIndex: new Map([[0, 'zero']]) });
  expect(give(names, 2)).toEqual(['zero', 'card2']);
});

describe('cards of several miners that are shown together', () => {
  test('never get the same name', () => {
    const rig = new RigNames();
    const [first, second] = [new NameGiver(noNames, rig), new NameGiver(noNames, rig)];
    expect([...give(first, 2), ...give(second, 2), ...give(first, 1)]).toEqual([
      'card1',
      'card2',
      'card3',
      'card4',
      'card5',
    ]);
  });

  test('get no number that was promised to another miner’s', () => {
    const rig = new RigNames();
    const first = new NameGiver(noNames, rig);
    const second = new NameGiver({ ...noNames, inOrder: ['card1'] }, rig);
    expect([...give(first, 1), ...give(second, 1)]).toEqual(['card2', 'card1']);
  });

  test('a DNA that shows up in two of them has its name once', () => {
    const rig = new RigNames();
    const names = { ...noNames, byDna: new Map([[dnaOf(0), 'mine']]) };
    const [first, second] = [new NameGiver(names, rig), new NameGiver(names, rig)];
    expect([first, second].map((giver) => giver.nameFor(card(0, dnaOf(0))))).toEqual(['mine', 'card1']);
  });
});
