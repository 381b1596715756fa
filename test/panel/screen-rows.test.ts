import { describe, expect, test } from 'vitest';
import { ScreenRows } from '../../src/panel/screen-rows.ts';
import { FakeTerminal } from './fake-terminal.ts';

const size = { columns: 20, rows: 8 };

/** Rows on a terminal of their own. */
function onTerminal(insertsRows = true) {
  const terminal = new FakeTerminal(size.columns, size.rows);
  const rows = new ScreenRows(insertsRows);
  return { terminal, rows, send: (text: string) => terminal.write(text) };
}

test('of rows that stand there nothing is sent', () => {
  const rows = new ScreenRows(true);
  rows.replace(['a', 'b', 'c']);
  expect(rows.replace(['a', 'b', 'c'])).toBe('');
  expect(rows.change([])).toBe('');
  const sent = rows.replace(['a', 'B', 'c']);
  expect(sent).toContain('B');
  expect(sent).not.toContain('a');
});

describe.each([true, false])('with rows pushed down: %s', (insertsRows) => {
  test('lines go above the panel, from the top of the screen to far beyond it', async () => {
    const { terminal, rows, send } = onTerminal(insertsRows);
    send(rows.replace(['one', 'two']));
    const lines = Array.from({ length: 30 }, (_, place) => `line ${place}`);
    for (const line of lines) send(rows.above([line], size));
    expect(await terminal.all()).toEqual([...lines, 'one', 'two']);
    expect(await terminal.cursor()).toEqual([7, 0]);
  });

  test('so do several at once, coloured ones, and such as take several rows', async () => {
    const { terminal, rows, send } = onTerminal(insertsRows);
    send(rows.replace(['one', 'two']));
    const long = '0123456789'.repeat(3);
    send(rows.above(['a', `\x1b[31m${long}\x1b[0m`, 'b'], size));
    send(rows.above(['', '名前', '0123456789'.repeat(2), 'c'], size));
    send(rows.change([{ place: 1, row: 'TWO', sent: 'TWO' }]));
    const shown = ['a', long.slice(0, 20), long.slice(20), 'b', '', '名前', '0123456789'.repeat(2), 'c'];
    expect(await terminal.all()).toEqual([...shown, 'one', 'TWO']);
  });

  test('more lines than the screen has rows', async () => {
    const { terminal, rows, send } = onTerminal(insertsRows);
    send(rows.replace(['one']));
    const lines = Array.from({ length: 40 }, (_, place) => `line ${place}`);
    send(rows.above(lines, size));
    expect(await terminal.all()).toEqual([...lines, 'one']);
  });

  test('more rows, and fewer', async () => {
    const { terminal, rows, send } = onTerminal(insertsRows);
    send(rows.above(['line'], size));
    for (const next of [['a'], ['a', 'b', 'c'], ['x', 'c'], ['x', 'c', 'd', 'e']]) {
      send(rows.replace(next));
      expect(await terminal.all()).toEqual(['line', ...next]);
    }
    send(rows.erase());
    expect(await terminal.all()).toEqual(['line']);
  });
});

test('rows change in their places, and stay so when lines go above them', async () => {
  const { terminal, rows, send } = onTerminal();
  send(rows.replace(['one', 'two', 'three', 'four']));
  send(
    rows.change([
      { place: 0, row: 'One', sent: 'O' },
      { place: 2, row: 'thrEe', sent: '\x1b[3CE' },
    ]),
  );
  expect(await terminal.all()).toEqual(['One', 'two', 'thrEe', 'four']);
  send(rows.above(['名前'], size));
  expect(await terminal.all()).toEqual(['名前', 'One', 'two', 'thrEe', 'four']);
  expect(await terminal.cursor()).toEqual([5, 0]);
});

test('a line costs little more than itself', () => {
  const rows = new ScreenRows(true);
  rows.replace(Array.from({ length: 5 }, () => 'x'.repeat(20)));
  expect(rows.above(['line'], size).length).toBeLessThan(30);
});
