import { Terminal } from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { sanitiseLine } from '../../src/lines/sanitise.ts';
import { rowsOf, shownOf, shownRow } from '../../src/lines/shown.ts';
import { seeded } from '../support/seeded.ts';

/** What a real terminal emulator shows of one row. */
async function onTerminal(row: string): Promise<string> {
  const terminal = new Terminal({ cols: 400, rows: 2, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(row, resolve));
  const text = terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
  terminal.dispose();
  return text.trimEnd();
}

const textOf = (row: string): string => sanitiseLine(shownOf(row), { colour: false }).trimEnd();

describe('a row shows what a terminal shows', () => {
  test.each<[string, string, string]>([
    ['a digit corrected', 'Soln: 5/5\b6', 'Soln: 5/6'],
    ['one taken back before a number', 'Hash: 7\b17.147GH/s', 'Hash: 17.147GH/s'],
    ['a spinner', '|\b/\b-\b\\\bMining', 'Mining'],
    ['a spinner behind a text', 'Mining |\b/\b-\b done', 'Mining  done'],
    ['a progress', 'progress  9%\b\b\b 10%\b\b\b 11%', 'progress   11%'],
    ['ora', '\x1b[?25l\x1b[1G⠋ Mining\x1b[2K\x1b[1G⠙ Mining\x1b[2K\x1b[1G✔ Mined', '✔ Mined'],
    ['the row erased', 'Mining... \x1b[2K\x1b[1GHash: 1', 'Hash: 1'],
    ['the rest erased', 'Mining...\r\x1b[KHash: 1', 'Hash: 1'],
    ['the rest of the screen erased', 'Mining...\r\x1b[JHash: 1', 'Hash: 1'],
    ['something longer written over', '118/120\r5/7', '5/7/120'],
    ['a tab over text', 'abcdefghijk\r\tXY', 'abcdefghXYk'],
    ['a tab in a row that is written over', 'a\tb\rc', 'c       b'],
    ['wide characters', '温度 5\r12', '12度 5'],
    ['half of a wide character', '温度\b\b\bX', ' X度'],
    ['the cursor moved along the row', 'abc\x1b[2Dx\x1b[3Cy', 'axc  y'],
    ['backspaces at the left edge', '\b\b\bab\b\b\b\b\bc', 'cb'],
  ])('%s', async (_, row, expected) => {
    expect(await onTerminal(row)).toBe(expected);
    expect(textOf(row)).toBe(expected);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'whatever is written and however the cursor moves along it (%i)',
    async (seed) => {
      const random = seeded(seed);
      const alphabet = [
        'a',
        'b',
        '1',
        '23',
        '.',
        ' ',
        '℃',
        '温',
        'e\u0301',
        '\b',
        '\b\b',
        '\r',
        '\t',
        '\x1b[31m',
        '\x1b[0m',
      ];
      const moves = ['G', 'K', 'C', 'D'].flatMap((control) =>
        ['', '0', '1', '2', '7'].map((number) => `\x1b[${number}${control}`),
      );
      const all = [...alphabet, ...alphabet, ...moves].filter((piece) => !/\x1b\[(?:7K)/.test(piece));
      for (let round = 0; round < 300; round += 1) {
        const row = Array.from({ length: 1 + random(40) }, () => all[random(all.length)] ?? '').join('');
        expect(textOf(row), JSON.stringify(row)).toBe(await onTerminal(row));
      }
    },
  );
});

describe('colours', () => {
  test('stay with what they colour', () => {
    expect(shownOf('\x1b[31mred\x1b[0m \x1b[1mbold\rR')).toBe(
      '\x1b[1mR\x1b[0m\x1b[31med\x1b[0m \x1b[1mbold\x1b[0m',
    );
  });

  test('that were written over are gone', () => {
    expect(shownOf('\x1b[31mMining\x1b[0m\r\x1b[KHash')).toBe('Hash');
  });

  test('of a row that is not written over are left as they are', () => {
    const row = '\x1b[1;31mred\x1b[0m\x1b]0;title\x07 \tand more';
    expect(shownOf(row)).toBe(row);
  });
});

describe('a number that may be made of two', () => {
  test.each<[string, boolean]>([
    ['sols: 118\rsols: 9', true],
    ['Hash: 17.520\rHash: 18', true],
    ['Soln: 15/15\b\b6', true],
    ['Soln: 5/5\b6', false],
    ['Hash: 7\b17.147', false],
    ['progress  9%\b\b\b 10%', false],
    ['at 10 %\rat 9 %', false],
    ['sols: 118\r\x1b[Ksols: 9', false],
    ['sols: 118\rsols: 119', false],
  ])('%j: %s', (row, mixed) => {
    expect(shownRow(row).mixed).toBe(mixed);
  });
});

describe('a row ends where the cursor leaves it', () => {
  test.each<[string, string, string[]]>([
    ['to a place', 'Soln: 5/5\x1b[24;1Hstatus', ['Soln: 5/5', 'status']],
    ['up', 'a\x1b[Ab', ['a', 'b']],
    ['down', 'a\x1b[3Bb', ['a', 'b']],
    ['to the row and back', 'a\x1b7\x1b[1;1Hbar\x1b8b', ['a\x1b7', 'bar', 'b']],
    ['with the 8-bit form', 'a\x9b5;5Hb', ['a', 'b']],
    ['by a vertical tab, a form feed', 'a\vb\fc', ['a', 'b', 'c']],
    ['where the screen is cleared', 'a\x1b[2J\x1b[Hb', ['a', '', 'b']],
    ['to another screen', 'a\x1b[?1049hb', ['a', 'b']],
    [
      'not by colours, titles and modes',
      'a\x1b[31mb\x1b]0;H\x07\x1b[?25lc',
      ['a\x1b[31mb\x1b]0;H\x07\x1b[?25lc'],
    ],
    ['not along the row', 'a\x1b[10Gb\x1b[2Kc', ['a\x1b[10Gb\x1b[2Kc']],
  ])('%s', (_, line, rows) => {
    expect(rowsOf(line)).toEqual(rows);
  });
});

test('a hostile row takes no time to speak of, and little memory', () => {
  const began = performance.now();
  for (const piece of ['\x1b[99999999Gx', '\x1b[1K', 'x\b', '\x1b[2K\x1b[499Gx', '温\b', '\x1b[31mx\r'])
    expect(shownOf(`${'x'.repeat(30_000)}${piece.repeat(30_000 / piece.length)}`).length).toBeLessThan(
      100_000,
    );
  expect(performance.now() - began).toBeLessThan(3000);
});
