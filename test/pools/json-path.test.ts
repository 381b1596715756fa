import { describe, expect, test } from 'vitest';
import { jsonPathOf, valuesAt } from '../../src/pools/json-path.ts';

describe('a path', () => {
  test.each([
    ['rate', ['rate'], 1],
    ['a.b.c', ['a', 'b', 'c'], 1],
    ['workers[*].rate*1e9', ['workers', null, 'rate'], 1e9],
    ['workers.*.rate/1000', ['workers', null, 'rate'], 0.001],
    ['[0].x', ['0', 'x'], 1],
    ['a."b.c"."*"', ['a', 'b.c', '*'], 1],
    ['list[*]', ['list', null], 1],
    ['a-b_c$.ü*0.5', ['a-b_c$', 'ü'], 0.5],
  ])('%s', (text, steps, scale) => {
    expect(jsonPathOf(text)).toEqual({ steps, scale: expect.closeTo(scale, 12) });
  });

  test.each([
    '',
    '.a',
    'a..b',
    'a.',
    'a[',
    'a[b]',
    'a]b',
    'a b',
    'a*0',
    'a/0',
    '*1e9',
    `${'a.'.repeat(40)}a`,
  ])('%j is none', (text) => {
    expect(jsonPathOf(text)).toBeNull();
  });
});

describe('what stands there', () => {
  const document = {
    workers: [{ rate: 1 }, { rate: 2 }, {}],
    none: [],
    by: { a: { n: 5 }, b: { n: 6 } },
    zero: 0,
  };
  const at = (path: string) => {
    const read = jsonPathOf(path);
    if (read === null) throw new Error(path);
    return valuesAt(document, read.steps);
  };

  test.each([
    ['workers[*].rate', [1, 2]],
    ['workers[1].rate', [2]],
    ['by.*.n', [5, 6]],
    ['none[*].rate', []],
    ['zero', [0]],
    ['workers[*].speed', null],
    ['nothing[*].rate', null],
    ['zero.zero', null],
    ['constructor.name', null],
    ['workers.length.x', null],
  ])('%s: %j', (path, values) => {
    expect(at(path)).toEqual(values);
  });

  test('no more than 10,000 values are looked at', () => {
    const path = jsonPathOf('[*][*]');
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 1));
    expect(path === null ? [] : valuesAt(rows, path.steps)).toHaveLength(10_000);
  });
});
