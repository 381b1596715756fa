import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { asciiOf } from '../../src/panel/ascii.ts';
import { panelRows } from '../../src/panel/rows.ts';
import { paint, spansWidth } from '../../src/panel/span.ts';
import { card, props, snapshot } from './samples.ts';

test('what ASCII has not is shown by what looks like it', () => {
  expect(asciiOf('── 45 °C – … 1 slow↓ ▁▂▄▆█')).toBe('-- 45  C - ~ 1 slowv __-+#');
});

test('what nothing looks like is a question mark in each of its columns', () => {
  expect(asciiOf('名a😀')).toBe('??a??');
});

test('the whole panel is ASCII, and as wide as it was', () => {
  const rows = panelRows(
    props({ snapshot: snapshot({ cards: [card({ name: '卡1' }), card()] }), columns: 120 }),
  );
  for (const { spans } of rows) {
    const shown = paint(spans, false, true);
    expect(shown).toMatch(/^[\x20-\x7e]*$/);
    expect(stringWidth(shown)).toBe(spansWidth(spans));
  }
});
