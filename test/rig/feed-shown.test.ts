import { describe, expect, test } from 'vitest';
import { fxLine, nimiqLine, numberedLine, Rig } from '../support/rig.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';

/** A line of statistics with `118/120` at its end. */
const stats = fxLine('118/120');
const counts = (rig: Rig) => rig.cards.map(({ totals }) => [totals.solutions, totals.solutionsBad]);

describe('a line says what a terminal would show of it', () => {
  test.each<[string, string]>([
    ['a digit corrected', `${stats.slice(0, -1)}9\b0`],
    ['a digit taken back before a number', stats.replace('17.520', '7\b17.520')],
    ['a spinner before it', `|\b/\b-\b\\\b${stats}`],
    ['a spinner that is erased', `Mining ⠋\x1b[2K\x1b[1G${stats}`],
    ['ora', `\x1b[?25l\x1b[1G⠋ Mining\x1b[2K\x1b[1G⠙ Mining\x1b[2K\x1b[1G${stats}`],
    ['a progress bar that is erased', `[####      ] 40 %\r[######    ] 60 %\r\x1b[K${stats}`],
    ['a progress bar that it is longer than', `[####      ] 40 %\r[######    ] 60 %\r${stats}`],
    ['wide characters that are erased', `挖矿 温度\r\x1b[K${stats}`],
    ['colours that were written over', `\x1b[31mMining\x1b[0m\r\x1b[2K\x1b[32m${stats}\x1b[0m`],
    ['tabs', stats.replaceAll(' ', '\t')],
    ['the cursor moved on instead of blanks', stats.replaceAll(' ', '\x1b[C')],
    ['columns named', `\x1b[1G${stats.slice(0, 27)}\x1b[28G${stats.slice(27)}`],
    ['another row drawn before it', `\x1b7\x1b[24;1Hstatus 999/999\x1b8${stats}`],
    ['the row drawn again as a whole', `\x1b[24;1Hstatus\x1b[5;1H${stats}`],
    ['the row above erased', `\x1b[1A\x1b[2K${stats}`],
  ])('%s', (_, line) => {
    const rig = new Rig().print(fxLine('1/1'), line);
    expect(counts(rig)).toEqual([[120, 2]]);
    expect(rig.card.gauges.hashrate).toBeCloseTo(17.52e9, 0);
    expect(rig.miner.restarts).toBe(0);
  });

  test.each<[string, string]>([
    ['a number that two are shown in', `${numberedLine('118')}\r${numberedLine('9')}`],
    ['one that the cursor left in the middle', `${numberedLine('1')}\x1b[C9`],
    ['a status bar behind it', `${numberedLine('7')}\x1b[24;1H8 cards`],
    ['pieces at their places', `\x1b[3;1H[15:28:31] FPGA0:\x1b[3;19H17.5GH/s\x1b[3;30H(730MHz)`],
  ])('no wrong count: %s', (_, line) => {
    const rig = new Rig().print(numberedLine('118'), line);
    expect(counts(rig)).toEqual([[118, null]]);
    expect(rig.miner.restarts).toBe(0);
  });

  test('a line that the cursor left is read, and may be followed by whole ones of another format', () => {
    expect(counts(new Rig().print(`${fxLine('5/5')}\x1b[1;13H6`))).toEqual([[5, 0]]);
    const rig = new Rig().print(`${fxLine('5/5')}\x1b[1;90H Shares: 1/1`, `${fxLine('6/6')} Shares: 2/2`);
    expect(rig.card).toMatchObject({ bitstream: 'rb4', totals: { solutions: 6, shares: 2 } });
    expect(rig.miner.restarts).toBe(0);
  });

  test('what each line of a corrected counter says counts', () => {
    const lines = ['5/5', '5/5\b6', '7/7', '8/8'].map((solutions) => fxLine(solutions));
    const rig = new Rig().print(...lines);
    expect(rig.card.totals.solutions).toBe(8);
    expect(rig.miner.restarts).toBe(0);
  });

  test('a message that begins with a newline is read though a status bar ends it', () => {
    const bar = '\x1b7\x1b[24;1Hstatus\x1b8';
    const rig = new Rig()
      .bytes(['5/5', '6/6'].map((count) => `\n${nimiqLine(count)}${bar}`).join(''))
      .bytes('\n');
    expect(counts(rig)).toEqual([[6, 0]]);
  });

  test('chatter with moves in it is one line a row, and counts for nothing', () => {
    const rig = new Rig().print('progress  9%\b\b\b 10%', '\x1b[2J\x1b[1;1Hmenu\x1b[2;1Hhelp');
    expect(rig.lines).toEqual(['progress  10%', 'menu', 'help']);
    expect(rig.snapshot().lines.other).toBe(3);
  });
});

describe('times in front of each line change nothing', () => {
  const heads = [
    'Mar  5 20:20:20 ',
    '00:00:01 ',
    '2021-03-15T20:20:20Z ',
    '[2021-03-15 20:20:20] ',
    '1615839620.123456 ',
    '<13>1 2021-03-15T20:20:20.003Z rig1 miner 123 - - ',
    'Mar 15 20:20:20 rig1 miner[123]: ',
    '[   12.345678] rig1 miner[123]: ',
    '2021-03-15T20:20:20.123456789Z ',
    '2021-03-15T20:20:20.123456789+00:00 stdout F ',
    '@400000005c9b2d3c1a2b3c4d ',
    'Mar 15 20:20:20 rig1 miner[123]: 2021-03-15T20:20:20Z ',
  ];
  const outcome = (rig: Rig) => {
    const { cards, lines } = rig.snapshot();
    return {
      lines,
      restarts: rig.miner.restarts,
      cards: cards.map(({ dna, gauges, totals }) => ({ dna, gauges, totals })),
    };
  };

  test.each(sampleNames)('%s', (name) => {
    const text = sampleBytes(name).toString();
    const expected = outcome(new Rig().bytes(text).end());
    for (const head of heads) {
      const rig = new Rig().bytes(text.replace(/^(?!$(?![\s\S]))/gm, head)).end();
      expect(outcome(rig), head).toEqual(expected);
    }
  });

  test('a word of the miner’s own that looks like one stays', () => {
    for (const word of ['[15:28:31]', '15:28:31', '1615839620', '2021-03-15T20:20:20Z']) {
      const line = numberedLine('118').replace('[15:28:31]', word);
      expect(counts(new Rig().print(line)), word).toEqual([[118, null]]);
      expect(counts(new Rig().print(`Mar 15 20:20:20 ${line}`)), word).toEqual([[118, null]]);
    }
  });
});
