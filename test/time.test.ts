import { expect, test, vi } from 'vitest';
import { systemTimers } from '../src/time.ts';

test('a timer rings once, when its time is over', () => {
  vi.useFakeTimers();
  const rang = vi.fn();
  systemTimers.after(2, rang);
  vi.advanceTimersByTime(1999);
  expect(rang).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(rang).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

test('a timer that was taken back does not ring', () => {
  vi.useFakeTimers();
  const rang = vi.fn();
  systemTimers.after(2, rang)();
  vi.advanceTimersByTime(10_000);
  expect(rang).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test('a timer that is taken back while it is due does not ring either', async () => {
  const rang = vi.fn();
  let other = () => {};
  await new Promise<void>((resolve) => {
    systemTimers.after(0.001, () => {
      other();
      setImmediate(() => setImmediate(resolve));
    });
    other = systemTimers.after(0.001, rang);
  });
  expect(rang).not.toHaveBeenCalled();
});

test('to wait for ever is to wait for ever: Node itself would ring at once', () => {
  const set = vi.spyOn(globalThis, 'setTimeout');
  systemTimers.after(Number.POSITIVE_INFINITY, () => {})();
  systemTimers.after(1e9, () => {})();
  expect(set).not.toHaveBeenCalled();
  set.mockRestore();
});
