import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { compilePattern, longestLine } from '../../src/bitstreams/pattern.ts';
import { bitstreamNamed, trueLines } from './lines.ts';

describe('a pattern', () => {
  test('matches the whole line or not at all', () => {
    const pattern = compilePattern('a|b');
    expect(pattern.test('a')).toBe(true);
    expect(pattern.test('b')).toBe(true);
    for (const line of ['ab', 'xa', 'bx', 'a\nb', 'a\n', '']) expect(pattern.test(line), line).toBe(false);
  });

  test('gives values under their names', () => {
    expect(compilePattern('%{COUNT:good}/%{COUNT:total} at %{NUMBER}').exec('1/2 at 3.5')?.groups).toEqual({
      good: '1',
      total: '2',
    });
  });

  test.each([
    [
      'NUMBER',
      ['0', '17.520', '-4', '+4', '5.', '1e5', '1E-5', 'nan', '-inf', '1.#QNAN', '1.$'],
      ['', '.', '.5', '1.2.3', '1,5', '0x10', 'e5', '--1', '1 2', 'infin', '1.#'],
    ],
    ['COUNT', ['0', '007', '123456789'], ['', '-1', '+1', '1.0', '1e3', '٣']],
    [
      'DNA',
      ['40020000013AE3213511111C', '40020000013ae3213511111c'],
      ['', '40020000013AE3213511111', '40020000013AE3213511111CC', '40020000013AE3213511111G'],
    ],
    ['DATE', ['[2021-03-15 20:20:20]'], ['2021-03-15 20:20:20', '[20:20:20]', '[2021-03-15]']],
  ])('%%{%s}', (kind, are, areNot) => {
    const pattern = compilePattern(`%{${kind}}`);
    for (const text of are) expect(pattern.test(text), text).toBe(true);
    for (const text of areNot) expect(pattern.test(text), text).toBe(false);
  });

  test('gives the unit of a gauge in any spelling under a name of its own', () => {
    const pattern = compilePattern('%{NUMBER:clock}%{UNIT:clock}');
    expect(pattern.exec('730Mhz')?.groups).toEqual({ clock: '730', clockUnit: 'Mhz' });
    for (const text of ['730', '730H', '730GH/s', '730MHzs']) expect(pattern.test(text), text).toBe(false);
  });

  test.each([
    '%{UNIT}',
    '%{UNIT:solutions}',
    '%{UNIT:toString}',
    '%{FLOAT}',
    '%{FLOAT:clock}',
    '%{NUMBERS}',
    'Hash: %{X:hashrate}',
    '%{TOSTRING}',
  ])('with an unknown kind is an error that names it: %s', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError);
    expect(() => compilePattern(pattern)).toThrow(pattern);
  });

  test.each(['(', '[', '*', '(?<name>', 'a{2,1}', '%{COUNT:same} %{COUNT:same}'])(
    'that is no regular expression is an error: %s',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow(SyntaxError);
    },
  );
});

test('a line longer than any is not looked at, so that no pattern can take long', () => {
  const interpreter = createInterpreter(bitstreamNamed('rb4'));
  const failure = 'Submitting a share failed for the following reason:';
  expect(interpreter.read(failure.padEnd(longestLine, '.'))).toEqual({
    type: 'share-failure',
    reason: 'other',
  });
  expect(interpreter.read(failure.padEnd(longestLine + 1, '.'))).toBeNull();
});

test('an empty line belongs to every format', () => {
  for (const bitstream of bitstreams)
    expect(createInterpreter(bitstream).read(''), bitstream.name).toEqual({ type: 'known' });
});

test('an interpreter remembers nothing from line to line but a table header', () => {
  const interpreter = createInterpreter(bitstreamNamed('nimiq'));
  const first = interpreter.read(trueLines.nimiq);
  interpreter.read('chatter');
  expect(interpreter.read(trueLines.nimiq)).toEqual(first);
});
