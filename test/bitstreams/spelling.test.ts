import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { emptyGauges } from '../../src/readings/gauges.ts';
import { seeded } from '../support/seeded.ts';
import { statsBy, statsFrom, trueLines } from './lines.ts';

/** A line of 0xbtc and one of rb4 with these words for the five values. */
const lines = ([rate, clock, errors, temperature, voltage]: readonly string[]) => {
  const words = `[40020000013AE3213511111C] Hash: ${rate} ${clock} Err: ${errors} ${temperature} ${voltage} Soln: 118/120`;
  return [
    ['0xbtc', words],
    ['rb4', `${words} Shares: 37/38`],
  ] as const;
};
const usual: readonly string[] = ['17.520GH/s', '[730MHz]', '0.1%', '45.3C', '0.85V'];
const gauges = {
  ...emptyGauges,
  hashrate: 17.52e9,
  clock: 730e6,
  errorRatio: 0.001,
  temperature: 45.3,
  coreVoltage: 0.85,
};

describe('the units of fx-tokenminer are read in any spelling', () => {
  test.each<[place: number, word: string]>([
    ...['GH/s', 'Gh/s', 'gh/s', 'GH/S', 'GHps', 'GHPS', 'GHs', 'Ghs', 'GH/sec'].map(
      (unit): [number, string] => [0, `17.520${unit}`],
    ),
    [0, '17520MH/s'],
    [0, '0.01752TH/S'],
    ...['[730MHz]', '[730Mhz]', '[730mhz]', '[730MHZ]', '(730MHz)', '<730Mhz>', '|730MHz|', '[0.73GHz]'].map(
      (word): [number, string] => [1, word],
    ),
    ...[
      'C',
      'c',
      '℃',
      '°C',
      '°c',
      'ºC',
      '˚C',
      '°',
      '\ufffdC',
      '\ufffd',
      '\ufffd\ufffd',
      'Â°C',
      'â„ƒ',
      'Â°C',
      'â„ƒ',
      "'C",
      "'",
      '*',
      '?C',
    ].map((unit): [number, string] => [3, `45.3${unit}`]),
    [4, '0.85v'],
    [4, '850mV'],
  ])('word %i: %s', (place, word) => {
    for (const [name, line] of lines(usual.with(place, word))) {
      expect(statsBy(line), line).toEqual([name]);
      expect(statsFrom(name, line).gauges, line).toEqual(gauges);
    }
  });

  test('the predecessor’s own examples', () => {
    const line = '[40020000013AE3213511111C] Hash: 17.520GHps [730Mhz] Err: 0.1% 45.3℃ 0.85v Soln: 118/120';
    expect(statsFrom('0xbtc', line).gauges).toEqual(gauges);
    expect(statsFrom('0xbtc', line)).toMatchObject({ solutions: { total: 120, bad: 2 } });
  });

  test.each(['17.520GHz', '17.520G', '17.520', '17.520H/m'])(
    'but a word that is no hashrate makes no reading: %s',
    (word) => {
      for (const [, line] of lines([word, '[730MHz]', '0.1%', '45.3C', '0.85V']))
        expect(statsBy(line)).toEqual([]);
    },
  );

  test.each(['45.3F', '45.3℉', '45.3°F', '45.3K', '45.3', '45.3V', '45.3%', '45.3,', '45.3.'])(
    'nor one that is no temperature: %s',
    (word) => {
      for (const [, line] of lines(['17.520GH/s', '[730MHz]', '0.1%', word, '0.85V']))
        expect(statsBy(line)).toEqual([]);
    },
  );
});

/** Words that miners, pools and people print, by what they would be in a line of statistics. */
const vocabulary = {
  rate: ['17.520GH/s', '812.33mh/s', '2.31GHps', '1487.123KH/S', '0H/s', 'nanGH/s'],
  clock: ['[730MHz]', '(600Mhz)', '<0.4GHz>', '"730mhz"'],
  errors: ['0.1%', '99.16%', '-nan%'],
  temperature: ['45.3C', '45.3℃', '56°C', '45.3\ufffdC'],
  voltage: ['0.85V', '0.85v', '850mV'],
  counts: ['118/120', '0/0'],
  none: [
    ...[
      'the',
      'pool',
      'Soln:',
      'Err:',
      '|',
      '-',
      '730MHz',
      '17.520',
      '12',
      '45.3F',
      '0.85A',
      '[yay!!!]',
      '3s',
    ],
    ...[
      '34ms',
      '2021-03-15',
      '06:12:07.114',
      'stratum+tcp://pool.example:3333',
      '1.2.3',
      '0x1f',
      'GH/s',
      '%',
      '℃',
    ],
    ...['17.520GHz', '[730]', '1,5%', '[40020000013AE3213511111C]', 'accepted:', 'é', '7é', '٣%', '9²', '½C'],
  ],
} as const;
type Kind = keyof typeof vocabulary;
const kinds: readonly Kind[] = ['rate', 'clock', 'errors', 'temperature', 'voltage', 'counts', 'none'];
const order: readonly (readonly [place: number, kind: Kind])[] = [
  [2, 'rate'],
  [3, 'clock'],
  [5, 'errors'],
  [6, 'temperature'],
  [7, 'voltage'],
];

describe('chatter made of such words at random', () => {
  const random = seeded(9);
  const anyWord = () => {
    const kind = kinds[random(kinds.length)] ?? 'none';
    const words = vocabulary[kind];
    return { kind, word: words[random(words.length)] ?? '' };
  };
  const interpreters = bitstreams.map(createInterpreter);
  const isStats = (text: string) => interpreters.some((one) => one.read(text)?.type === 'stats');
  const kindsFit = (line: readonly { kind: Kind }[]) =>
    order.every(([place, kind]) => line[place]?.kind === kind);

  test('is no reading', () => {
    for (let trial = 0; trial < 30_000; trial += 1) {
      const line = Array.from({ length: 8 + random(8) }, anyWord);
      if (kindsFit(line)) continue;
      const text = line.map(({ word }) => word).join(' ');
      if (isStats(text)) expect.fail(text);
    }
  });

  test('is none either that differs from a true line in one value or by its number of words', () => {
    for (const name of ['0xbtc', 'rb4'] as const) {
      for (let trial = 0; trial < 5_000; trial += 1) {
        const words = trueLines[name].split(' ');
        const [place, kind] = order[random(order.length)] ?? [2, 'rate'];
        const other = anyWord();
        if (other.kind === kind) continue;
        const text = words.with(place, other.word).join(' ');
        if (isStats(text)) expect.fail(text);
        const longer = words.toSpliced(random(words.length + 1), 0, other.word).join(' ');
        if (isStats(longer)) expect.fail(longer);
      }
    }
  });
});
