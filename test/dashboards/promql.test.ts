import { expect, test } from 'vitest';
import { readQuery } from './support/promql.ts';

test('a query is taken apart into its selectors and the functions around each', () => {
  expect(readQuery('sum by (a) (rate(b_total{c="d"}[$__rate_interval])) / on (a) up')).toEqual({
    errors: [],
    metrics: ['b_total', 'up'],
    selectors: [
      { metric: 'b_total', text: 'b_total{c="d"}', functions: ['rate'] },
      { metric: 'up', text: 'up', functions: [] },
    ],
  });
  expect(readQuery('round(increase(a_total[1h]))').selectors[0]?.functions).toEqual(['increase', 'round']);
});

test.each(['sum(', 'up{job=~"a}', 'rate(a[5x])', 'a b'])('%s is no query', (text) => {
  expect(readQuery(text).errors).not.toEqual([]);
});
