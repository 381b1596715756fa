import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { HeldLines, type HeldLinesOptions } from '../../src/panel/held-lines.ts';
import { columnKinds, columnNames, layoutColumns, layoutWidth } from '../../src/panel/layout.ts';
import { panelHeight } from '../../src/panel/rows.ts';
import { crop, cropSpans, cropStart, pad, paint, wrap } from '../../src/panel/span.ts';
import { sparkline, sumOfPoints } from '../../src/panel/sparkline.ts';
import { TailRow } from '../../src/panel/tail-row.ts';
import { type GaugeName, gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { judge } from '../../src/readings/limits.ts';

describe('sparkline', () => {
  test('the lowest point is never blank, however its sum was rounded', () => {
    for (let low = 0.1; low < 3; low += 0.1) {
      for (let high = low; high < 6; high += 0.37) {
        expect(sparkline([high, low], 2)).toMatch(/^[▁-█]{2}$/);
      }
    }
  });

  test('what few miners print has a column only where there is a value, and none is wider for it', () => {
    const needs = { columns: 80, nameWidth: 6, shares: false, ownUnits: false };
    const shown = (seldom: readonly GaugeName[]) => layoutColumns({ ...needs, seldom });
    const titles = (seldom: readonly GaugeName[]) => shown(seldom).map(({ name }) => name);
    expect(titles([])).not.toEqual(expect.arrayContaining(['power']));
    expect(titles(['power'])).toContain('power');
    expect(titles(['power'])).not.toContain('fanRatio');
    expect(layoutWidth(shown(['power', 'fanRatio']))).toBeLessThanOrEqual(80);
  });

  test.each([
    ['a rise', [10, 20, 30, 40, 50, 60, 70, 80], 8, '▁▂▃▄▅▆▇█'],
    ['the newest fit', [1, 2, 100, 200], 2, '▁█'],
    ['few points stand at the right', [100, 200], 4, '  ▁█'],
    ['a gap', [100, null, 200], 3, '▁ █'],
    ['nothing read', [null, null], 2, '  '],
    ['no points', [], 3, '   '],
    ['all the same', [5, 5, 5], 3, '▅▅▅'],
    ['all zero', [0, 0], 2, '▁▁'],
    ['noise of 1 % stays in the middle', [99.5, 100, 100.5], 3, '▄▅▅'],
    ['a fall to zero', [100, 0], 2, '█▁'],
  ])('%s', (_, points, columns, expected) => {
    expect(sparkline(points, columns)).toBe(expected);
  });

  test('of several cards is their sum, aligned at the newest', () => {
    expect(
      sumOfPoints([
        [null, 1, 2],
        [null, null, 5],
        [7, 8],
      ]),
    ).toEqual([null, 8, 15]);
    expect(sumOfPoints([])).toEqual([]);
  });
});

describe('columns', () => {
  const names = (columns: number, shares: boolean, ownUnits = false) =>
    layoutColumns({ columns, nameWidth: 6, shares, ownUnits, seldom: gaugeNames }).map(({ name }) => name);

  test('up to 100 is no different from 80; from there the trend takes what nothing else needs', () => {
    const at = (columns: number) => layoutColumns({ columns, nameWidth: 6, shares: true, ownUnits: false });
    const trend = (columns: number) => at(columns).find(({ name }) => name === 'trend')?.width ?? 0;
    expect(at(99)).toEqual(at(80));
    expect(trend(100)).toBeGreaterThan(trend(80));
    expect(trend(140)).toBeGreaterThanOrEqual(40);
    expect(trend(300)).toBe(60);
  });

  test('the narrower the fewer, and none comes back', () => {
    for (let columns = 79; columns >= 8; columns--)
      expect(names(columns + 1, true)).toEqual(expect.arrayContaining(names(columns, true)));
  });

  test('those that are kept least go first; name and hashrate stay', () => {
    const gone: string[] = [];
    for (let columns = 100; columns >= 8; columns--) {
      const left = columnNames.filter((name) => !names(columns, true).includes(name) && !gone.includes(name));
      gone.push(...left.sort((a, b) => (columnKinds[a].keep ?? 0) - (columnKinds[b].keep ?? 0)));
    }
    const order = columnNames.filter((name) => columnKinds[name].keep !== null);
    expect(gone).toEqual(order.sort((a, b) => (columnKinds[a].keep ?? 0) - (columnKinds[b].keep ?? 0)));
    expect(gone.at(-1)).toBe('temperature');
    expect(names(8, true)).toEqual(['name', 'hashrate']);
  });

  test.each([
    [76, ['trend', 'clock', 'coreVoltage', 'shares', 'age']],
    [60, ['clock', 'temperature', 'errorRatio', 'solutions', 'shares', 'age']],
    [40, ['temperature', 'errorRatio', 'shares', 'age']],
    [20, ['temperature']],
  ])('at %s there is room for these and more', (columns, expected) => {
    expect(names(columns, true)).toEqual(expect.arrayContaining(expected));
  });

  test('air comes first behind what can carry a mark, then in front of a group', () => {
    for (let columns = 20; columns <= 78; columns++) {
      const layout = layoutColumns({ columns, nameWidth: 6, shares: false, ownUnits: false });
      const behindMark = layout.filter((_, place) =>
        ['temperature', 'errorRatio'].includes(layout[place - 1]?.name ?? ''),
      );
      const airy = layout.filter(({ gap }) => gap === 2);
      const first = airy.length <= behindMark.length ? airy : behindMark;
      const second = airy.length <= behindMark.length ? behindMark : airy;
      expect(second, `${columns}`).toEqual(expect.arrayContaining(first));
    }
    const air = layoutColumns({ columns: 74, nameWidth: 6, shares: false, ownUnits: false })
      .filter(({ gap }) => gap === 2)
      .map(({ name }) => name);
    expect(air).toEqual(expect.arrayContaining(['hashrate', 'clock', 'solutions', 'age']));
  });

  test('no shares where nothing counts them', () => {
    expect(names(78, false)).not.toContain('shares');
  });

  test('never wider than the terminal or, below 100 columns, 78 but for long names; with room for a mark', () => {
    for (let columns = 8; columns <= 220; columns++) {
      for (const nameWidth of [1, 8, 14, 40]) {
        for (const shares of [true, false]) {
          const layout = layoutColumns({ columns, nameWidth, shares, ownUnits: shares });
          const most = columns < 100 ? 78 + Math.max(0, Math.min(nameWidth, 28) - 8) : columns;
          if (columns >= 18) expect(layoutWidth(layout)).toBeLessThanOrEqual(Math.min(most, columns));
          expect(layout.every(({ width }) => width > 0)).toBe(true);
        }
      }
    }
  });

  test('a long name takes no column from the others where the terminal is wide', () => {
    const names = (columns: number) =>
      layoutColumns({ columns, nameWidth: 20, shares: true, ownUnits: false }).map(({ name }) => name);
    const short = layoutColumns({ columns: 80, nameWidth: 8, shares: true, ownUnits: false });
    expect(names(120)).toEqual(expect.arrayContaining(short.map(({ name }) => name)));
    expect(names(70).length).toBeLessThan(names(120).length);
  });

  test('a long name is shown as far as there is room', () => {
    const width = (columns: number, nameWidth: number) =>
      layoutColumns({ columns, nameWidth, shares: false, ownUnits: false })[0]?.width;
    expect(width(80, 12)).toBe(12);
    expect(width(80, 40)).toBeGreaterThanOrEqual(12);
    expect(width(40, 40)).toBeGreaterThanOrEqual(8);
  });
});

describe('the miners’ own limits', () => {
  test.each([
    [64.99, 'green'],
    [65, 'yellow'],
    [79.99, 'yellow'],
    [80, 'red'],
  ])('%s °C', (value, colour) => {
    expect(judge(value, gauges.temperature.limits)).toBe(colour);
  });
  test.each([
    [0.0099, 'green'],
    [0.01, 'yellow'],
    [0.0299, 'yellow'],
    [0.03, 'red'],
  ])('errors of %s', (value, colour) => {
    expect(judge(value, gauges.errorRatio.limits)).toBe(colour);
  });
});

describe('cropping counts what the screen shows', () => {
  test('a character that some terminals show as several counts as those', () => {
    expect(crop('👍🏽👍🏽👍🏽', 6)).toBe('👍🏽…');
    expect(crop('क्षिक्षि', 5)).toBe('क्षि…');
    expect(crop('e\u0301e\u0301', 2)).toBe('e\u0301e\u0301');
    expect(crop('\x1b[31m👍🏽\x1b[0m', 4)).toBe('\x1b[31m👍🏽\x1b[0m');
  });

  test.each([
    ['fits', 'card1', 5, 'card1'],
    ['too long', 'card12', 5, 'card…'],
    ['wide characters', '温度計', 6, '温度計'],
    ['half a wide character', '温度計', 4, '温…'],
    ['emoji', '🚀🚀🚀', 5, '🚀🚀…'],
    ['no room', 'card1', 0, ''],
    ['colours take no room', '\x1b[31mabc\x1b[0mdef', 6, '\x1b[31mabc\x1b[0mdef'],
    ['colours are closed', '\x1b[31mabcdef', 4, '\x1b[31mabc…\x1b[0m'],
  ])('%s', (_, text, columns, expected) => {
    expect(crop(text, columns)).toBe(expected);
    expect(stringWidth(crop(text, columns))).toBeLessThanOrEqual(columns);
  });

  test.each([
    ['/var/log/hashrates.log', 14, '…hashrates.log'],
    ['hashrates.log', 14, 'hashrates.log'],
    ['計温度', 4, '…度'],
  ])('from the front: %s', (text, columns, expected) => {
    expect(cropStart(text, columns)).toBe(expected);
  });

  test.each([
    ['温', 4, 'left', '温  '],
    ['1', 3, 'right', '  1'],
    ['12345', 3, 'right', '12…'],
  ] as const)('padding %s', (text, columns, align, expected) => {
    expect(pad(text, columns, align)).toBe(expected);
  });

  test.each([
    ['one two three four', 9, 2, ['one two', 'three fo…']],
    ['one two', 20, 2, ['one two']],
    ['one two three', 9, 1, ['one two …']],
    ['unbreakable', 6, 2, ['unbre…']],
  ])('wrapping %s', (text, columns, rows, expected) => {
    expect(wrap(text, columns, rows)).toEqual(expected);
  });

  test('spans keep their looks', () => {
    const red = { colour: 'red' } as const;
    expect(cropSpans([{ text: 'abc' }, { text: 'def', style: red }], 5)).toEqual([
      { text: 'abc' },
      { text: 'd…', style: red },
    ]);
    expect(cropSpans([{ text: 'abc' }, { text: 'def' }], 3)).toEqual([{ text: 'ab…' }]);
  });
});

test('colours only where there may be colours', () => {
  const spans = [{ text: 'a', style: { colour: 'red', bold: true } }, { text: 'b' }] as const;
  expect(paint(spans, true)).toBe('\x1b[1;31ma\x1b[0mb');
  expect(paint(spans, false)).toBe('ab');
});

test.each([
  [50, 44],
  [24, 18],
  [12, 8],
  [8, 5],
  [4, 2],
  [3, 1],
  [1, 1],
])('a terminal of %s rows has a panel of at most %s', (rows, height) => {
  expect(panelHeight(rows)).toBe(height);
});

describe('the row of the unterminated line', () => {
  /** What is shown after each frame in which the line was this. */
  const frames = (...lines: string[]) => {
    const tail = new TailRow();
    return lines.map((line) => {
      tail.tick(line);
      return tail.shown;
    });
  };

  test('a line that is on its way does not flicker', () => {
    expect(frames('[40', '', '[40', '[4002', '')).toEqual([null, null, null, null, null]);
  });
  test('a line that stands still is shown, and its row stays', () => {
    expect(frames('a', 'a', '', 'b', '', 'c', 'c')).toEqual([null, 'a', '', '', '', '', 'c']);
  });
  test('one line after the other without a gap', () => {
    expect(frames('a', 'a', 'b', 'c', 'c')).toEqual([null, 'a', 'b', 'c', 'c']);
  });
  test('an empty line is none', () => {
    expect(frames('', '', '')).toEqual([null, null, null]);
  });
});

describe('lines held for the terminal', () => {
  const hold = (lines: readonly string[], options: HeldLinesOptions = {}) => {
    const held = new HeldLines(options);
    for (const line of lines) held.push(line);
    return held;
  };
  const textOf = (held: HeldLines) => held.take().map((line) => line.replace(/\x1b\[\d+m/g, ''));

  test('the newest stay within a number of lines, below a line that tells of the others', () => {
    const held = hold(['a', 'b', 'c', 'd'], { whereLinesAre: () => 'there is no log' });
    held.limit({ lines: 3, length: 100 });
    expect(textOf(held)).toEqual(['… 1 line not shown, there is no log', 'b', 'c', 'd']);
    expect(held.empty).toBe(true);
    expect(held.take()).toEqual([]);
  });
  test('the newest stay within a length', () => {
    const held = hold(['aaaa', 'bbbb', 'cccc']);
    held.limit({ lines: 100, length: 9 });
    expect(textOf(held)).toEqual(['… 1 line not shown, all in the log', 'bbbb', 'cccc']);
  });
  test('where all were dropped there is still something to tell', () => {
    const held = hold(['a', 'b']);
    held.limit({ lines: 0, length: 0 });
    expect(held.empty).toBe(false);
    expect(textOf(held)).toEqual(['… 2 lines not shown, all in the log']);
  });
  test('many rounds drop exactly the oldest', () => {
    let dropped = 0;
    const held = hold([], {
      onSkipped(lines) {
        dropped += lines;
      },
    });
    for (let line = 0; line < 10_000; line++) {
      held.push(String(line));
      held.limit({ lines: 10, length: 1000 });
    }
    expect(dropped).toBe(9990);
    expect(textOf(held).slice(1)).toEqual(Array.from({ length: 10 }, (_, place) => String(9990 + place)));
  });
  test('a line of megabytes is cut', () => {
    const [line = ''] = hold(['x'.repeat(5_000_000)]).take();
    expect(line.length).toBeLessThan(17_000);
    expect(line).toMatch(/^x+… \(the rest is in the log\)$/);
  });
});
