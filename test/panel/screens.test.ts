import { afterEach, describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import { HeldLines } from '../../src/panel/held-lines.ts';
import { type MountedPanel, mountPanel } from '../../src/panel/mount.tsx';
import type { SeriesOf } from '../../src/rig/history.ts';
import type { CardSnapshot, Snapshot } from '../../src/rig/snapshot.ts';
import { FakeTerminal, FakeTimers } from './fake-terminal.ts';
import { card, miner, snapshot } from './samples.ts';

/** A number from 0 to 1 that is always the same for the same place. */
const noise = (place: number): number => (Math.sin(place * 12.9898) * 43_758.5453) % 1;

/** A rig as it could be; in trouble with one card that is too hot, one that fails and one that is silent. */
function rig(count: number, trouble: boolean, points: number): Snapshot {
  const cards = Array.from({ length: count }, (_, place): CardSnapshot => {
    const hashrate = (17.5 + noise(place)) * 1e9;
    const hot = trouble && place === count - 1;
    const failing = trouble && place === Math.floor(count / 2) && count > 2;
    const silent = trouble && place === 1;
    return card({
      name: `card${place + 1}`,
      index: place,
      device: 'VU35P',
      up: !silent,
      age: silent ? 510 : 4,
      gauges: {
        ...card().gauges,
        hashrate,
        temperature: hot ? 95 : 45 + 5 * noise(place + 50),
        errorRatio: failing ? 0.3 : 0.001,
      },
      totals: { solutions: 1200 + place, solutionsBad: 2, shares: 37, sharesRejected: 1, failures: null },
      rejectRatio: 0.011,
      trend: {
        average: hashrate,
        averageSeconds: 600,
        hour: hashrate,
        day: null,
        points: Array.from({ length: points }, (_, at) => hashrate * (1 + 0.02 * noise(at + place))),
        step: 60,
      },
    });
  });
  return {
    ...snapshot({ cards, miners: [miner()] }),
    alerts: trouble
      ? [
          {
            card: `card${count}`,
            source: 'stdin',
            kind: 'hot',
            since: 1_700_000_000,
            lasting: 720,
            text: 'hot, 95.0 °C (limit 80 °C)',
          },
        ]
      : [],
  };
}

const series: SeriesOf = (name, quantity, { points }) => ({
  step: 60,
  age: 3,
  buckets: Array.from({ length: points }, (_, at) => {
    const value = quantity === 'hashrate' ? 17.5e9 : 45;
    const mean = value * (1 + 0.08 * Math.sin(at / 9 + name.length) + 0.02 * noise(at));
    return { min: 0.99 * mean, mean, max: 1.01 * mean };
  }),
});

let panel: MountedPanel | null = null;
afterEach(() => panel?.detach());

const sizes = [
  [60, 15],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 50],
] as const;

describe.each(sizes)('a terminal of %d columns and %d rows', (columns, rows) => {
  test.each([1, 6, 12, 40])('with %d cards, well and in trouble', async (count) => {
    for (const trouble of [false, true]) {
      const terminal = new FakeTerminal(columns, rows);
      const timers = new FakeTimers();
      panel = mountPanel({
        screen: terminal,
        held: new HeldLines(),
        clock: timers,
        timers,
        colour: true,
        snapshot: (points) => rig(count, trouble, points),
        series,
        unterminated: () => '',
      });
      panel.lines(Array.from({ length: rows }, (_, place) => `line ${place} of the miner`));
      await timers.pass(0.2);
      const shown = (await terminal.screen()).map((row) => row.trimEnd()).join('\n');
      const name = `${columns}x${rows}-${count}-${trouble ? 'trouble' : 'well'}`;
      await expect(`${shown}\n`).toMatchFileSnapshot(`../fixtures/screens/${name}.txt`);
      panel.detach();
    }
  });
});
