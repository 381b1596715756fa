import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { type CheckedLog, checkLog, exitCodeOf } from '../../src/check/check.ts';
import { jsonReport, textReport } from '../../src/check/report.ts';
import { forGauges, type Gauges, gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { type CardNames, noNames } from '../../src/rig/names.ts';
import {
  dnaOf,
  fxLine,
  nimiqBanner,
  nimiqLine,
  Rig,
  sharesLine,
  tableHeader,
  tableRow,
} from '../support/rig.ts';
import { sampleBytes, sampleNames, samplePath } from '../support/samples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const check = (path: string, bitstream = 'auto', names: CardNames = noNames): Promise<CheckedLog> =>
  checkLog(path, chooseBitstreams(bitstream) ?? bitstreams, names);

/** A log of these lines, checked. */
function checked(...lines: string[]): Promise<CheckedLog> {
  const path = join(folder, 'my.log');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return check(path);
}

const rb4 = (solutions: string, shares: string) => `${fxLine(solutions)} Shares: ${shares}`;
const failed = (reason: string) => `Submitting a share failed for the following reason: ${reason}`;
const spread = (value: number | null) => ({ last: value, min: value, mean: value, max: value });

/** The JSON of some logs, with the folder's name taken off. */
const jsonOf = (...logs: CheckedLog[]): unknown => JSON.parse(jsonReport(logs).replaceAll(`${folder}/`, ''));

describe('the report as JSON', () => {
  test('is in SI units, and has null where something is unknown', async () => {
    const log = await checked(rb4('8/9', '1/2'), failed('stale'), failed('stale'), 'chatter');
    const printed: Partial<Gauges> = {
      hashrate: 17.52e9,
      clock: 730e6,
      temperature: 45.3,
      coreVoltage: 0.85,
      errorRatio: 0.001,
    };
    expect(jsonOf(log)).toEqual({
      files: [
        {
          path: 'my.log',
          bitstream: 'rb4',
          lines: { stats: 1, share: 2, event: 0, other: 1 },
          restarts: 0,
          hashrate: null,
          power: null,
          shares: null,
          sharesRejected: null,
          sharesStale: null,
          efficiency: null,
          shareFailures: { stale: 2, difficulty: 0, other: 0 },
          cards: [
            {
              card: 'card1',
              dna: dnaOf(0),
              index: null,
              device: null,
              readings: 1,
              ...forGauges((name) => spread(printed[name] ?? null)),
              solutions: 9,
              solutionsBad: 1,
              shares: 2,
              sharesRejected: 1,
              sharesStale: null,
              efficiency: null,
            },
          ],
        },
      ],
    });
  });

  test('has the keys in the order in which they are documented', async () => {
    const text = jsonReport([await checked(rb4('8/9', '1/2'), failed('stale'))]);
    const keys = [...text.matchAll(/"(\w+)":/g)].map(([, key]) => key);
    const gauge = ['last', 'min', 'mean', 'max'];
    expect(keys).toEqual([
      ...['files', 'path', 'bitstream', 'lines', 'stats', 'share', 'event', 'other', 'restarts'],
      ...['hashrate', 'power'],
      ...[
        'shares',
        'sharesRejected',
        'sharesStale',
        'efficiency',
        'shareFailures',
        'stale',
        'difficulty',
        'other',
      ],
      ...['cards', 'card', 'dna', 'index', 'device', 'readings'],
      ...gaugeNames.flatMap((name) => [name, ...gauge]),
      ...['solutions', 'solutionsBad', 'shares', 'sharesRejected', 'sharesStale', 'efficiency'],
    ]);
    expect(text).toMatch(/}\n$/);
  });

  test('shares that are counted for all cards are the file’s', async () => {
    const log = await checked(
      tableHeader,
      tableRow(0, 5, 1),
      tableRow(1, 6),
      sharesLine(3, 4),
      'reject reason: x',
    );
    expect(jsonOf(log)).toMatchObject({
      files: [
        {
          shares: 4,
          sharesRejected: 1,
          shareFailures: { stale: 0, difficulty: 0, other: 1 },
          cards: [
            {
              card: 'card1',
              device: 'VU35P',
              dna: dnaOf(0),
              solutions: 6,
              solutionsBad: 1,
              shares: null,
              sharesRejected: null,
            },
            { card: 'card2', device: 'VU35P', dna: dnaOf(1), solutions: 6, shares: null },
          ],
        },
      ],
    });
  });

  test('what the format has no failures of is null', async () => {
    expect(jsonOf(await checked(fxLine('1/1')))).toMatchObject({ files: [{ shareFailures: null }] });
  });

  test('a mean has no tail of binary fractions', async () => {
    const log = await checked(
      ...['45.3C', '45.4C', '45.6C'].map((text) => fxLine('1/1').replace('45.3C', text)),
    );
    expect(jsonOf(log)).toMatchObject({ files: [{ cards: [{ temperature: { mean: 45.4333333333 } }] }] });
  });

  test('tells the newest, least, mean and greatest value', async () => {
    const hashrates = ['1000.000', '4000.000', 'nan', '2000.000', '1e30', '3000.000'];
    const log = await checked(...hashrates.map((hashrate) => nimiqLine('1/1', { hashrate })));
    expect(jsonOf(log)).toMatchObject({
      files: [{ cards: [{ readings: 6, hashrate: { last: 3e6, min: 1e6, mean: 2.5e6, max: 4e6 } }] }],
    });
  });

  test('the newest value is unknown when the newest line did not tell it', async () => {
    const log = await checked(nimiqLine('1/1', { hashrate: '1000' }), nimiqLine('1/1', { hashrate: 'nan' }));
    expect(jsonOf(log)).toMatchObject({
      files: [{ cards: [{ hashrate: { last: null, min: 1e6, mean: 1e6, max: 1e6 } }] }],
    });
  });

  test('totals go on over restarts', async () => {
    const log = await checked(nimiqBanner, nimiqLine('5/5'), sharesLine(2, 2), nimiqBanner, nimiqLine('7/8'));
    expect(jsonOf(log)).toMatchObject({
      files: [{ restarts: 1, cards: [{ solutions: 13, solutionsBad: 1, shares: 2 }] }],
    });
  });

  test('an empty log has nothing in it', async () => {
    const expected = {
      path: 'my.log',
      bitstream: null,
      lines: { stats: 0, share: 0, event: 0, other: 0 },
      restarts: 0,
      hashrate: null,
      power: null,
      shares: null,
      sharesRejected: null,
      sharesStale: null,
      efficiency: null,
      shareFailures: null,
      cards: [],
    };
    expect(jsonOf(await checked())).toEqual({ files: [expected] });
    expect(jsonOf()).toEqual({ files: [] });
  });

  test('the last line is read without a newline', async () => {
    const path = join(folder, 'cut.log');
    writeFileSync(path, `${fxLine('1/1')}\n${fxLine('2/2')}`);
    expect(jsonOf(await check(path))).toMatchObject({
      files: [{ lines: { stats: 2 }, cards: [{ solutions: 2 }] }],
    });
  });

  test('cards have the names given', async () => {
    const path = join(folder, 'my.log');
    writeFileSync(path, `${fxLine('1/1', 1)}\n${fxLine('1/1', 0)}\n`);
    const names = { inOrder: ['first'], byDna: new Map([[dnaOf(0), 'mine']]), byIndex: new Map() };
    expect(jsonOf(await check(path, 'auto', names))).toMatchObject({
      files: [
        {
          cards: [
            { card: 'first', dna: dnaOf(1) },
            { card: 'mine', dna: dnaOf(0) },
          ],
        },
      ],
    });
  });

  test.each(sampleNames)('the session %s comes to the same as through a pipe', async (name) => {
    const log = await check(samplePath(name));
    if (log.type !== 'read') throw new Error(log.reason);
    const rig = new Rig().bytes(sampleBytes(name)).end();
    expect(log.summary.lines).toEqual(rig.snapshot().lines);
    expect(log.summary.cards.map(({ card, readings }) => [card, readings])).toEqual(
      rig.cards.map((card) => [card.name, rig.stats.filter((other) => other === card.name).length]),
    );
  });
});

describe('logs that can not be read', () => {
  test.each([
    ['a missing one', () => join(folder, 'missing.log'), 'there is no such file'],
    ['a directory', () => folder, 'it is a directory'],
  ])('%s', async (_, path, reason) => {
    expect(await check(path())).toEqual({ type: 'unreadable', path: path(), reason });
  });

  test('do not keep others from being reported', async () => {
    const missing = await check(join(folder, 'missing.log'));
    const good = await checked(fxLine('1/1'));
    expect(jsonOf(missing, good)).toMatchObject({ files: [{ path: 'my.log' }] });
    expect(textReport([missing, good])).toContain('my.log: 0xbtc');
    expect(exitCodeOf([missing, good])).toBe(2);
    expect(exitCodeOf([good, missing])).toBe(2);
  });
});

describe('the exit code', () => {
  test.each<[number, string, string[]]>([
    [0, 'statistics', [fxLine('1/1')]],
    [1, 'shares alone, which may be those of any program', [sharesLine(1, 1)]],
    [1, 'share failures alone', ['reject reason: stale']],
    [1, 'an event alone', ['Stale work.']],
    [0, 'shares with their statistics', [sharesLine(1, 1), nimiqLine('1/1')]],
    [1, 'nothing', []],
    [1, 'chatter', ['chatter', '']],
    [1, 'a banner alone', [nimiqBanner]],
  ])('is %d for %s', async (code, _, lines) => {
    expect(exitCodeOf([await checked(...lines)])).toBe(code);
  });

  test('is 0 when something was recognised in one of several', async () => {
    const good = await checked(fxLine('1/1'));
    const empty = await checked();
    expect(exitCodeOf([empty, good])).toBe(0);
    expect(exitCodeOf([empty, empty])).toBe(1);
    expect(exitCodeOf([])).toBe(1);
  });
});

describe('the report for people', () => {
  const report = async (...lines: string[]) =>
    textReport([await checked(...lines)]).replaceAll(`${folder}/`, '');

  test('is a table of each card, in the units of people', async () => {
    const text = await report(rb4('8/9', '1/2'), rb4('1299/1300', '1/2'), failed('stale'));
    const rows = text.split('\n');
    expect(rows.slice(0, 6)).toEqual([
      'my.log: rb4',
      '  3 lines: 2 stats, 1 share, 0 event, 0 other; 0 restarts',
      '  share failures: 1 stale, 0 difficulty, 0 other',
      '',
      `  card1: ${dnaOf(0)}, 2 readings`,
      '                             last         min        mean         max',
    ]);
    expect(rows).toEqual(
      expect.arrayContaining([
        '    hashrate           17.52 GH/s  17.52 GH/s  17.52 GH/s  17.52 GH/s',
        '    clock, MHz                730         730         730         730',
        '    temperature, °C          45.3        45.3        45.3        45.3',
        '    core voltage, V         0.850       0.850       0.850       0.850',
        '    errors, %                0.10        0.10        0.10        0.10',
      ]),
    );
    const always = gaugeNames.filter((name) => !gauges[name].seldom);
    expect(rows.slice(6 + always.length)).toEqual(['    solutions 1,300, 1 bad; shares 2, 1 rejected', '']);
  });

  test('sums the failures of a card and those that belong to no single one, each reason by itself', async () => {
    const first = [rb4('8/9', '1/2'), failed('stale'), failed('job not found'), failed('difficulty too low')];
    const second = `${fxLine('8/9', 1)} Shares: 1/2`;
    const text = await report(...first, second, failed('stale'), failed('x'), failed('y'));
    expect(text).toContain('share failures: 2 stale, 1 difficulty, 3 other\n');
  });

  test('tells the shares of all cards once', async () => {
    const text = await report(tableHeader, tableRow(0, 5), tableRow(1, 6), sharesLine(3, 4));
    expect(text).toContain('shares of all cards: 4, 1 rejected');
    expect(text.match(/shares/g)).toHaveLength(1);
    expect(text).toContain(`card2: VU35P, ${dnaOf(1)}, 1 reading\n`);
  });

  test('says that nothing was recognised', async () => {
    expect(await report('chatter')).toBe(
      `my.log: no bitstream recognised
  1 line: 0 stats, 0 share, 0 event, 1 other; 0 restarts

  not recognised, most frequent first (# stands for a number):
    1  chatter
`,
    );
  });

  test('shows the most frequent shapes of what is not recognised', async () => {
    const lines = Array.from({ length: 1200 }, (_, place) => `job ${place} of ${place * 7} at ${place}.5%`);
    const text = await report('rare', ...lines, 'less rare', 'less rare', fxLine('1/1'));
    expect(text).toContain(
      `  not recognised, most frequent first (# stands for a number):
    1,200  job # of # at #%
        2  less rare
        1  rare
`,
    );
  });

  test('shows ten shapes at the most', async () => {
    const words = 'abcdefghijklmnop'.split('').map((letter) => `chatter ${letter}`);
    expect((await report(...words)).match(/chatter/g)).toHaveLength(10);
  });

  test('has no shapes when all is recognised', async () => {
    expect(await report(fxLine('1/1'))).not.toContain('not recognised');
  });

  test('lets no escape sequence of a log through', async () => {
    const text = await report('\x1b]0;title\x07\x1b[2Jboo\x07 \x9b1mx', '| 0 | \x1b[2J |');
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    expect(text).toContain('boo x');
  });

  test('has a part for each log', async () => {
    const one = await checked(fxLine('1/1'));
    expect(textReport([one, one]).match(/my\.log: 0xbtc/g)).toHaveLength(2);
    expect(textReport([])).toBe('');
  });
});

test('a log that only units and words read is read so from its first line on', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => `FPGA ${at % 2}: ${20 + at}.5 MH/s, ${40 + (at % 9)}C`);
  const log = await checked(...lines);
  expect(jsonOf(log)).toMatchObject({ files: [{ bitstream: 'generic', lines: { stats: 60, other: 0 } }] });
});
