import { describe, expect, test, vi } from 'vitest';
import type { Timers } from '../../../src/time.ts';
import { FakeTime } from '../fake-time.ts';
import { clockRateOf, faster } from './clock-rate.ts';

describe('the rate', () => {
  test.each([
    [undefined, 1],
    ['', 1],
    ['1', 1],
    ['60', 60],
    ['0.05', 0.05],
    ['1000', 1000],
  ])('%j is %d', (text, rate) => {
    expect(clockRateOf(text)).toBe(rate);
  });

  test.each(['0', '-5', '1001', '0.001', '1.', 'fast', '60x', ' 60'])('%j is refused', (text) => {
    expect(() => clockRateOf(text)).toThrow(`FPGA_TEE_CLOCK_RATE=${text}: `);
  });
});

test('both clocks run faster, and Unix time begins at what it is', () => {
  const time = new FakeTime(1000);
  time.advance(5);
  const { clock } = faster({ clock: time, timers: time }, 60);
  const before = { monotonic: clock.monotonic(), wall: clock.wall() };
  expect(before.wall).toBe(time.wall());
  time.advance(2);
  expect(clock.monotonic() - before.monotonic).toBeCloseTo(120);
  expect(clock.wall() - before.wall).toBeCloseTo(120);
});

test('a timer rings when the faster clock says that its time is over, and can be taken back', () => {
  const time = new FakeTime();
  const { clock, timers } = faster({ clock: time, timers: time }, 60);
  const rang = vi.fn(() => expect(clock.monotonic()).toBeCloseTo(30));
  const other = vi.fn();
  timers.after(30, rang);
  timers.after(30, other)();
  time.advance(0.4);
  expect(rang).not.toHaveBeenCalled();
  time.advance(0.2);
  expect(rang).toHaveBeenCalledOnce();
  expect(other).not.toHaveBeenCalled();
});

test('to wait for ever is still to wait for ever', () => {
  const after = vi.fn(() => () => {});
  const timers: Timers = { after };
  faster({ clock: new FakeTime(), timers }, 60).timers.after(Number.POSITIVE_INFINITY, () => {});
  expect(after).toHaveBeenCalledWith(Number.POSITIVE_INFINITY, expect.anything());
});
