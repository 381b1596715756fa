import { onTestFinished } from 'vitest';
import { HeldLines, type HeldLinesOptions } from '../../../src/panel/held-lines.ts';
import { type MountedPanel, mountPanel } from '../../../src/panel/mount.tsx';
import type { PanelOptions } from '../../../src/panel/panel-options.ts';
import type { Snapshot } from '../../../src/rig/snapshot.ts';
import { FakeTerminal, FakeTimers } from '../fake-terminal.ts';
import { snapshot } from '../samples.ts';

/** A panel on a terminal, and what it is drawn from. */
export interface Mounted {
  readonly terminal: FakeTerminal;
  readonly timers: FakeTimers;
  readonly panel: MountedPanel & { tail(text: string): void };
  readonly state: { snapshot: Snapshot };
}

/** Puts a panel onto a terminal; it goes when the test ends. */
export function mount(
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
  onTestFinished(() => panel.detach());
  return { terminal, timers, panel, state };
}

export const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => `line ${from + place}`);
export const isPanel = (row: string) => /^(── fpga-tee|card|\d+ cards|log )/.test(row);
export const cardRow = /^card1 +17\.52 /;
