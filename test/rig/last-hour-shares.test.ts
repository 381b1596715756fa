import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LastHourShares } from '../../src/rig/last-hour-shares.ts';

test('what was counted before the first look does not count', () => {
  const shares = new LastHourShares();
  shares.add(0, { total: 100, rejected: 50 });
  expect(shares.lately).toEqual({ total: 0, rejected: 0 });
  shares.add(10, { total: 104, rejected: 51 });
  expect(shares.lately).toEqual({ total: 4, rejected: 1 });
});

test('what is older than an hour is forgotten', () => {
  const shares = new LastHourShares();
  for (let at = 0; at <= 7200; at += 10)
    shares.add(at, { total: Math.min(at, 3600) / 10, rejected: Math.min(at, 1200) / 10 });
  expect(shares.lately.rejected).toBe(0);
  expect(shares.lately.total).toBeLessThanOrEqual(6);
});

test('a count that falls begins anew', () => {
  const shares = new LastHourShares();
  shares.add(0, { total: 100, rejected: 5 });
  shares.add(100, { total: 3, rejected: 1 });
  expect(shares.lately).toEqual({ total: 0, rejected: 0 });
});

test('whatever the looks, it is what was counted since at the most an hour and a step ago', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(steps, (looks) => {
      const shares = new LastHourShares();
      let at = 0;
      let total = 0;
      const counted = looks.map(([seconds, more]) => {
        at += seconds;
        total += more;
        shares.add(at, { total, rejected: 0 });
        return { at, total };
      });
      const since = (seconds: number) =>
        total - (counted.findLast((count) => count.at <= at - seconds)?.total ?? counted[0]?.total ?? 0);
      expect(shares.lately.total).toBeGreaterThanOrEqual(since(3600));
      expect(shares.lately.total).toBeLessThanOrEqual(since(3600 + 60 + 900));
    }),
  );
});
