import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameRow, rowChange } from '../../src/panel/row-change.ts';
import { paint, type Row, type Span, type Style } from '../../src/panel/span.ts';
import { FakeTerminal } from './fake-terminal.ts';

const look = { colour: true, ascii: false };
const row = (...spans: readonly (string | Span)[]): Row => ({
  key: 'card 0',
  spans: spans.map((span) => (typeof span === 'string' ? { text: span } : span)),
});

test('only the cells that are others now are sent', () => {
  const before = row('card1   ', { text: '17.52', style: { bold: true } }, '  ', '45.3', '  4s');
  const next = row('card1   ', { text: '17.61', style: { bold: true } }, '  ', '45.3', '  0s');
  expect(rowChange(before, next, look)).toBe('\x1b[8C\x1b[1m17.61\x1b[0m\x1b[6C  0s');
});

test('a colour that changes is a change', () => {
  const before = row({ text: '64.0', style: { colour: 'green' } });
  const next = row({ text: '64.0', style: { colour: 'red' } });
  expect(isSameRow(before, row({ text: '64.0', style: { colour: 'green' } }))).toBe(true);
  expect(isSameRow(before, next)).toBe(false);
  expect(rowChange(before, next, look)).toBe('\x1b[31m64.0\x1b[0m');
});

test('where cells move, or a terminal may think of their width what it likes, all of the row is sent', () => {
  expect(rowChange(row('a', 'bc'), row('ab', 'd'), look)).toBe('\x1b[2Kabd');
  expect(rowChange(row('a', 'b'), row('a', 'b', '!'), look)).toBe('\x1b[2Kab!');
  expect(rowChange(row('温度', 'b'), row('温度', 'c'), look)).toBe('\x1b[2K温度c');
});

test('whatever changes, the terminal shows the row as it is painted', async () => {
  const styles: readonly Style[] = [{}, { bold: true }, { dim: true }, { colour: 'red' }];
  const text = fc.constantFrom('', ' ', '1', '2', '– ', '17', '23', '▁▂▃', '▂▃▄', '温', '…', 'card1');
  const span = fc.record({ text, style: fc.constantFrom(...styles) });
  const rows = fc.array(fc.array(span, { maxLength: 5 }), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), async (all, ascii) => {
      const terminal = new FakeTerminal(40, 3);
      const asPainted = new FakeTerminal(40, 3);
      let before = row();
      for (const spans of all) {
        const next = row(...spans);
        terminal.write(`${rowChange(before, next, { colour: true, ascii })}\r`);
        before = next;
      }
      asPainted.write(paint(before.spans, true, ascii));
      expect(cellsOf(await looksLike(terminal))).toEqual(cellsOf(await looksLike(asPainted)));
    }),
    { numRuns: 50 },
  );
});

async function looksLike(terminal: FakeTerminal): Promise<FakeTerminal['terminal']> {
  await terminal.settled();
  return terminal.terminal;
}

/** Each cell of the first row, with its look where it shows anything. */
function cellsOf({ buffer }: FakeTerminal['terminal']): readonly string[] {
  const line = buffer.active.getLine(0);
  return Array.from({ length: 40 }, (_, column) => {
    const cell = line?.getCell(column);
    const shown = cell?.getChars() ?? '';
    if (shown.trim() === '') return ' ';
    return `${shown} ${cell?.getFgColor()} ${cell?.isBold()} ${cell?.isDim()}`;
  });
}
