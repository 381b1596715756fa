import { expect, test } from 'vitest';
import { Attempts } from '../../../src/web/config/attempts.ts';
import { FakeTime } from '../../support/fake-time.ts';

function takeAll(attempts: Attempts, address: string): void {
  for (let attempt = 0; attempt < 10; attempt += 1) attempts.take(address);
}

test.each([
  ['::ffff:10.0.0.1', '10.0.0.1', true],
  ['2001:db8::1', '2001:db8:0:0:ffff::2', true],
  ['2001:db8::1', '2001:db8:0:1::1', false],
  ['fe80::1%eth0', 'fe80::2%eth1', true],
  ['::1', '10.0.0.1', false],
])('%s and %s count as one: %s', (one, other, same) => {
  const attempts = new Attempts(new FakeTime());
  takeAll(attempts, one);
  expect(attempts.wait(other) > 0).toBe(same);
});

test('attempts come back with time, and never more than there were', () => {
  const time = new FakeTime();
  const attempts = new Attempts(time);
  takeAll(attempts, 'a');
  expect(attempts.wait('a')).toBe(10);
  time.advance(4);
  expect(attempts.wait('a')).toBeCloseTo(6);
  time.advance(10_000);
  expect(attempts.left('a')).toBe(10);
  attempts.giveBack('a');
  expect(attempts.left('a')).toBe(10);
});

test('only so many addresses are remembered, the newest', () => {
  const attempts = new Attempts(new FakeTime());
  takeAll(attempts, 'first');
  for (let other = 0; other < 1000; other += 1) attempts.take(`other${other}`);
  expect(attempts.left('first')).toBe(10);
  expect(attempts.left('other999')).toBe(9);
});
