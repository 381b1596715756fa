import { describe, expect, test } from 'vitest';
import {
  fxBanner,
  fxLine,
  nimiqBanner,
  nimiqLine,
  Rig,
  sharesLine,
  tableHeader,
  tableRow,
} from '../support/rig.ts';

const solutions = (rig: Rig) => rig.cards.map(({ totals }) => [totals.solutions, totals.solutionsBad]);

describe('solutions are running totals over restarts', () => {
  test.each([
    ['the first number in full', ['118/120'], [120, 2], 0],
    ['increases', ['118/120', '118/120', '119/121'], [121, 2], 0],
    ['a number that fell, in full', ['118/120', '3/3'], [123, 2], 1],
    ['no restart from bad ones that turned out good', ['118/120', '124/125', '125/127'], [127, 2], 0],
    ['the total falling alone', ['118/120', '116/119'], [239, 5], 1],
    ['two restarts one right after the other', ['10/10', '5/5', '1/1'], [16, 0], 2],
    ['two restarts', ['10/10', '1/1', '2/2', '0/1'], [13, 1], 2],
    ['nothing from a count that contradicts itself', ['118/120', '5/3', '119/121'], [121, 2], 0],
  ])('%s', (_, counts, totals, restarts) => {
    const rig = new Rig().print(...counts.map((count) => nimiqLine(count)));
    expect(solutions(rig)).toEqual([totals]);
    expect(rig.miner.restarts).toBe(restarts);
  });

  test("the miner's own counts are shown beside them", () => {
    const rig = new Rig().print(nimiqLine('118/120'), nimiqLine('3/4'));
    expect(rig.card.minerCounts).toMatchObject({ solutionsGood: 3, solutionsTotal: 4 });
    expect(rig.card.totals).toMatchObject({ solutions: 124, solutionsBad: 3 });
  });
});

describe('a banner tells of a restart', () => {
  test('but not the first of all', () => {
    const rig = new Rig().print(nimiqBanner, nimiqLine('1/1'));
    expect(rig.miner.restarts).toBe(0);
  });

  test('and the first one does when something was counted before it', () => {
    expect(new Rig().print(nimiqLine('1/1'), nimiqBanner).miner.restarts).toBe(1);
  });

  test('so that a higher number after it is new in full', () => {
    const rig = new Rig().print(nimiqBanner, nimiqLine('5/5'), nimiqBanner, nimiqLine('9/9'));
    expect(solutions(rig)).toEqual([[14, 0]]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('once, whatever falls after it', () => {
    const rig = new Rig().print(
      nimiqBanner,
      nimiqLine('5/5'),
      sharesLine(3, 4),
      nimiqBanner,
      nimiqLine('1/1'),
      sharesLine(1, 1),
    );
    expect(rig.miner.restarts).toBe(1);
    expect(rig.card.totals).toMatchObject({ solutions: 6, shares: 5, sharesRejected: 1 });
  });

  test('each time: a miner that dies again and again before it finds anything', () => {
    expect(new Rig().print(nimiqBanner, nimiqBanner, nimiqBanner).miner.restarts).toBe(2);
  });

  test('the card stays the same one', () => {
    const rig = new Rig().print(fxBanner, fxLine('5/5'), fxBanner, fxLine('1/1'));
    expect(rig.cards).toHaveLength(1);
  });
});

describe('shares that a card counts on lines of their own', () => {
  const shares = (rig: Rig) => [rig.card.totals.shares, rig.card.totals.sharesRejected];

  test('add up', () => {
    const rig = new Rig().print(nimiqLine('1/1'), sharesLine(1, 1), sharesLine(1, 2), sharesLine(2, 3));
    expect(shares(rig)).toEqual([3, 1]);
  });

  test('count from before the first statistics', () => {
    const rig = new Rig().print(sharesLine(6, 7), nimiqLine('1/1'), sharesLine(7, 8));
    expect(shares(rig)).toEqual([8, 1]);
    expect(rig.miner.restarts).toBe(0);
  });

  test('begin again with the statistics, even where their own number does not fall', () => {
    const rig = new Rig().print(nimiqLine('9/9'), sharesLine(1, 1), nimiqLine('3/3'), sharesLine(1, 1));
    expect(shares(rig)).toEqual([2, 0]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('tell of a restart by themselves', () => {
    const rig = new Rig().print(nimiqLine('1/1'), sharesLine(5, 5), sharesLine(1, 1));
    expect(shares(rig)).toEqual([6, 0]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('tell of it once: the statistics that fall after it are of the same restart', () => {
    const rig = new Rig().print(nimiqLine('9/9'), sharesLine(5, 5), sharesLine(1, 1), nimiqLine('2/2'));
    expect(rig.miner.restarts).toBe(1);
    expect(rig.card.totals).toMatchObject({ solutions: 11, shares: 6 });
  });
});

describe('shares that stand in the statistics', () => {
  const rb4 = (solutions: string, shares: string) => `${fxLine(solutions)} Shares: ${shares}`;

  test('add up over a restart with the rest of the line', () => {
    const rig = new Rig().print(rb4('9/9', '1/2'), rb4('3/3', '2/2'));
    expect(rig.card.totals).toMatchObject({ solutions: 12, shares: 4, sharesRejected: 1 });
    expect(rig.miner.restarts).toBe(1);
  });

  test('tell of a restart when only they fall', () => {
    const rig = new Rig().print(rb4('9/9', '5/5'), rb4('10/10', '1/1'));
    expect(rig.card.totals).toMatchObject({ solutions: 19, shares: 6 });
    expect(rig.miner.restarts).toBe(1);
  });

  test('0/0 is a count like any other', () => {
    expect(new Rig().print(rb4('0/0', '0/0')).card.totals).toMatchObject({ shares: 0, sharesRejected: 0 });
  });
});

describe('several cards in a table', () => {
  const table = (...goods: [number, number, number]) => [
    tableHeader,
    tableRow(0, goods[0]),
    tableRow(1, goods[1]),
    tableRow(2, goods[2]),
  ];

  test('have one restart together', () => {
    const rig = new Rig().print(...table(10, 20, 30), ...table(1, 2, 3), ...table(2, 3, 4));
    expect(solutions(rig).map(([total]) => total)).toEqual([12, 23, 34]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('also when only the first card falls', () => {
    const rig = new Rig().print(...table(10, 1, 0), ...table(1, 2, 3));
    expect(solutions(rig).map(([total]) => total)).toEqual([11, 3, 3]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('also when only the last card falls: what stands above it was counted already', () => {
    const rig = new Rig().print(...table(0, 0, 30), ...table(1, 2, 3), ...table(2, 3, 4));
    expect(solutions(rig).map(([total]) => total)).toEqual([2, 3, 34]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('two restarts are two', () => {
    const rig = new Rig().print(...table(10, 20, 30), ...table(1, 2, 3), ...table(0, 1, 2));
    expect(solutions(rig).map(([total]) => total)).toEqual([11, 23, 35]);
    expect(rig.miner.restarts).toBe(2);
  });

  test('a card that is left out for a while is counted from 0 when it comes back', () => {
    const rig = new Rig().print(
      ...table(10, 20, 30),
      tableHeader,
      tableRow(0, 1),
      tableRow(1, 2),
      ...table(2, 3, 40),
    );
    expect(solutions(rig).map(([total]) => total)).toEqual([12, 23, 70]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('their shares are counted together, for the miner', () => {
    const rig = new Rig().print(...table(1, 2, 3), sharesLine(4, 5), ...table(0, 0, 0), sharesLine(4, 5));
    expect(rig.miner.shares).toEqual({ total: 10, rejected: 2 });
    expect(rig.cards.map(({ totals }) => totals.shares)).toEqual([null, null, null]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('the miner has shares from its first table on, even if there are none yet', () => {
    expect(new Rig().print(...table(1, 2, 3)).miner.shares).toEqual({ total: 0, rejected: 0 });
    expect(new Rig().print(nimiqLine('1/1'), sharesLine(1, 1)).miner.shares).toBeNull();
  });
});

describe('several cards on lines of their own', () => {
  test('have one restart together, found when the first of them falls', () => {
    const rig = new Rig().print(fxLine('10/10', 0), fxLine('20/20', 1), fxLine('1/1', 0), fxLine('2/2', 1));
    expect(solutions(rig)).toEqual([
      [11, 0],
      [22, 0],
    ]);
    expect(rig.miner.restarts).toBe(1);
  });

  test('a card that stays silent over a restart falls in the same one when it comes back', () => {
    const rig = new Rig().print(
      fxLine('10/10', 0),
      fxLine('20/20', 1),
      fxLine('1/1', 0),
      fxLine('2/2', 0),
      fxLine('3/3', 0),
      fxLine('2/2', 1),
    );
    expect(rig.miner.restarts).toBe(1);
  });
});

describe('another bitstream takes over', () => {
  test('the card is the same, and shows the new one', () => {
    const rig = new Rig().print(fxLine('5/5'), nimiqBanner, nimiqLine('1/1'));
    expect(rig.cards.map(({ bitstream, totals }) => [bitstream, totals.solutions])).toEqual([['nimiq', 6]]);
    expect(rig.miner).toMatchObject({ bitstream: 'nimiq', restarts: 1 });
  });

  test('without a banner by three lines in a row, none of which is lost', () => {
    const rig = new Rig().print(fxLine('5/5'), nimiqLine('7/7'), nimiqLine('8/8'));
    expect(rig.card).toMatchObject({ bitstream: '0xbtc', totals: { solutions: 5 } });
    rig.print(nimiqLine('9/9'));
    expect(rig.card).toMatchObject({ bitstream: 'nimiq', totals: { solutions: 14 } });
    expect(rig.miner.restarts).toBe(1);
  });
});

describe('a miner that we start again', () => {
  const again = (rig: Rig): Rig => rig.end().startedAgain();

  test('counts once, though its banner and its numbers tell so, too', () => {
    const rig = again(new Rig().print(nimiqBanner, nimiqLine('5/5'))).print(nimiqBanner, nimiqLine('3/3'));
    expect(rig.miner.restarts).toBe(1);
    expect(solutions(rig)).toEqual([[8, 0]]);
    rig.print(nimiqLine('4/4'));
    expect(rig.miner.restarts).toBe(1);
  });

  test('counts without a word of it, and when its numbers do not fall', () => {
    expect(again(again(new Rig())).miner.restarts).toBe(2);
    const rig = again(new Rig().print(nimiqLine('5/5'))).print(nimiqLine('9/9'));
    expect(rig.miner.restarts).toBe(1);
    expect(solutions(rig)).toEqual([[14, 0]]);
  });

  test('may restart by itself later, which counts as well', () => {
    const rig = again(new Rig().print(nimiqBanner, nimiqLine('5/5'))).print(nimiqBanner, nimiqLine('3/3'));
    rig.print(nimiqBanner, nimiqLine('1/1'));
    expect(rig.miner.restarts).toBe(2);
    expect(solutions(rig)).toEqual([[9, 0]]);
  });

  test('is down in between, and its last line is one without its end', () => {
    const rig = new Rig().bytes('half a li').end();
    expect(rig.miner.up).toBe(false);
    rig.startedAgain().print('new line');
    expect(rig.miner.up).toBe(true);
    expect(rig.lines).toEqual(['half a li', 'new line']);
  });

  test('is read in full afterwards, also a line that has no newline yet', () => {
    const rig = again(new Rig().print(nimiqLine('5/5')));
    rig.bytes(`\n${nimiqLine('7/7')}`);
    rig.time.advance(1);
    rig.print('');
    expect(solutions(rig)).toEqual([[12, 0]]);
  });
});
