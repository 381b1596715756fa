import { describe, expect, test } from 'vitest';
import type { GaugeName } from '../../src/readings/gauges.ts';
import { statsFrom, trueLines } from './lines.ts';

/** Each gauge's number in a Nimiq line, with what stands around it. */
const places: readonly (readonly [gauge: GaugeName, text: string, number: string])[] = [
  ['hashrate', '1487.123 KH/s', '1487.123'],
  ['clock', '390 MHz', '390'],
  ['temperature', '31.4C', '31.4'],
  ['coreVoltage', '0.72V', '0.72'],
  ['errorRatio', '0.1%', '0.1'],
];

function withNumber(text: string, number: string, instead: string): string {
  return trueLines.nimiq.replace(text, text.replace(number, instead));
}

describe.each(places)('a line of statistics gives no %s', (gauge, text, number) => {
  test.each([
    'nan',
    '-nan',
    'NaN',
    '-nan(ind)',
    'nan(snan)',
    'inf',
    '-inf',
    'Infinity',
    '1.#INF',
    '-1.#IND',
    '1.#QNAN',
    '1.#INF00',
    '1.#IO',
    '1.#J',
    '1.$',
    '-1.$',
    '1e400',
    '-1e400',
    '1e30',
    `1${'0'.repeat(300)}.0`,
    '-274',
  ])('from %s, and all others', (absurd) => {
    const whole = statsFrom('nimiq', trueLines.nimiq);
    const reading = statsFrom('nimiq', withNumber(text, number, absurd));
    expect(reading.gauges).toEqual({ ...whole.gauges, [gauge]: null });
    expect(reading.printed).toEqual(gauge === 'hashrate' ? null : whole.printed);
    expect(reading.solutions).toEqual(whole.solutions);
  });
});

describe('what a card can show is shown', () => {
  test.each<[GaugeName, string, number]>([
    ['hashrate', '0.000', 0],
    ['hashrate', '1e3', 1e6],
    ['hashrate', '+5.', 5000],
    ['clock', '0', 0],
    ['temperature', '-20.5', -20.5],
    ['temperature', '125.0', 125],
    ['coreVoltage', '0.00', 0],
    ['errorRatio', '100.0', 1],
    ['errorRatio', '0.0', 0],
  ])('%s %s', (gauge, given, expected) => {
    const [, text = '', number = ''] = places.find(([name]) => name === gauge) ?? [];
    expect(statsFrom('nimiq', withNumber(text, number, given)).gauges[gauge]).toBe(expected);
  });

  test.each<[GaugeName, string]>([
    ['temperature', '151'],
    ['coreVoltage', '5.1'],
    ['coreVoltage', '-0.1'],
    ['errorRatio', '100.1'],
    ['errorRatio', '-0.1'],
    ['clock', '10001'],
    ['hashrate', '-1'],
    ['hashrate', '1000000000001'],
  ])('but not %s %s', (gauge, given) => {
    const [, text = '', number = ''] = places.find(([name]) => name === gauge) ?? [];
    expect(statsFrom('nimiq', withNumber(text, number, given)).gauges[gauge]).toBeNull();
  });
});

describe('hashrates in SI, and as printed', () => {
  test.each([
    ['0.5 H/s', 0.5, 'H/s'],
    ['1487.123 KH/s', 1487123, 'KH/s'],
    ['1487.123 kH/s', 1487123, 'KH/s'],
    ['812.33 MH/s', 812.33e6, 'MH/s'],
    ['812.5 Mh/s', 812.5e6, 'MH/s'],
    ['4.995 GH/s', 4.995e9, 'GH/s'],
    ['1.5 TH/s', 1.5e12, 'TH/s'],
    ['1.5 khash/s', 1500, 'KH/s'],
    ['34.5 Mhs', 34.5e6, 'MH/s'],
  ])('%s', (text, hashrate, unit) => {
    const reading = statsFrom('nimiq', trueLines.nimiq.replace('1487.123 KH/s', text));
    expect(reading.gauges.hashrate).toBe(hashrate);
    expect(reading.printed).toEqual({ value: Number.parseFloat(text), unit });
  });
});

describe('solutions', () => {
  test.each([
    ['0/0', { total: 0, bad: 0 }],
    ['0/3', { total: 3, bad: 3 }],
    ['118/120', { total: 120, bad: 2 }],
    ['1000000000000/1000000000000', { total: 1e12, bad: 0 }],
    ['121/120', null],
    ['1/0', null],
    ['99999999999999999999/99999999999999999999', null],
    ['5/99999999999999999999', null],
  ])('%s', (text, solutions) => {
    for (const name of ['nimiq', 'whitefire', '0xbtc', 'rb4'] as const) {
      const reading = statsFrom(name, trueLines[name].replace('118/120', text));
      expect(reading.solutions, name).toEqual(solutions);
      expect(reading.gauges, name).toEqual(statsFrom(name, trueLines[name]).gauges);
    }
  });

  test.each([
    ['118', { total: 118, bad: null }],
    ['n/a', null],
    ['118/', null],
    ['/120', null],
    ['-118', null],
    ['118/120/1', null],
    ['12e3', null],
  ])('of fx-tokenminer, whose last word is not certain: %s', (text, solutions) => {
    expect(statsFrom('0xbtc', trueLines['0xbtc'].replace('118/120', text)).solutions).toEqual(solutions);
  });
});

describe('shares of rb4', () => {
  test.each([
    ['37/38', { total: 38, rejected: 1 }],
    ['0/0', { total: 0, rejected: 0 }],
    ['38/37', null],
  ])('%s', (text, shares) => {
    expect(statsFrom('rb4', trueLines.rb4.replace('37/38', text)).shares).toEqual(shares);
  });
});

describe('which card a line is about', () => {
  test('a DNA is one, however it is spelt', () => {
    const small = trueLines.nimiq.replace('013AE3213511111C', '013ae3213511111c');
    expect(statsFrom('nimiq', small).card.dna).toBe('40020000013AE3213511111C');
  });

  test.each([
    ['FPGA0:', 0],
    ['FPGA12:', 12],
    ['FPGA:', null],
    ['fpga0:', null],
    ['FPGA99999999999999999999:', null],
  ])('%s', (word, index) => {
    const line = trueLines['0xbtc with numbers'].replace('FPGA0:', word);
    expect(statsFrom('0xbtc', line).card).toEqual({ dna: null, index, device: null });
  });

  test('a clock before the card says nothing', () => {
    expect(statsFrom('0xbtc', trueLines['0xbtc with numbers']).card.dna).toBeNull();
  });
});
