import { describe, expect, test } from 'vitest';
import * as format from '../../src/readings/format.ts';

describe('hashrate: 4 digits and a unit', () => {
  test.each([
    [null, '–'],
    [Number.NaN, '–'],
    [0, '0.000 H/s'],
    [1.5, '1.500 H/s'],
    [999.94, '999.9 H/s'],
    [999.96, '1.000 KH/s'],
    [1_487_123, '1.487 MH/s'],
    [812.33e6, '812.3 MH/s'],
    [9.9996e9, '10.00 GH/s'],
    [17.52e9, '17.52 GH/s'],
    [99.996e9, '100.0 GH/s'],
    [999.96e9, '1.000 TH/s'],
    [12_345e12, '12345 TH/s'],
  ])('%s', (value, expected) => {
    expect(format.hashrate(value)).toBe(expected);
  });

  test('never wider than 10 columns', () => {
    for (let value = 0.0001; value < 1e16; value *= 1.0173) {
      expect(format.hashrate(value).length, String(value)).toBeLessThanOrEqual(10);
    }
  });

  test.each([
    ['GH/s', 17.52e9, '17.52'],
    ['GH/s', 0.9e9, '0.900'],
    ['GH/s', 11_999e9, '11999'],
    ['MH/s', null, '–'],
  ] as const)('in %s: %s', (unit, value, expected) => {
    expect(format.hashrateIn(unit, value)).toBe(expected);
  });

  test('zero has a unit as well', () => {
    expect(format.hashrateUnit(0)).toBe('H/s');
  });
});

test.each([
  ['clock', format.gaugeNumber('clock', 730e6), '730'],
  ['clock rounded', format.gaugeNumber('clock', 412.5e6), '413'],
  ['no clock', format.gaugeNumber('clock', null), '–'],
  ['temperature', format.gaugeNumber('temperature', 45.26), '45.3'],
  ['cold', format.gaugeNumber('temperature', -5), '-5.0'],
  ['hot', format.gaugeNumber('temperature', 102.4), '102'],
  ['nearly 100', format.gaugeNumber('temperature', 99.96), '100'],
  ['no temperature', format.gaugeNumber('temperature', null), '–'],
  ['voltage', format.gaugeNumber('coreVoltage', 0.85), '0.850'],
  ['no voltage', format.gaugeNumber('coreVoltage', null), '–'],
  ['no errors', format.gaugeNumber('errorRatio', 0), '0.00'],
  ['percent', format.gaugeNumber('errorRatio', 0.0012), '0.12'],
  ['tens of percent', format.gaugeNumber('errorRatio', 0.1234), '12.3'],
  ['nearly 10 %', format.gaugeNumber('errorRatio', 0.09996), '10.0'],
  ['all errors', format.gaugeNumber('errorRatio', 1), '100'],
  ['unknown percent', format.gaugeNumber('errorRatio', null), '–'],
])('%s', (_, text, expected) => {
  expect(text).toBe(expected);
});

test.each([
  [null, '–'],
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [9_960_000, '10 MB'],
  [123_456_789, '123 MB'],
  [999_600_000, '1.0 GB'],
  [37e9, '37 GB'],
])('%s bytes', (size, expected) => {
  expect(format.bytes(size)).toBe(expected);
});

describe('counts', () => {
  test.each([
    [null, 5, '–'],
    [0, 5, '0'],
    [12_345, 5, '12345'],
    [123_456, 5, '123k'],
    [999_600, 5, '1.0M'],
    [1_234_567, 5, '1.2M'],
    [12_345_678, 5, '12M'],
    [9999, 4, '9999'],
    [12_345, 4, '12k'],
    [1e12, 4, '1.0T'],
  ])('%s in %s columns', (value, columns, expected) => {
    expect(format.count(value, columns)).toBe(expected);
  });

  test.each([
    [118, 2, '118/2'],
    [12_345, 123, '12345/123'],
    [12_345, 1234, '12k/1234'],
    [123_456, 12, '123456/12'],
    [1_234_567, 12_345, '1.2M/12k'],
    [null, null, '–'],
    [12, null, '12/–'],
  ])('%s and %s', (good, bad, expected) => {
    expect(format.counts(good, bad)).toBe(expected);
  });

  test('never wider than they may be', () => {
    for (let value = 1; value < 1e12; value *= 1.37) {
      expect(format.count(value).length, String(value)).toBeLessThanOrEqual(5);
      expect(format.count(value, 4).length, String(value)).toBeLessThanOrEqual(4);
      expect(format.counts(value, value / 7).length, String(value)).toBeLessThanOrEqual(9);
    }
  });
});

test.each([
  [null, '–', '–'],
  [-1, '0s', '0s'],
  [4.9, '4s', '4s'],
  [59.9, '59s', '59s'],
  [60, '1m', '1m'],
  [3599, '59m', '59m'],
  [11_220, '3h07', '3h07'],
  [36_000, '10h', '10h'],
  [86_399, '23h', '23h'],
  [187_200, '2d 4h', '2d'],
  [97_200, '1d 3h', '27h'],
  [400 * 86_400, '400d', '400d'],
])('%s seconds', (seconds, duration, age) => {
  expect(format.duration(seconds)).toBe(duration);
  expect(format.age(seconds)).toBe(age);
});

test.each([
  [1, '1 line'],
  [0, '0 lines'],
  [1204, '1,204 lines'],
  [1_234_567, '1,234,567 lines'],
])('%s lines', (value, expected) => {
  expect(format.plural(value, 'line')).toBe(expected);
});
