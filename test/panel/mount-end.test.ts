import { describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import type { Snapshot } from '../../src/rig/snapshot.ts';
import { card, snapshot } from './samples.ts';
import { isPanel, mount, numbered } from './support/mounted.ts';

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
