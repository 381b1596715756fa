import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GenericReader } from '../../../src/bitstreams/generic/generic.ts';
import { readingsOf } from '../../../src/bitstreams/generic/readings.ts';
import { chatterOf } from './chatter.ts';

/** The lines that give a reading. */
function readAmong(lines: Iterable<string>): readonly string[] {
  const reader = new GenericReader();
  return [...lines].filter((line) => readingsOf(reader.read(line)).length > 0);
}

describe('what is no statistics gives no reading', () => {
  const traps = readFileSync('test/fixtures/traps.log', 'utf8').trimEnd().split('\n');

  test('200 lines of limits, settings, benchmarks, means, other people’s hashrates, jobs', () => {
    expect(traps).toHaveLength(200);
    expect(readAmong(traps)).toEqual([]);
  });

  test.each(traps)('%s', (trap) => {
    expect(readAmong([trap])).toEqual([]);
  });

  test('20,000 lines of chatter', { timeout: 120_000 }, () => {
    expect(readAmong(chatterOf(11, 20_000))).toEqual([]);
  });
});

test('the chatter is not what keeps a reading away', () => {
  expect(readAmong(['FPGA 0: 11.2 GH/s', 'FPGA 1: 11.8 GH/s 61C'])).toHaveLength(2);
});

describe('all submitted shares beside the refused ones', () => {
  const readingOf = (line: string) => readingsOf(new GenericReader().read(line));

  test('tell how many were accepted', () => {
    expect(
      readingOf('ETH - Total Speed: 22.4 Mh/s, Total Shares: 12, Rejected: 2, Time: 00:03'),
    ).toMatchObject([{ type: 'process', hashrate: 22.4e6, shares: { total: 12, rejected: 2 } }]);
  });

  test('tell nothing where each was refused: the number may be that of others', () => {
    expect(readingOf('Ether - Total speed: 58.7 MH/s, Total shares: 1 Rejected: 1')).toMatchObject([
      { type: 'process', shares: null },
    ]);
  });
});

test('a watchdog measures otherwise', () => {
  expect(readAmong(['Watchdog GPU 2: hashrate 388600.1 MH/s in 10.0 secs.'])).toEqual([]);
});

describe('forms of some miners', () => {
  const readingsIn = (line: string) => readingsOf(new GenericReader().read(line));

  test('totals over several spans: the first that is known', () => {
    expect(readingsIn('Totals:    185.3   (na)   (na) H/s')).toMatchObject([{ hashrate: 185.3 }]);
    expect(readingsIn('Totals (ALL):   (na) 4743.2 4717.6 H/s')).toMatchObject([{ hashrate: 4743.2 }]);
    expect(readingsIn('Totals (AMD):  4741.8 4743.2 4717.6 H/s')).toEqual([]);
  });

  test('cards in a row by their numbers', () => {
    expect(readingsIn('GPUs: 1: 30.71 MH/s (15) 2: 30.70 MH/s (12/1)')).toMatchObject([
      { card: { index: 1 }, gauges: { hashrate: 30.71e6 } },
      { card: { index: 2 }, gauges: { hashrate: 30.7e6 } },
    ]);
  });

  test('accepted and rejected in short, and an efficiency that is no rate', () => {
    expect(readingsIn('GPU[01-DEF]: 1.204 kH/s [A3:R1:S0 75.0%] 60C 55% 81 W 14.9 H/s/W')).toMatchObject([
      { card: { index: 1 }, gauges: { hashrate: 1204, power: 81 }, shares: { total: 4, rejected: 1 } },
    ]);
    expect(readingsIn('All[DEF]: 1.204 kH/s [A3:R1:S0 75.0%] 81 W 14.9 H/s/W')).toMatchObject([
      { type: 'process', hashrate: 1204, power: 81, shares: { total: 4, rejected: 1 } },
    ]);
  });

  test('of three counts none: what they count is not known', () => {
    expect(readingsIn('[GPU #0 (GTX)] : 1234.5 MH/s shares: 12/13/14 (92.3%)')).toMatchObject([
      { gauges: { hashrate: 1234.5e6 }, shares: null },
    ]);
  });
});

test('tables of workers, of money and of settings are none', () => {
  const tables = [
    ['| # | Worker | Hashrate  | Shares |', '| 1 | rig1   | 52.1 MH/s | 120    |'],
    ['Epoch  Temp   Speed      Power', '1      61     12.1 MH/s  40 W'],
    ['| ID | Coin | Speed    | USD/day |', '|  1 | ABC  | 5.1 MH/s | 1.20    |'],
  ];
  // Its blanks were pressed together on the way.
  tables.push(['# Name Hashrate Temp Power', '0 RTX 3060 30.1 MH/s 61 C 110 W']);
  for (const lines of tables) expect(readAmong(lines), lines[0]).toEqual([]);
});

describe('of what looks alike', () => {
  const readingsIn = (line: string) => readingsOf(new GenericReader().read(line));

  test.each([
    // Thousands, or a fraction?
    'GPU 0: hashrate 1,234 H/s',
    'GPU 0: hashrate 1,234.5 H/s',
    'GPU 0: hashrate 1.2e+06 H/s',
    'GPU 0: 1500/7000 MHz, 120/150 W, 61/84C',
    'GPU 0: memory 3000/8000 (37.5%)',
    'GPU 0: DAG 120/4000 (3%) 12 MH/s',
    'Thread 3 hashrate: 120 H/s',
    'Hashrate: 30 MH/s (average)',
    'Chain hashrate 410 TH/s',
  ])('nothing: %s', (line) => {
    expect(readingsIn(line)).toEqual([]);
  });

  test('neither of two watts; of two rates the first', () => {
    expect(readingsIn('GPU 0: 30.1MH/s/29.0MH/s 120W/150W 60C/85C')).toMatchObject([
      { gauges: { hashrate: 30.1e6, power: null, temperature: null } },
    ]);
  });

  test('a percentage tells what two counts are', () => {
    expect(readingsIn('GPU 0: 30 MH/s shares 95/5 (95.0%)')).toMatchObject([
      { shares: { total: 100, rejected: 5 } },
    ]);
    expect(readingsIn('GPU 0: 30 MH/s shares 95/100 (95.0%)')).toMatchObject([
      { shares: { total: 100, rejected: 5 } },
    ]);
    expect(readingsIn('GPU 0: 30 MH/s shares 95/100 (12.0%)')).toMatchObject([{ shares: null }]);
  });

  test('of two algorithms the first, in a line too', () => {
    expect(readingsIn('GPU 0: ethash 30 MH/s, kaspa 300 MH/s')).toMatchObject([
      { gauges: { hashrate: 30e6 } },
    ]);
    expect(readingsIn('Total: 30 MH/s + 300 MH/s')).toMatchObject([{ hashrate: 30e6 }]);
  });

  test('of two algorithms the first, in lines of their own too', () => {
    const reader = new GenericReader();
    const rates = ['GPU 3 - cnv8: 2.011kh/s', 'GPU 3 - ton: 811.1Mh/s', 'GPU 3 - cnv8: 2.013kh/s'].map(
      (line) => readingsOf(reader.read(line)),
    );
    expect(rates).toMatchObject([[{ gauges: { hashrate: 2011 } }], [], [{ gauges: { hashrate: 2013 } }]]);
  });

  test('rates without a unit only where they are those of the sum', () => {
    expect(readingsIn('Total 40.0 MH/s GPU0 65 GPU1 61')).toMatchObject([
      { type: 'process', hashrate: 40e6 },
    ]);
    expect(readingsIn('Speed 40.0 mh/s GPU0 19.5 GPU1 20.5')).toMatchObject([
      { type: 'process', hashrate: 40e6 },
      { gauges: { hashrate: 19.5e6 } },
      { gauges: { hashrate: 20.5e6 } },
    ]);
  });

  test('an FPGA by its DNA', () => {
    expect(readingsIn('[40020000013AE3213511111C] 1.21 GH/s 55C 0.85V')).toMatchObject([
      {
        card: { dna: '40020000013AE3213511111C', index: null },
        gauges: { temperature: 55, coreVoltage: 0.85 },
      },
    ]);
  });
});
