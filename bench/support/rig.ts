// The program's own parts, put together without a process around them: a rig of so many cards that has mined for an hour.
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createReader } from '../../src/bitstreams/reader.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { HeldLines } from '../../src/panel/held-lines.ts';
import { mountPanel } from '../../src/panel/mount.tsx';
import { createFeed } from '../../src/rig/feed.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import type { Snapshot, TrendWish } from '../../src/rig/snapshot.ts';
import { Store } from '../../src/rig/store.ts';
import { createSession } from '../../src/simulate/session.ts';
import { systemClock, systemTimers } from '../../src/time.ts';
import { WebThread } from '../../src/web/web-thread.ts';
import { FakeTime } from '../../test/support/fake-time.ts';
import { aTee } from '../../test/support/snapshots.ts';

export interface MiningRig {
  /** A second passes in which each card prints a line. */
  readonly second: () => void;
  /** Cards that are known. */
  readonly cards: () => number;
  /** The panel is drawn on a terminal of 120 × 40. */
  readonly frame: () => void;
  /** The metrics page. */
  readonly page: () => Promise<string>;
  readonly snapshot: () => Snapshot;
  /**
   * Serves it, as the program does, at a port of the system's choice.
   *
   * @param program the web worker's
   * @returns the address
   */
  readonly serve: (program: string) => Promise<string>;
}

/**
 * @param cards how many
 * @param history seconds behind it
 */
export function rigOf(cards: number, history = 3600): MiningRig {
  let now = 0;
  const panelTime = new FakeTime();
  const clock = { monotonic: () => now, wall: () => 1_700_000_000 + now };
  const store = new Store(clock, 120);
  const miner = store.addMiner('stdin', new NameGiver(noNames));
  const timers = { after: () => () => {} };
  const feed = createFeed({ miner, reader: createReader(bitstreams), clock, timers });
  const session = createSession({
    bitstream: 'rb4',
    cards,
    seed: 1,
    rate: 1,
    restartEvery: null,
    stallAfter: null,
    colour: false,
    speedUp: 1,
  });
  const second = () => {
    now += 1;
    feed.bytes(Buffer.from(session.step(1)));
  };
  for (let passed = 0; passed < history; passed += 1) second();
  const snapshot = (trend?: TrendWish): Snapshot => ({
    rig: store.snapshot(trend),
    alerts: [],
    events: [],
    pools: [],
    tee: aTee(),
  });
  const metrics = createMetrics({ legacy: false });
  mountPanel({
    screen: { columns: 120, rows: 40, write: () => {}, congested: () => false, onResize: () => () => {} },
    held: new HeldLines({}),
    snapshot: (points) => snapshot({ span: null, points }),
    unterminated: () => '',
    colour: true,
    clock: panelTime,
    timers: panelTime,
  });
  return {
    second,
    cards: () => store.snapshot().cards.length,
    frame: () => panelTime.advance(1),
    page: () => metrics.render(snapshot()),
    snapshot,
    serve: (program) => served(program, snapshot),
  };
}

function served(program: string, snapshot: () => Snapshot): Promise<string> {
  return new Promise((resolve, reject) => {
    new WebThread({
      program,
      settings: { host: '127.0.0.1', port: 0, staleAfter: 120, legacyMetrics: false, webConfig: null },
      snapshot,
      series: () => null,
      clock: systemClock,
      timers: systemTimers,
      onListening: resolve,
      onProblem: (_, line) => reject(new Error(line)),
      onRecovered: () => {},
    }).start();
  });
}
