import { afterEach, describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import { HeldLines, type HeldLinesOptions } from '../../src/panel/held-lines.ts';
import { type MountedPanel, mountPanel } from '../../src/panel/mount.tsx';
import type { PanelOptions } from '../../src/panel/panel-options.ts';
import { defaultSettings } from '../../src/panel/settings.ts';
import type { Snapshot } from '../../src/rig/snapshot.ts';
import { FakeTerminal, FakeTimers } from './fake-terminal.ts';
import { card, cards, snapshot } from './samples.ts';

interface Mounted {
  readonly terminal: FakeTerminal;
  readonly timers: FakeTimers;
  readonly panel: MountedPanel & { tail(text: string): void };
  readonly state: { snapshot: Snapshot };
}

let mounted: Mounted | null = null;

function mount(
  columns: number,
  rows: number,
  options: Partial<PanelOptions> & HeldLinesOptions = {},
): Mounted {
  const terminal = new FakeTerminal(columns, rows);
  const timers = new FakeTimers();
  const state = { snapshot: snapshot() };
  let unterminated = '';
  const handle = mountPanel({
    screen: terminal,
    held: new HeldLines(options),
    clock: timers,
    timers,
    colour: true,
    snapshot: () => state.snapshot,
    unterminated: () => unterminated,
    ...options,
  });
  const panel = Object.assign(handle, {
    tail(text: string) {
      unterminated = text;
      handle.lines([]);
    },
  });
  mounted = { terminal, timers, panel, state };
  return mounted;
}

afterEach(() => {
  mounted?.panel.detach();
  mounted = null;
});

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => `line ${from + place}`);
const isPanel = (row: string) => /^(── fpga-tee|card|\d+ cards|log )/.test(row);
const cardRow = /^card1 +17\.52 /;

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

describe('a terminal of another size', () => {
  test.each([
    ['to 80 and back', 24, [80, 120]],
    ['below the width of the panel and back', 24, [60, 40, 100]],
    ['lower and higher', 18, [120, 80]],
  ])('%s: no ghosts, no line lost', async (_, rows, sizes) => {
    const { terminal, timers, panel, state } = mount(120, 24);
    state.snapshot = snapshot({ cards: cards(3) });
    panel.lines(numbered(1, 30));
    panel.tail(`a long one ${'x'.repeat(100)}`);
    await timers.pass(0.5);
    let next = 31;
    for (const columns of sizes) {
      await terminal.resize(columns, rows);
      expect(
        (await terminal.all()).filter((row) => row.startsWith('── fpga-tee')),
        `${columns}`,
      ).toHaveLength(1);
      panel.lines(numbered(next, next + 1));
      next += 2;
      await timers.pass(0.25);
    }
    const all = await terminal.all();
    expect(all.filter((row) => row.startsWith('line '))).toEqual(numbered(1, next - 1));
    expect(all.filter((row) => row.startsWith('a long one'))).toHaveLength(1);
    expect(all).toHaveLength(next - 1 + 8);
  });

  test('is drawn at once', async () => {
    const { terminal } = mount(120, 24);
    await terminal.resize(40, 24);
    expect((await terminal.screen())[1]).toBe('card      GH/s   °C err%  good/bad  age');
  });
});

test('a narrower terminal gets the panel anew, whatever it did to the old one', async () => {
  const { terminal } = mount(120, 24);
  const before = terminal.writes.length;
  await terminal.resize(100, 24);
  expect(terminal.writes.slice(before).join('')).toContain('fpga-tee');
});

test('a terminal that says it has no size gets a panel of 80 columns', async () => {
  const terminal = new FakeTerminal(80, 24, true);
  mount(80, 24, { screen: terminal });
  expect((await terminal.screen())[1]).toMatch(/good\/bad/);
});

describe('a terminal that does not move', () => {
  test('gets nothing; the newest lines are held, the others counted and told', async () => {
    const told: number[] = [];
    const { terminal, timers, panel } = mount(80, 24, { onSkipped: (lines) => told.push(lines) });
    panel.lines(['before']);
    await timers.pass(0.1);
    const before = terminal.writes.length;
    terminal.stalled = true;
    panel.lines(numbered(1, 6000));
    panel.lines(numbered(6001, 6204));
    panel.tail('unterminated');
    await timers.pass(3);
    await terminal.resize(70, 20);
    expect(terminal.writes).toHaveLength(before);
    expect(told.reduce((sum, lines) => sum + lines, 0)).toBe(1204);

    terminal.stalled = false;
    await timers.pass(0.2);
    const all = await terminal.all();
    expect(all.filter((row) => !isPanel(row))).toEqual([
      'before',
      '… 1,204 lines not shown, all in the log',
      ...numbered(1205, 6204),
      'unterminated',
    ]);
    expect(all.filter(isPanel)).toHaveLength(4);

    panel.lines(['after']);
    await timers.pass(0.1);
    expect((await terminal.all()).filter((row) => row.includes('not shown'))).toHaveLength(1);
  });

  test('from the start: what came before the first frame is shown once it moves', async () => {
    const terminal = new FakeTerminal(80, 24);
    terminal.stalled = true;
    const { timers, panel } = mount(80, 24, { screen: terminal });
    panel.lines(numbered(1, 3));
    await timers.pass(1);
    expect(terminal.writes).toEqual([]);
    terminal.stalled = false;
    await timers.pass(0.1);
    const all = await terminal.all();
    expect(all.filter((row) => !isPanel(row))).toEqual(numbered(1, 3));
    expect(all.filter(isPanel)).toHaveLength(4);
  });

  test('holds no more than a megabyte', async () => {
    let told = 0;
    const { terminal, timers, panel } = mount(80, 24, {
      onSkipped: (lines) => {
        told += lines;
      },
    });
    terminal.stalled = true;
    for (let batch = 0; batch < 100; batch++)
      panel.lines(Array.from({ length: 10 }, () => 'x'.repeat(10_000)));
    expect(told).toBe(1000 - 104);
    terminal.stalled = false;
    await timers.pass(0.1);
    expect(terminal.writes.at(-1)?.length).toBeLessThan(1_100_000);
  });

  test('is waited for at the end', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    terminal.stalled = true;
    panel.lines(['the last']);
    const stopped = panel.stop();
    await timers.pass(0.5);
    terminal.stalled = false;
    await timers.pass(0.1);
    await stopped;
    expect((await terminal.all())[0]).toBe('the last');
  });

  test('is not waited for for ever', async () => {
    let told = 0;
    const { terminal, timers, panel } = mount(80, 24, {
      onSkipped: (lines) => {
        told += lines;
      },
    });
    terminal.stalled = true;
    panel.lines(['never shown']);
    const stopped = panel.stop();
    await timers.pass(2);
    await stopped;
    expect(told).toBe(1);
    expect((await terminal.all())[0]).toBe('… 1 line not shown, all in the log');
    expect(terminal.cursorVisible).toBe(true);
  });
});

describe('the end', () => {
  test('writes what is left and leaves the newest panel, the cursor below it', async () => {
    const { terminal, timers, panel, state } = mount(80, 24);
    panel.lines(numbered(1, 5));
    await timers.pass(0.1);
    panel.lines(['the last']);
    state.snapshot = snapshot({ cards: [card({ gauges: { ...card().gauges, hashrate: 9.87e9 } })] });
    await panel.stop();
    const all = await terminal.all();
    expect(all).toHaveLength(10);
    expect(all[5]).toBe('the last');
    expect(all[8]).toMatch(/^card1 +9\.870 /);
    expect(await terminal.cursor()).toEqual([10, 0]);
    expect(terminal.cursorVisible).toBe(true);
    expect(timers.pending).toBe(0);
    expect(terminal.listening).toBe(false);
    const writes = terminal.writes.length;
    panel.lines(['too late']);
    await panel.stop();
    expect(terminal.writes).toHaveLength(writes);
  });

  test('by detaching takes the panel away and leaves the line open', async () => {
    const { terminal, timers, panel } = mount(80, 24);
    panel.lines(['first']);
    panel.tail('un');
    await timers.pass(0.3);
    panel.lines(['second']);
    panel.detach();
    terminal.write('finished\n');
    expect(await terminal.all()).toEqual(['first', 'second', 'unfinished']);
    expect(terminal.cursorVisible).toBe(true);
    expect(timers.pending).toBe(0);
  });
});

describe('a fault of our own', () => {
  const broken = new Error('broken');
  const brokenSnapshot = (): Snapshot => ({
    ...snapshot(),
    get rig(): never {
      throw broken;
    },
  });

  test.each([
    [
      'where the snapshot is taken',
      (): Snapshot => {
        throw broken;
      },
    ],
    ['in a component', brokenSnapshot],
  ])('%s ends the panel, not the process, and no line is lost', async (_, fail) => {
    const crashes: unknown[] = [];
    let failing = false;
    const { terminal, timers, panel } = mount(80, 24, {
      snapshot: () => (failing ? fail() : snapshot()),
      onCrash: (error) => crashes.push(error),
    });
    panel.lines(['first']);
    await timers.pass(0.1);
    failing = true;
    await timers.pass(0.3);
    panel.lines(['second']);
    panel.tail('un');
    await timers.pass(5);
    expect(crashes).toEqual([broken]);
    expect(timers.pending).toBe(0);
    terminal.write('plain');
    expect(await terminal.all()).toEqual(['first', 'second', 'unplain']);
    expect(terminal.cursorVisible).toBe(true);
  });

  test('from the start', async () => {
    const crashes: unknown[] = [];
    const { terminal, panel } = mount(80, 24, {
      snapshot: brokenSnapshot,
      onCrash: (error) => crashes.push(error),
    });
    await panel.stop();
    expect(crashes).toEqual([broken]);
    expect(await terminal.all()).toEqual([]);
  });
});

test('cleared, it is off the terminal, and is drawn again below what others have written since', async () => {
  const { terminal, timers, panel } = mount(80, 24);
  panel.lines(['line 1']);
  await timers.pass(1);
  panel.clear();
  expect(await terminal.all()).toEqual(['line 1']);
  expect(terminal.cursorVisible).toBe(true);
  terminal.write('[1]+  Stopped\n$ fg\nminer | fpga-tee\n');
  panel.lines(['line 2']);
  await timers.pass(1);
  panel.lines(['line 3']);
  await timers.pass(1);
  const rows = await terminal.all();
  expect(rows.slice(0, 6)).toEqual([
    'line 1',
    '[1]+  Stopped',
    '$ fg',
    'miner | fpga-tee',
    'line 2',
    'line 3',
  ]);
  expect(rows.slice(6).length).toBeGreaterThan(1);
  expect(rows.slice(6).every(isPanel)).toBe(true);
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
