import { expect, test } from 'vitest';
import { RampDown, type RampDownOptions } from '../../src/run/ramp-down.ts';
import { FakeTime } from '../support/fake-time.ts';

const interrupt = { type: 'signal', signal: 'SIGINT' };

function ramp(options: Partial<RampDownOptions> = {}) {
  const time = new FakeTime(1000);
  const rampDown = new RampDown({ stopGrace: 120, killAfter: null, ...options }, time);
  /** What it does in so many seconds, asked every second, and when. */
  const pass = (seconds: number) => {
    const done: unknown[] = [];
    for (let second = 0; second < seconds; second += 1) {
      time.advance(1);
      const action = rampDown.due();
      if (action !== null) done.push([time.monotonic() - 1000, action]);
    }
    return done;
  };
  return { rampDown, pass };
}

test('it begins with ESC, typed in the terminal', () => {
  expect(ramp().rampDown.first).toEqual({ type: 'type', keys: '\x1b' });
});

test('while its output goes on a miner has all its time before SIGINT', () => {
  const { rampDown, pass } = ramp();
  expect(pass(5)).toEqual([]);
  rampDown.heard();
  expect(pass(200)).toEqual([[120, interrupt]]);
});

test('a miner that has not printed a byte since ESC took no notice: it is interrupted sooner', () => {
  expect(ramp().pass(149)).toEqual([[30, interrupt]]);
  expect(ramp({ stopGrace: 10 }).pass(15)).toEqual([[10, interrupt]]);
});

test('without leave to kill, nothing comes after SIGINT, and that is told once', () => {
  const { rampDown, pass } = ramp();
  rampDown.heard();
  expect(pass(1000)).toEqual([
    [120, interrupt],
    [240, { type: 'leave' }],
  ]);
  expect(rampDown.step).toBe('leave');
  expect(rampDown.nextAt).toBeNull();
});

test('with leave to kill, SIGTERM comes after the patience is over, and SIGKILL after that', () => {
  const { rampDown, pass } = ramp({ killAfter: 20 });
  rampDown.heard();
  expect(pass(1000)).toEqual([
    [120, interrupt],
    [240, { type: 'signal', signal: 'SIGTERM' }],
    [260, { type: 'signal', signal: 'SIGKILL' }],
  ]);
});

test('silence does not bring SIGTERM any sooner', () => {
  expect(ramp({ killAfter: 20 }).pass(149)).toEqual([[30, interrupt]]);
});

test('once the miner has ended nothing more is done', () => {
  const { rampDown, pass } = ramp({ killAfter: 20 });
  rampDown.ended();
  expect(pass(1000)).toEqual([]);
  expect(rampDown.hurry()).toBeNull();
});

test('being asked again brings SIGINT at once, but what kills no sooner', () => {
  const { rampDown, pass } = ramp({ killAfter: 20 });
  expect(rampDown.hurry()).toEqual(interrupt);
  expect(rampDown.hurry()).toBeNull();
  expect(pass(119)).toEqual([]);
  expect(pass(1)).toEqual([[120, { type: 'signal', signal: 'SIGTERM' }]]);
  expect(rampDown.hurry()).toBeNull();
});

test('it tells when to ask again', () => {
  const { rampDown } = ramp();
  expect(rampDown.nextAt).toBe(1030);
  rampDown.heard();
  expect(rampDown.nextAt).toBe(1120);
});
