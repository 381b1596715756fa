import { describe, expect, test } from 'vitest';
import { Schedule } from '../../src/simulate/schedule.ts';

describe('the schedule', () => {
  test('gives what is due, the earliest first, once each', () => {
    const schedule = new Schedule();
    schedule.set('stats', 2);
    schedule.set('boot', 1);
    schedule.set('stall', 9);
    expect(schedule.take(5)).toEqual({ timer: 'boot', at: 1 });
    expect(schedule.take(5)).toEqual({ timer: 'stats', at: 2 });
    expect(schedule.take(5)).toBeNull();
    expect(schedule.take(9)).toEqual({ timer: 'stall', at: 9 });
    expect(schedule.take(Number.POSITIVE_INFINITY)).toBeNull();
  });

  test('moves a timer that is set again', () => {
    const schedule = new Schedule();
    schedule.set('stats', 1);
    expect(schedule.take(0)).toBeNull();
    schedule.set('stats', 3);
    expect(schedule.take(2)).toBeNull();
    expect(schedule.take(3)).toEqual({ timer: 'stats', at: 3 });
  });

  test('forgets a timer that is cleared', () => {
    const schedule = new Schedule();
    schedule.set('stats', 1);
    schedule.set('ramp', 2);
    schedule.clear('stats');
    expect(schedule.take(5)).toEqual({ timer: 'ramp', at: 2 });
  });
});
