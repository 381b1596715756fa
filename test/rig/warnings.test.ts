import { beforeEach, describe, expect, test } from 'vitest';
import { topics, Warnings } from '../../src/rig/warnings.ts';
import { FakeTime } from '../support/fake-time.ts';

let time: FakeTime;
let said: string[];
let warnings: Warnings;

beforeEach(() => {
  time = new FakeTime(1000);
  said = [];
  warnings = new Warnings(time, (line) => said.push(line));
});

describe('what stands', () => {
  test('is one line a topic, the newest last', () => {
    warnings.raise('log', 'the disk is full');
    warnings.raise('metrics', 'the port is taken');
    warnings.raise('log', 'the disk fails');
    expect(warnings.list()).toEqual(['the port is taken', 'the disk fails']);
  });

  test('keeps its place while it is raised again', () => {
    warnings.raise('log', 'the disk is full');
    warnings.raise('metrics', 'the port is taken');
    warnings.raise('log', 'the disk is full');
    expect(warnings.list()).toEqual(['the disk is full', 'the port is taken']);
  });

  test('is gone once it is over', () => {
    warnings.raise('log', 'the disk is full');
    warnings.clear('log');
    expect(warnings.list()).toEqual([]);
  });

  test.each(['reading', 'tool'] as const)(
    '%s: an hour after it was raised last, nobody else can tell',
    (topic) => {
      warnings.raise(topic, 'something failed');
      time.advance(3000);
      warnings.raise(topic, 'something failed');
      time.advance(3599);
      expect(warnings.list()).toEqual(['something failed']);
      time.advance(1);
      expect(warnings.list()).toEqual([]);
    },
  );

  test.each(['log', 'output', 'metrics', 'panel', 'input'] as const)(
    '%s: for a year, if need be',
    (topic) => {
      warnings.raise(topic, 'something failed');
      time.advance(365 * 86_400);
      expect(warnings.list()).toEqual(['something failed']);
    },
  );

  test('is one line without escape sequences, whatever the words', () => {
    warnings.raise('log', 'log a\x1b[2Jb: no\n    at somewhere\r\n');
    expect(warnings.list()).toEqual(['log ab: no at somewhere']);
  });

  test('is no longer than a person reads', () => {
    warnings.raise('tool', 'x'.repeat(1_000_000));
    expect(warnings.list()[0]).toHaveLength(1000);
  });
});

describe('what is said', () => {
  test('is each new line once', () => {
    for (let second = 0; second < 86_400; second += 1) {
      warnings.raise('tool', 'something failed');
      time.advance(1);
    }
    expect(said).toEqual(['something failed']);
  });

  test('is no flood when a failure comes and goes', () => {
    for (let second = 0; second < 600; second += 1) {
      warnings.raise('log', 'the disk is full');
      warnings.clear('log');
      time.advance(1);
    }
    expect(said).toHaveLength(10);
  });

  test('is no flood when two failures take turns', () => {
    for (let second = 0; second < 60; second += 1) {
      warnings.raise('tool', `failure ${second % 2}`);
      time.advance(1);
    }
    expect(said).toEqual(['failure 0', 'failure 1']);
  });

  test('is no flood when the words are others each time', () => {
    for (let second = 0; second < 60; second += 1) {
      warnings.raise('tool', `failure ${second}`);
      time.advance(1);
    }
    expect(said).toHaveLength(10);
    expect(warnings.list()).toEqual(['failure 59']);
  });

  test('of one topic does not keep another quiet', () => {
    for (let place = 0; place < 100; place += 1) warnings.raise('tool', `failure ${place}`);
    warnings.raise('log', 'the disk is full');
    expect(said.at(-1)).toBe('the disk is full');
  });

  test('is said again when it is asked for', () => {
    warnings.raise('log', 'the disk is full');
    warnings.raise('metrics', 'the port is taken');
    warnings.clear('metrics');
    said = [];
    warnings.repeat();
    expect(said).toEqual(['the disk is full']);
  });

  test('is lost where saying it fails, and stands all the same', () => {
    const mute = new Warnings(time, () => {
      throw new Error('nobody listens');
    });
    mute.raise('log', 'the disk is full');
    expect(mute.list()).toEqual(['the disk is full']);
    expect(mute.counts().log).toBe(1);
  });
});

describe('the counts', () => {
  test('are there for every topic from the start', () => {
    expect(warnings.counts()).toEqual(Object.fromEntries(topics.map((topic) => [topic, 0])));
  });

  test('go up each time, said or not', () => {
    for (let place = 0; place < 25; place += 1) warnings.raise('tool', 'something failed');
    warnings.raise('log', 'the disk is full');
    warnings.clear('log');
    expect(warnings.counts()).toMatchObject({ tool: 25, log: 1, metrics: 0 });
  });

  test('given out do not change any more', () => {
    const before = warnings.counts();
    warnings.raise('log', 'the disk is full');
    expect(before.log).toBe(0);
  });
});
