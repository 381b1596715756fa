import { describe, expect, test } from 'vitest';
import { createShapes, shapeOf } from '../../src/check/shapes.ts';

test.each([
  ['New job 17', 'New job #'],
  ['-3.5 and +4, 1.000,5', '# and #, #'],
  ['[2021-03-15 20:20:20] ok', '[#-#-# #] ok'],
  ['DNA 40020000013AE3213511111C', 'DNA #'],
  ['hash 0xdeadbeefcafe', 'hash #'],
  ['dead beef', 'dead beef'],
  ['2 of 3 cards', '# of # cards'],
  ['v1.50', 'v#'],
  ['', ''],
  ['no number', 'no number'],
])('the shape of %j is %j', (line, shape) => {
  expect(shapeOf(line)).toBe(shape);
});

test('a shape is never long', () => {
  expect(shapeOf('x '.repeat(10_000)).length).toBeLessThanOrEqual(200);
});

describe('shapes', () => {
  test('are counted', () => {
    const shapes = createShapes();
    for (const line of ['job 1', 'job 2', 'other', 'job 3']) shapes.add(line);
    expect(shapes.most(5)).toEqual([
      { shape: 'job #', count: 3 },
      { shape: 'other', count: 1 },
    ]);
  });

  test('come in an order that is always the same', () => {
    const shapes = createShapes();
    for (const line of ['c', 'a', 'b', 'a', 'b', 'c']) shapes.add(line);
    expect(shapes.most(2).map(({ shape }) => shape)).toEqual(['a', 'b']);
  });

  test('are none at first', () => {
    expect(createShapes().most(10)).toEqual([]);
  });

  test('are bounded: beyond it only those that are known are counted', () => {
    const shapes = createShapes();
    shapes.add('first');
    const letters = 'ghijklmnopqrstuvwxyz';
    for (let number = 0; number < 20_000; number += 1) {
      const word = [...number.toString(20)]
        .map((digit) => letters[Number.parseInt(digit, 20)] ?? '')
        .join('');
      shapes.add(`word ${word}`);
    }
    shapes.add('first');
    shapes.add('too late');
    const all = shapes.most(100_000);
    expect(all).toHaveLength(10_000);
    expect(all[0]).toEqual({ shape: 'first', count: 2 });
    expect(all.some(({ shape }) => shape === 'too late')).toBe(false);
  });
});
