import { describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import { FakeTerminal } from './fake-terminal.ts';
import { cards, snapshot } from './samples.ts';
import { isPanel, mount, numbered } from './support/mounted.ts';

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
