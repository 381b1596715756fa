import { expect, test } from 'vitest';
import { Latecomers } from '../../src/rig/latecomers.ts';

const numbered = (index: number) => ({ dna: null, index, device: null });

test('how often each was seen, and since when', () => {
  const latecomers = new Latecomers();
  expect(latecomers.see(numbered(1), 10)).toEqual({ times: 1, since: 10 });
  expect(latecomers.see({ ...numbered(1), dna: 'A' }, 11)).toEqual({ times: 1, since: 11 });
  expect(latecomers.see(numbered(1), 12)).toEqual({ times: 2, since: 10 });
  latecomers.forget(numbered(1));
  expect(latecomers.see(numbered(1), 13)).toEqual({ times: 1, since: 13 });
});

test('of more than a thousand those are forgotten that were not seen for longest', () => {
  const latecomers = new Latecomers();
  latecomers.see(numbered(0), 0);
  for (let number = 1; number <= 1500; number += 1) {
    latecomers.see(numbered(number), number);
    if (number % 500 === 0) latecomers.see(numbered(0), number);
  }
  expect(latecomers.see(numbered(0), 2000)).toEqual({ times: 5, since: 0 });
  expect(latecomers.see(numbered(1), 2000)).toEqual({ times: 1, since: 2000 });
});
