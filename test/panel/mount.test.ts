import { describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import { defaultSettings } from '../../src/panel/settings.ts';
import { FakeTimers } from './fake-terminal.ts';
import { card, cards, snapshot } from './samples.ts';
import { cardRow, isPanel, mount, numbered } from './support/mounted.ts';

describe('the miner’s lines', () => {
  test('all stay in the scrollback, in order, the panel below them on the screen', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    for (let batch = 0; batch < 10; batch++) {
      panel.lines(numbered(batch * 10 + 1, batch * 10 + 10));
      await timers.pass(0.1);
    }
    const all = await terminal.all();
    expect(all.filter((row) => !isPanel(row))).toEqual(numbered(1, 100));
    expect(all.filter(isPanel)).toHaveLength(4);
    const screen = await terminal.screen();
    expect(screen.slice(-6)).toEqual([
      'line 100',
      expect.stringMatching(/^── fpga-tee · 0xbtc/),
      expect.stringMatching(/^card +GH/),
      expect.stringMatching(cardRow),
      expect.stringMatching(/^log hashrates\.log/),
      '',
    ]);
  });

  test('of one tenth of a second go out in one piece', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    const before = terminal.writes.length;
    for (const line of numbered(1, 500)) panel.lines([line]);
    expect(terminal.writes).toHaveLength(before);
    await timers.pass(0.1);
    expect(terminal.writes).toHaveLength(before + 1);
    expect(terminal.writes.at(-1)).toMatch(
      /^\x1b\[\?2026h[\s\S]*line 1\n[\s\S]*line 500\n[\s\S]*\x1b\[\?2026l$/,
    );
  });

  test('go out four times a second while they keep coming', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    await timers.pass(0.9);
    const before = terminal.writes.length;
    for (const line of numbered(1, 80)) {
      panel.lines([line]);
      await timers.pass(0.025);
    }
    // The first of them a tenth of a second after it came.
    expect(terminal.writes.length - before).toBeLessThanOrEqual(9);
    await timers.pass(0.25);
    expect((await terminal.all()).filter((row) => !isPanel(row))).toEqual(numbered(1, 80));
  });

  test('keep their colours and nothing else', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    panel.lines(['\x1b[31mred\x1b[2J\x1b]52;c;AAAA\x07\x1b[5;5H', 'next']);
    await timers.pass(0.1);
    expect(terminal.writes.at(-1)).toContain('\x1b[31mred\x1b[0m\nnext\n');
    expect((await terminal.all()).slice(0, 2)).toEqual(['red', 'next']);
  });

  test('of a flood all arrive', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    for (let batch = 0; batch < 5; batch++) {
      panel.lines(numbered(batch * 10_000 + 1, (batch + 1) * 10_000));
      await timers.pass(0.1);
    }
    const all = await terminal.all();
    expect(all.filter((row) => !isPanel(row))).toEqual(numbered(1, 50_000));
  });

  test('without colour nothing but the frames’ own sequences is written', async () => {
    const { terminal, timers, panel } = mount(80, 24, { colour: false });
    panel.lines(['\x1b[31mred\x1b[0m']);
    panel.tail('\x1b[32mgreen');
    await timers.pass(1);
    await panel.stop();
    expect(terminal.writes.join('')).not.toMatch(/\x1b\[[0-9:;]*m/);
    expect(await terminal.all()).toContain('red');
  });
});

describe('the panel', () => {
  test('is there at once and follows the snapshot twice a second while something comes', async () => {
    const { terminal, timers, panel, state } = mount(80, 24);
    expect((await terminal.screen())[2]).toMatch(cardRow);
    state.snapshot = snapshot({ cards: [card({ gauges: { ...card().gauges, hashrate: 9.87e9 } })] });
    panel.lines([]);
    await timers.pass(0.4);
    expect((await terminal.screen())[2]).toMatch(cardRow);
    await timers.pass(0.1);
    expect((await terminal.screen())[2]).toMatch(/^card1 +9\.870 /);
  });

  test('of a miner that is silent it follows once a second', async () => {
    const { terminal, timers, state } = mount(80, 24);
    await timers.pass(1);
    state.snapshot = snapshot({ cards: [card({ age: 55 })] });
    await timers.pass(0.9);
    expect((await terminal.screen())[2]).toMatch(/ 4s$/);
    await timers.pass(0.1);
    expect((await terminal.screen())[2]).toMatch(/ 55s$/);
  });

  test('writes nothing while nothing changes', async () => {
    const { terminal, timers } = mount(80, 24);
    const before = terminal.writes.length;
    await timers.pass(5);
    expect(terminal.writes).toHaveLength(before);
  });

  test('while nothing comes it looks once a second, no more', async () => {
    const after = vi.spyOn(FakeTimers.prototype, 'after');
    const { timers, panel } = mount(80, 24);
    panel.lines(['line 1']);
    panel.tail('line 2 that is not over');
    await timers.pass(1);
    after.mockClear();
    await timers.pass(10);
    expect(after).toHaveBeenCalledTimes(10);
    after.mockRestore();
  });

  test('leaves nothing behind when it gets lower', async () => {
    const { terminal, timers, panel, state } = mount(80, 24);
    panel.lines(numbered(1, 40));
    state.snapshot = snapshot({ cards: cards(12) });
    await timers.pass(0.5);
    expect((await terminal.all()).filter(isPanel)).toHaveLength(16);
    state.snapshot = snapshot();
    await timers.pass(0.5);
    panel.lines(numbered(41, 60));
    await timers.pass(0.1);
    const all = await terminal.all();
    expect(all.filter((row) => !isPanel(row))).toEqual(numbered(1, 60));
    expect(all.filter(isPanel)).toHaveLength(4);
  });

  test('the cursor is visible between the frames, below the panel', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    panel.lines(numbered(1, 3));
    await timers.pass(0.1);
    expect(terminal.cursorVisible).toBe(true);
    expect(terminal.writes.every((text) => !text.includes('\x1b[3J') && !text.includes('\x1b[2J'))).toBe(
      true,
    );
    expect(await terminal.cursor()).toEqual([7, 0]);
  });
});

describe('the newest, unterminated line', () => {
  test('stands above the panel, and in the scrollback once it has ended', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    panel.tail('[4002] Hash: 1');
    await timers.pass(0.2);
    expect((await terminal.screen()).slice(0, 2)).toEqual(['[4002] Hash: 1', expect.stringMatching(/^──/)]);
    panel.lines(['[4002] Hash: 1']);
    panel.tail('[4002] Hash: 2');
    await timers.pass(0.25);
    expect((await terminal.screen()).slice(0, 3)).toEqual([
      '[4002] Hash: 1',
      '[4002] Hash: 2',
      expect.stringMatching(/^──/),
    ]);
    panel.lines(['[4002] Hash: 2']);
    panel.tail('');
    await timers.pass(0.25);
    expect((await terminal.screen()).slice(0, 4)).toEqual([
      '[4002] Hash: 1',
      '[4002] Hash: 2',
      '',
      expect.stringMatching(/^──/),
    ]);
  });

  test('is a line like any other at the end', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    panel.lines(['first']);
    panel.tail('last');
    await timers.pass(0.3);
    await panel.stop();
    expect((await terminal.all()).slice(0, 3)).toEqual(['first', 'last', expect.stringMatching(/^──/)]);
  });
});

describe('the tool’s own keys', () => {
  test('lines that are held back are counted, and shown in order when it goes on', async () => {
    let settings = { ...defaultSettings, paused: true };
    const { terminal, timers, panel } = mount(80, 24, { settings: () => settings });
    panel.lines(numbered(1, 30));
    panel.tail('not shown either');
    await timers.pass(2);
    const held = await terminal.screen();
    expect(held.some((row) => /^line|^not shown/.test(row))).toBe(false);
    expect(held.some((row) => row.startsWith('view paused, 30 lines held back'))).toBe(true);
    settings = { ...settings, paused: false };
    panel.settingsChanged();
    await timers.pass(0.2);
    const lines = (await terminal.all()).filter((row) => row.startsWith('line'));
    expect(lines).toEqual(numbered(1, 30));
  });

  test('what is held back at the end is shown, and when the panel goes', async () => {
    const settings = { ...defaultSettings, paused: true };
    for (const end of ['stop', 'detach'] as const) {
      const { terminal, timers, panel } = mount(80, 24, { settings: () => settings });
      panel.lines(numbered(1, 3));
      await timers.pass(1);
      await panel[end]();
      expect((await terminal.all()).filter((row) => row.startsWith('line'))).toEqual(numbered(1, 3));
    }
  });

  test('what was chosen is drawn with the next frame', async () => {
    let settings = defaultSettings;
    const { terminal, timers, panel } = mount(80, 24, { settings: () => settings });
    await timers.pass(1);
    settings = { ...settings, menu: { type: 'open', help: false } };
    panel.settingsChanged();
    await timers.pass(0.1);
    expect((await terminal.screen()).some((row) => row.startsWith('keys p pause'))).toBe(true);
  });

  test('the rows that are left are told, anew when the terminal or the panel changes', async () => {
    const told: number[] = [];
    const { terminal, timers, state } = mount(80, 24, { onRowsLeft: (rows) => told.push(rows) });
    await timers.pass(1);
    state.snapshot = snapshot({ cards: cards(3) });
    await timers.pass(1);
    await terminal.resize(80, 30);
    await timers.pass(1);
    expect(told).toEqual([19, 16, 22]);
  });
});
