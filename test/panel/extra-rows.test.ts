import { describe, expect, test } from 'vitest';
import { panelHeight, panelRows } from '../../src/panel/rows.ts';
import { defaultSettings, type PanelSettings } from '../../src/panel/settings.ts';
import { paint, spansWidth } from '../../src/panel/span.ts';
import type { Alert } from '../../src/rig/alert.ts';
import type { RigEvent } from '../../src/rig/rig-event.ts';
import { card, cards, props, snapshot } from './samples.ts';

const hot: Alert = {
  card: 'card1',
  source: 'stdin',
  kind: 'hot',
  since: 1_700_000_000,
  lasting: 720,
  text: 'hot, 83.0 °C (limit 80 °C)',
};
const rejected: RigEvent = {
  card: 'card2',
  source: 'stdin',
  kind: 'share_rejected',
  at: 1_700_000_000,
  times: 3,
  text: 'share rejected',
};
const rig = {
  ...snapshot({ cards: [card({ dna: '4002AB', device: 'VU35P' }), card({ name: 'card2' })] }),
  alerts: [hot],
  events: [rejected],
};
const shown = (settings: Partial<PanelSettings>, changes: Parameters<typeof props>[0] = {}) =>
  panelRows(
    props({ snapshot: rig, rows: 40, settings: { ...defaultSettings, ...settings }, ...changes }),
  ).map(({ spans }) => paint(spans, false));

describe('alerts', () => {
  test('are told in words above the cards', () => {
    const rows = shown({});
    expect(rows[1]).toBe('! card1: hot, 83.0 °C (limit 80 °C) for 12m');
    expect(rows[2]).toMatch(/^card /);
  });

  test('for which there is no room are counted', () => {
    const many = { ...rig, rig: { ...rig.rig, cards: cards(40) }, alerts: [hot, hot, hot] };
    expect(shown({}, { snapshot: many, rows: 24 })[1]).toBe(
      '! card1: hot, 83.0 °C (limit 80 °C) for 12m (and 2 more)',
    );
  });
});

test('events stand with their time, whom they are about and how often, once they are asked for', () => {
  expect(shown({}).join()).not.toContain('share rejected');
  expect(shown({ extra: 'events' })).toContainEqual(
    expect.stringMatching(/^\d\d:\d\d:\d\d {2}card2 {2}share rejected {2}×3$/),
  );
});

test('a card that is chosen is marked, and shown with all that is known of it', () => {
  const rows = shown({ card: 'card1' }, { columns: 160 });
  expect(rows).toContainEqual('card1 · miner stdin · bitstream 0xbtc · device VU35P · index 0 · DNA 4002AB');
  expect(rows.filter((row) => /^›card1 +17/.test(row))).toHaveLength(1);
  const known = card();
  const told = {
    gauges: { ...known.gauges, hashrate: 60e6, power: 120, memoryTemperature: 82, memoryClock: 8e9 },
    totals: { ...known.totals, shares: 14, sharesRejected: 1, sharesStale: 2 },
  };
  const full = { ...rig, rig: { ...rig.rig, cards: [card(told)] } };
  const words = shown({ card: 'card1' }, { columns: 400, snapshot: full }).join();
  for (const text of [
    'memory temperature 82.0 °C',
    'memory clock 8000 MHz',
    'efficiency 500.0 KH/J · shares 14, 1 rejected, 2 stale · read ',
  ])
    expect(words).toContain(text);
  expect(rows).toContainEqual(expect.stringContaining('temperature 45.3 °C (limit 80.0 °C)'));
});

describe('the address', () => {
  const at = (fromNetwork: string | null, changes: Parameters<typeof props>[0] = {}) =>
    shown(
      { extra: 'address' },
      {
        snapshot: snapshot(
          {},
          { metrics: { address: 'http://localhost:9090', fromNetwork, listening: true, scrapedAgo: null } },
        ),
        ...changes,
      },
    );

  test('stands below a QR code of it', () => {
    const rows = at('http://192.168.7.5:9090');
    expect(rows.at(-1)).toBe('http://192.168.7.5:9090 from a phone on the same network');
    expect(rows.filter((row) => /[▀▄█]/.test(row)).length).toBeGreaterThan(10);
  });

  test('stands alone where there is no room for one, and where only this machine gets there', () => {
    expect(at('http://192.168.7.5:9090', { rows: 12 })[1]).toMatch(/^http:\/\/192/);
    expect(at(null)[1]).toBe('http://localhost:9090 on this machine only');
  });
});

test('nothing of it makes the panel too high or too wide', () => {
  const many = {
    ...rig,
    rig: { ...rig.rig, cards: cards(12) },
    alerts: Array.from({ length: 9 }, () => hot),
  };
  for (const extra of ['events', 'address', null] as const)
    for (const rows of [6, 10, 15, 24, 50])
      for (const columns of [30, 60, 80, 120, 200]) {
        const settings = { ...defaultSettings, extra, card: 'card3' };
        const panel = panelRows(props({ snapshot: many, rows, columns, settings }));
        expect(panel.length).toBeLessThanOrEqual(panelHeight(rows));
        for (const { spans } of panel) expect(spansWidth(spans)).toBeLessThanOrEqual(columns);
      }
});
