import { describe, expect, test } from 'vitest';
import { muchPatience, Pace } from '../../src/bytes/pace.ts';
import { FakeTime } from '../support/fake-time.ts';

const megabyte = 1024 * 1024;
const muchWaits = 8 * megabyte;

/** A taker of so many bytes a second, over the last half second. */
function taker(bytesPerSecond: number, time = new FakeTime(1000)): { pace: Pace; time: FakeTime } {
  const pace = new Pace(time);
  for (let step = 0; step < 50; step += 1) {
    time.advance(0.01);
    pace.took(bytesPerSecond / 100);
  }
  return { pace, time };
}

test('a flood waits for a taker that is merely slower', () => {
  expect(taker(50 * megabyte).pace.shouldWait(muchWaits)).toBe(true);
});

test('while little waits to be taken, nothing is held back', () => {
  const { pace } = taker(50 * megabyte);
  expect(pace.shouldWait(0)).toBe(false);
  expect(pace.shouldWait(3 * megabyte)).toBe(false);
});

test('a taker that takes less than a miner could print is not waited for', () => {
  expect(taker(2 * megabyte).pace.shouldWait(muchWaits)).toBe(false);
});

test.each([0, 1e6])('one that has only just begun is waited for, but not for long: %d', (start) => {
  const time = new FakeTime(start);
  const pace = new Pace(time);
  expect(pace.shouldWait(muchWaits)).toBe(true);
  time.advance(0.2);
  expect(pace.shouldWait(muchWaits)).toBe(false);
});

test('nor is one that has stalled, after a tenth of a second', () => {
  const { pace, time } = taker(50 * megabyte);
  expect(pace.shouldWait(muchWaits)).toBe(true);
  time.advance(0.1);
  expect(pace.shouldWait(muchWaits)).toBe(false);
});

test('one that begins to take again is waited for again', () => {
  const { pace, time } = taker(50 * megabyte);
  time.advance(3600);
  expect(pace.shouldWait(muchWaits)).toBe(false);
  pace.took(megabyte);
  expect(pace.shouldWait(muchWaits)).toBe(true);
});

describe('for a log', () => {
  /** A disk that takes a megabyte at a time, so many seconds apart. */
  const disk = (seconds: number): { pace: Pace; time: FakeTime } => {
    const time = new FakeTime(1000);
    const pace = new Pace(time, muchPatience);
    for (let write = 0; write < 10; write += 1) {
      time.advance(seconds);
      pace.took(megabyte);
    }
    return { pace, time };
  };

  test('a flood waits for a disk as slow as no miner, between its answers as well', () => {
    const { pace, time } = disk(0.9);
    time.advance(0.8);
    expect(pace.shouldWait(muchWaits)).toBe(true);
  });

  test('nothing waits for one that takes less than a miner could print', () => {
    const { pace, time } = disk(5);
    time.advance(2.5);
    expect(pace.shouldWait(muchWaits)).toBe(false);
  });

  test('nor, after two seconds, for one that hangs', () => {
    const { pace, time } = disk(0.01);
    expect(pace.shouldWait(muchWaits)).toBe(true);
    time.advance(2);
    expect(pace.shouldWait(muchWaits)).toBe(false);
  });
});
