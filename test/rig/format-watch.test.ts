import { describe, expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { type FormatProblem, FormatWatch, formatWords } from '../../src/rig/format-watch.ts';
import { fxBanner, fxLine, nimiqLine, Rig, sharesLine } from '../support/rig.ts';

const rb4 = `${fxLine('1/1')} Shares: 1/1`;

/** What is told of these lines when only one bitstream is tried, or all of them. */
function told(bitstream: string, lines: readonly string[]): (FormatProblem | null)[] {
  const problems: (FormatProblem | null)[] = [];
  const candidates = chooseBitstreams(bitstream) ?? bitstreams;
  const watch = new FormatWatch(candidates, (problem) => problems.push(problem));
  const rig = new Rig({ bitstream }).print(...lines);
  for (const [text, reading] of rig.read) watch.read(() => text, reading);
  return problems;
}
const times = (count: number, line: string) => Array.from({ length: count }, () => line);

describe('statistics of a bitstream that was not asked for', () => {
  test('are told with its name, once', () => {
    expect(told('nimiq', [fxBanner, ...times(20, rb4)])).toEqual([
      { type: 'other', bitstream: 'rb4', asked: 'nimiq' },
    ]);
    expect(told('rb4', times(20, nimiqLine('1/1')))).toEqual([
      { type: 'other', bitstream: 'nimiq', asked: 'rb4' },
    ]);
    expect(told('0xbtc', times(20, rb4))).toEqual([{ type: 'other', bitstream: 'rb4', asked: '0xbtc' }]);
  });

  test('are not told for one or two lines, which may be chatter, but for three', () => {
    expect(told('nimiq', times(2, rb4))).toEqual([]);
    expect(told('nimiq', times(3, rb4))).toHaveLength(1);
    expect(told('nimiq', [rb4, rb4, nimiqLine('1/1'), rb4, rb4, nimiqLine('2/2'), rb4, rb4])).toEqual([]);
  });

  test('are told also when the miner was another one before, and are well again when it is', () => {
    const lines = [nimiqLine('1/1'), ...times(5, rb4), nimiqLine('2/2'), ...times(5, rb4)];
    const problem = { type: 'other', bitstream: 'rb4', asked: 'nimiq' };
    expect(told('nimiq', lines)).toEqual([problem, null, problem]);
  });

  test('are read where all are tried', () => {
    expect(told('auto', [...times(5, rb4), fxBanner, ...times(5, nimiqLine('1/1'))])).toEqual([]);
  });
});

describe('lines that nothing reads', () => {
  test('are told once they are many', () => {
    expect(told('auto', times(49, 'mining along'))).toEqual([]);
    expect(told('auto', times(200, 'mining along'))).toEqual([{ type: 'unknown', lines: 50 }]);
    expect(told('nimiq', times(200, 'mining along'))).toEqual([{ type: 'unknown', lines: 50 }]);
  });

  test('also where lines of shares are known: without statistics nothing is', () => {
    expect(told('auto', times(200, sharesLine(1, 1)))).toEqual([{ type: 'unknown', lines: 50 }]);
  });

  test('are well as soon as there are statistics, and what a known miner prints is its own affair', () => {
    const lines = [...times(60, 'mining along'), nimiqLine('1/1'), ...times(200, 'mining along')];
    expect(told('auto', lines)).toEqual([{ type: 'unknown', lines: 50 }, null]);
  });

  test('empty lines and those that belong to a format are not counted', () => {
    expect(told('auto', [...times(100, ''), ...times(100, "Found 1 valid FPGA's.")])).toEqual([]);
  });
});

test('the words name the way out', () => {
  expect(formatWords({ type: 'other', bitstream: 'rb4', asked: 'nimiq' }, 'the miner', 'my.log')).toBe(
    'the miner prints statistics of rb4, not of nimiq: leave -b (in a rig file: bitstream) out, or name rb4',
  );
  expect(formatWords({ type: 'unknown', lines: 50 }, 'left', 'my.log')).toBe(
    'no statistics in 50 lines of left: fpga-tee check my.log tells why',
  );
});
