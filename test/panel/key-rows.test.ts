import { describe, expect, test } from 'vitest';
import { keyRows, spanWords } from '../../src/panel/key-rows.ts';
import { inOrder } from '../../src/panel/order.ts';
import { panelHeight, panelRows, rowsForMiner } from '../../src/panel/rows.ts';
import { cardOrders, defaultSettings, type PanelSettings, trendSpans } from '../../src/panel/settings.ts';
import { paint, spansWidth } from '../../src/panel/span.ts';
import { card, cards, props, snapshot } from './samples.ts';

const textOf = (settings: Partial<PanelSettings>, columns = 78, held = 0): string[] =>
  keyRows({ ...defaultSettings, ...settings }, held, columns).map((row) => paint(row, false).trimEnd());
const open = { menu: { type: 'open', help: false } } as const;

describe('the rows of the keys', () => {
  test('are none as long as nothing was chosen', () => {
    expect(textOf({})).toEqual([]);
    expect(textOf({ miners: ['left', 'right'] })).toEqual([]);
  });

  test('are one for one miner, which fits whatever was chosen', () => {
    expect(textOf(open)).toEqual([
      'keys p pause  s as found  t all time  r restart  d detach  q stop  h help',
    ]);
    for (const order of cardOrders)
      for (const trendSpan of trendSpans)
        for (const paused of [false, true])
          expect(textOf({ ...open, order, trendSpan, paused })[0]).toMatch(/ h help$/);
  });

  test('are one more where there is a choice', () => {
    expect(textOf({ ...open, miners: ['left', 'right'], chosen: 1 })[1]).toBe(
      'show 0 all  1 left  2 right* n ←→ next',
    );
    const miners = Array.from({ length: 12 }, (_, place) => `a-long-name-${place + 1}`);
    expect(textOf({ ...open, miners })[1]).toBe('show 0 all* 1–9 one miner  n ←→ next');
    expect(textOf({ ...open, miners, chosen: 10 })[1]).toBe(
      'show 0 all  1–9 one miner  n ←→ next  now a-long-name-11',
    );
  });

  test('offer no restart of all at once', () => {
    expect(textOf({ ...open, miners: ['left', 'right'] })[0]).toBe(
      'keys p pause  s as found  t all time  d detach  q stop all  h help',
    );
  });

  test('explain each key', () => {
    const help = textOf({ menu: { type: 'open', help: true } });
    expect(help[3]).toBe('     r       ramp the miner down and start it again');
    expect(help).toHaveLength(13);
    expect(help[4]).toBe('     e       what happened of late, or not any more');
    expect(help.at(-2)).toContain('red! over its limit, or silent');
  });

  test('remind of what was chosen', () => {
    expect(textOf({ miners: ['left', 'right'], chosen: 0, paused: true }, 78, 1234)).toEqual([
      'keys to left, whose lines are shown  Ctrl-] 0 shows all',
      'view paused, 1,234 lines held back  Ctrl-] p goes on',
    ]);
  });

  test('are never wider than the terminal', () => {
    const miners = ['a\x1b[2Jb', '名前'.repeat(30)];
    for (const columns of [1, 10, 40, 60])
      for (const menu of [
        open.menu,
        { type: 'open', help: true },
        { type: 'hint', text: 'x'.repeat(90) },
      ] as const)
        for (const row of keyRows({ ...defaultSettings, menu, miners, chosen: 1 }, 5, columns)) {
          expect(spansWidth(row)).toBeLessThanOrEqual(columns);
          expect(paint(row, false)).not.toContain('\x1b');
        }
  });
});

test('times have short names', () => {
  expect(trendSpans.map((seconds) => seconds && spanWords(seconds))).toEqual([null, '5 min', '1 h', '24 h']);
});

describe('the panel with keys', () => {
  test.each([6, 10, 16, 24, 40])('is not too high in %d rows', (rows) => {
    for (const help of [false, true]) {
      const settings: PanelSettings = { ...defaultSettings, menu: { type: 'open', help } };
      const shown = panelRows(props({ rows, settings, snapshot: snapshot({ cards: cards(12) }) }));
      expect(shown.length).toBeLessThanOrEqual(panelHeight(rows));
      expect(shown.some(({ key }) => key.startsWith('card'))).toBe(true);
    }
  });

  test('leaves the miner the same rows, whether they are open or not', () => {
    const settings: PanelSettings = { ...defaultSettings, ...open };
    expect(rowsForMiner(panelRows(props({ settings })), 24)).toBe(19);
    expect(rowsForMiner(panelRows(props({ tail: 'Hash' })), 24)).toBe(19);
  });

  test('shows the cards sorted, and the time of the trend', () => {
    const rig = snapshot({ cards: [card({ name: 'card10' }), card({ name: 'card9' })] });
    const settings: PanelSettings = { ...defaultSettings, order: 'name', trendSpan: 300 };
    const rows = panelRows(props({ snapshot: rig, settings })).map(({ spans }) => paint(spans, false));
    expect(rows[1]).toMatch(/^card .* 10 min /);
    expect(rows.slice(2, 4).map((row) => row.split(' ')[0])).toEqual(['card9', 'card10']);
  });
});

describe('the order of cards', () => {
  const gauges = card().gauges;
  const rig = [
    card({ name: 'b10', gauges: { ...gauges, temperature: 40, errorRatio: null } }),
    card({ name: 'b9', gauges: { ...gauges, temperature: 70, errorRatio: 0.1 }, up: false }),
    card({
      name: 'a',
      gauges: { ...gauges, temperature: 60, errorRatio: 0.2 },
      trend: { ...card().trend, average: 1 },
    }),
  ];
  test.each([
    ['found', ['b10', 'b9', 'a']],
    ['name', ['a', 'b9', 'b10']],
    ['hashrate', ['b10', 'a', 'b9']],
    ['temperature', ['a', 'b10', 'b9']],
    ['errorRatio', ['a', 'b10', 'b9']],
  ] as const)('%s', (order, names) => {
    expect(inOrder(rig, order).map(({ name }) => name)).toEqual(names);
  });
});
