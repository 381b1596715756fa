import { describe, expect, test } from 'vitest';
import { type GaugeName, gaugeNames, gauges, printedExponent } from '../../src/readings/gauges.ts';
import { hashrateUnits, rounded, spellingPattern, timesTenTo } from '../../src/readings/units.ts';
import { seeded } from '../support/seeded.ts';

describe.each<[GaugeName, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  [
    'hashrate',
    {
      0: ['H/s', 'h/s', 'Hs', 'hps', 'H/sec', 'hash/s', 'Hashes/s'],
      3: ['KH/s', 'kH/s', 'kh/s', 'KHs', 'khash/s', 'KHPS'],
      // There are no millihashes: whoever writes them means the other.
      6: ['MH/s', 'Mh/s', 'mH/s', 'mhs', 'MHps', 'Mhash/sec'],
      9: ['GH/s', 'GH/S', 'Gh/s', 'gh/s', 'GHs', 'GHps', 'GH/sec', ' GH/s '],
      12: ['TH/s', 'ths'],
    },
    ['', 'H', 'G', 'GHz', 'GB/s', 'GH', 'GH/m', 'GH/h', 'PH/s', 'MShares/s', 'KKH/s', 'GH/s2', 'G H/s', '/s'],
  ],
  [
    'clock',
    { 0: ['Hz', 'hz'], 3: ['kHz', 'KHz'], 6: ['MHz', 'Mhz', 'mhz', 'MHZ'], 9: ['GHz', 'ghz'] },
    ['', 'M', 'MH', 'MH/s', 'THz', 'MV', 'MHzz', 'µHz'],
  ],
  [
    'temperature',
    { 0: ['C', 'c', '°C', 'ºC', '˚C', '℃', '°c', ' ℃ ', '\ufffdC'] },
    ['', '°', 'F', '°F', '℉', 'K', 'mC', 'CC', '%'],
  ],
  // A megavolt is no core voltage, and no millivolt either.
  ['coreVoltage', { 0: ['V', 'v'], '-3': ['mV', 'mv'] }, ['', 'm', 'MV', 'Mv', 'kV', 'VV', 'A', 'W']],
  ['errorRatio', { '-2': ['%', ' %'] }, ['', '‰', 'ppm', '%%', 'm%']],
])('the unit of the %s', (name, spellings, others) => {
  const whole = new RegExp(`^${spellingPattern(gauges[name].spelling)}$`);

  test.each(
    Object.entries(spellings).flatMap(([exponent, texts]) =>
      texts.map((text) => [text, Number(exponent)] as const),
    ),
  )('%s', (text, exponent) => {
    expect(printedExponent(name, text)).toBe(exponent);
    expect(text.trim()).toMatch(whole);
  });

  test.each(others)('is not %s', (text) => {
    expect(printedExponent(name, text)).toBeNull();
    expect(text).not.toMatch(whole);
  });
});

test('a unit that is not named is the usual one, but for hashrates, which have none', () => {
  expect(gaugeNames.map((name) => [name, printedExponent(name, undefined)])).toEqual(
    expect.arrayContaining([
      ['hashrate', null],
      ['clock', 6],
      ['errorRatio', -2],
    ]),
  );
});

describe('numbers are decimal', () => {
  test.each([
    [9, '17.147', 17147000000],
    [3, '1487.123', 1487123],
    [6, '412.5', 412500000],
    [-2, '0.39', 0.0039],
    [-2, '0.7', 0.007],
    [-3, '850', 0.85],
    [6, '1e3', 1e9],
    [6, '2.5E-3', 2500],
    [3, '+5.', 5000],
    [0, '45.3', 45.3],
    [-9, 1e21, 1e12],
    [2, 1.5e-7, 0.000015],
    [9, 'nan', Number.NaN],
    [9, '', Number.NaN],
    [9, '1.#INF', Number.NaN],
    [3, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [400, '1e30', Number.POSITIVE_INFINITY],
  ])('times ten to the %s: %s', (exponent, decimal, expected) => {
    expect(timesTenTo(exponent, decimal)).toBe(expected);
  });

  const exponents = new Set([
    ...hashrateUnits.map(([, exponent]) => exponent),
    ...gaugeNames.flatMap((name) => {
      const { exponent = 0, prefixes } = gauges[name].spelling;
      return [exponent, ...Object.values(prefixes).map((prefix) => prefix + exponent)];
    }),
  ]);

  test.each([...exponents])('the digits stay as they were printed, whatever the unit: 10^%s', (exponent) => {
    const random = seeded(100 + exponent);
    for (let round = 0; round < 2000; round += 1) {
      const fraction = String(random(1e6)).padStart(6, '0').slice(0, random(7));
      const printed = `${random(10 ** random(6))}${fraction === '' ? '' : '.'}${fraction}`;
      const value = timesTenTo(exponent, printed);
      expect(significant(String(value)), `${printed}e${exponent}`).toBe(significant(printed));
      expect(timesTenTo(-exponent, value)).toBe(Number(printed));
    }
  });

  test('sums and means lose the tail that binary fractions grow, and nothing else', () => {
    expect(rounded(0.1 + 0.2)).toBe(0.3);
    expect(rounded((45.3 + 45.4 + 45.6) / 3)).toBe(45.4333333333);
    expect(rounded(17147000000)).toBe(17147000000);
    expect(rounded(0)).toBe(0);
  });
});

/** The digits of a decimal number from its first to its last that is no zero. */
function significant(text: string): string {
  const [digits = ''] = text.split('e');
  return digits.replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
}
