import { expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { hasReading } from '../../src/follow/has-reading.ts';
import { fxLine, sharesLine, tableHeader, tableRow } from '../support/rig.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';

const has = (text: string, bitstream = 'auto') =>
  hasReading(chooseBitstreams(bitstream) ?? [], Buffer.from(text));

test.each(sampleNames)('%s has one', (name) => {
  expect(hasReading(bitstreams, sampleBytes(name))).toBe(true);
});

test('statistics of a card are one; shares, chatter and half a table are none', () => {
  expect(has(`chatter\n${fxLine('118/120')}\nchatter\n`)).toBe(true);
  expect(has(`chatter\n${sharesLine(1, 2)}\n`)).toBe(false);
  expect(has(`${tableHeader}\n${tableRow(0, 1)}\n`)).toBe(true);
  expect(has(`${tableRow(0, 1)}\n`)).toBe(false);
  expect(has('')).toBe(false);
});

test('only by the bitstream that was chosen', () => {
  expect(has(`${fxLine('118/120')}\n`, 'nimiq')).toBe(false);
});

test('in UTF-16 as well', () => {
  expect(hasReading(bitstreams, Buffer.from(`\ufeff${fxLine('118/120')}\r\n`, 'utf16le'))).toBe(true);
});
