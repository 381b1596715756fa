import { expect, test } from 'vitest';
import { panelRows } from '../../src/panel/rows.ts';
import { paint } from '../../src/panel/span.ts';
import { card, miner, props, snapshot } from './samples.ts';

const rig = snapshot({
  miners: [
    miner({ source: 'left', uptime: 7200, run: { state: 'running', lastExit: null, restartIn: null } }),
    miner({
      source: 'right',
      restarts: 3,
      open: false,
      uptime: null,
      run: { state: 'waiting', lastExit: 'exit 1', restartIn: 8.2 },
      status: { text: 'restarts in 9s (exit 1)', level: 'bad' },
    }),
  ],
  cards: [card({ source: 'left' }), card({ name: 'card2', source: 'right' })],
});
const shown = (rows: number) =>
  panelRows(props({ rows, snapshot: rig })).map(({ spans }) => paint(spans, false).trimEnd());

test('each miner has a row: where it is, since when, restarts, how it ended, when it starts', () => {
  expect(shown(30).slice(0, 4)).toEqual([
    expect.stringMatching(/^── fpga-tee · 0xbtc · watched 3h07 · 3 restarts ─/),
    '  miner  state                 up  restarts  last exit',
    '  left   running             2h00         0  –',
    '! right  restarts in 9s         –         3  exit 1',
  ]);
});

test('where there is no room, only what is worth a word is said', () => {
  expect(shown(12)).toContain('! right: restarts in 9s (exit 1)');
  expect(shown(12).some((row) => row.includes('last exit'))).toBe(false);
});

test('cards have their miners in front', () => {
  expect(
    shown(30)
      .filter((row) => /\/card\d /.test(row))
      .map((row) => row.split(' ')[0]),
  ).toEqual(['left/card1', 'right/card2']);
});

test('one miner has its time in the title, with the tool’s where it is another', () => {
  const title = (uptime: number | null) =>
    paint(panelRows(props({ snapshot: snapshot({ miners: [miner({ uptime })] }) }))[0]?.spans ?? [], false);
  expect(title(11_220)).toMatch(/^── fpga-tee · 0xbtc · up 3h07 ─/);
  expect(title(60)).toMatch(/^── fpga-tee · 0xbtc · up 1m · watched 3h07 ─/);
  expect(title(null)).toMatch(/^── fpga-tee · 0xbtc · watched 3h07 ─/);
});
