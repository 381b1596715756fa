import { beforeEach, describe, expect, test } from 'vitest';
import { createPause, othersAreStopped, type Processes } from '../../src/platform/job-control.ts';
import type { ProcessStat } from '../../src/platform/proc.ts';
import { FakeTime } from '../support/fake-time.ts';

const self = 100;
const process = (pid: number, state: string, more: Partial<ProcessStat> = {}): ProcessStat => ({
  pid,
  state,
  parent: 50,
  group: 99,
  session: 50,
  terminal: 34_817,
  foreground: 99,
  ...more,
});
const shell = process(50, 'S', { parent: 1, group: 50 });
const tee = process(self, 'R');

const stopped = (others: readonly ProcessStat[], holders: readonly number[] | null = [self]): boolean =>
  othersAreStopped({ self, list: () => [shell, tee, ...others], holdersOfInput: () => holders });

describe('nobody is left to print', () => {
  test('when the miner is stopped', () => {
    expect(stopped([process(99, 'T')], [99, self])).toBe(true);
  });

  test('when the miner and all between it and us are stopped', () => {
    expect(stopped([process(97, 'T'), process(99, 'T', { parent: 97 })])).toBe(true);
  });

  test('when what has ended meanwhile is not counted', () => {
    expect(stopped([process(98, 'Z'), process(99, 'T')])).toBe(true);
  });
});

describe('someone may print still', () => {
  test.each(['R', 'S', 'D', 't', 'I'])('when the miner is not stopped but in state %s', (state) => {
    expect(stopped([process(99, state)])).toBe(false);
  });

  test('when one of several goes on', () => {
    expect(stopped([process(98, 'T'), process(99, 'S')])).toBe(false);
  });

  test('when the miner has a job of its own and only its wrapper is stopped', () => {
    const miner = process(120, 'S', { parent: 110, group: 120, session: 120 });
    const between = process(110, 'T', { parent: 99, group: 110 });
    expect(stopped([miner, between, process(99, 'T')])).toBe(false);
  });

  test('when whoever holds the other end of the pipe is nobody’s child', () => {
    const daemon = process(80, 'S', { parent: 1, group: 80, session: 80 });
    expect(stopped([daemon, process(99, 'T')], [80, 99, self])).toBe(false);
  });

  test('when there is nobody else in our group', () => {
    expect(stopped([])).toBe(false);
    expect(stopped([process(99, 'Z')])).toBe(false);
  });

  test('when the input is no pipe', () => {
    expect(stopped([process(99, 'T')], null)).toBe(false);
  });

  test('when the processes can’t be seen, or not even our own', () => {
    const holdersOfInput = () => [self];
    expect(othersAreStopped({ self, list: () => [], holdersOfInput })).toBe(false);
    expect(othersAreStopped({ self, list: () => [process(99, 'T')], holdersOfInput })).toBe(false);
  });
});

describe('Ctrl-Z', () => {
  let time: FakeTime;
  let state: string;
  let looks: number;
  let stops: number[];
  let pause: () => void;

  beforeEach(() => {
    time = new FakeTime();
    state = 'S';
    looks = 0;
    stops = [];
    const processes: Processes = {
      self,
      list() {
        looks += 1;
        return [shell, tee, process(99, state)];
      },
      holdersOfInput: () => [99, self],
    };
    const begin = time.monotonic();
    pause = createPause(processes, time, () => stops.push(time.monotonic() - begin));
  });
  const pass = (seconds: number): void => {
    for (let step = 0; step < Math.round(seconds * 100); step += 1) time.advance(0.01);
  };

  test('stops us when two looks in a row have found the miner stopped', () => {
    state = 'T';
    pause();
    pass(0.15);
    expect(stops).toEqual([]);
    pass(0.1);
    expect(stops).toEqual([expect.closeTo(0.2, 5)]);
    pass(10);
    expect(stops).toHaveLength(1);
  });

  test('waits for a miner that takes its time', () => {
    pause();
    pass(0.65);
    state = 'T';
    pass(1);
    expect(stops).toHaveLength(1);
  });

  test('never stops us while the miner runs, and does not look for ever', () => {
    pause();
    pass(60);
    expect(stops).toEqual([]);
    expect(looks).toBeLessThan(20);
    expect(time.timers).toBe(0);
  });

  test('does not stop us when the miner goes on between two looks', () => {
    pause();
    for (let look = 0; look < 30; look += 1) {
      state = look % 2 === 0 ? 'T' : 'S';
      pass(0.1);
    }
    expect(stops).toEqual([]);
  });

  test('does so again the next time', () => {
    state = 'T';
    pause();
    pass(1);
    pause();
    pass(1);
    expect(stops).toHaveLength(2);
  });

  test('pressed again while we look has us look on, once', () => {
    pause();
    pass(0.55);
    pause();
    state = 'T';
    pass(2);
    expect(stops).toHaveLength(1);
  });
});
