import { expect, test } from 'vitest';
import { Stalls } from '../../src/job/stalls.ts';
import { posix } from '../../src/platform/posix.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import type { StallKind } from '../../src/rig/stall.ts';
import { Store } from '../../src/rig/store.ts';
import { momentOf } from '../../src/time.ts';
import { defaultThresholds } from '../support/stalls.ts';
import { JobWorld } from './support/job-world.ts';

/** Miners that nobody hears of unless a test says so. */
function watched(onStall: (kind: StallKind) => void = () => {}) {
  const started: Readonly<Record<string, string>>[] = [];
  const world = new JobWorld(
    {
      stalls: {
        thresholds: defaultThresholds,
        onStall: 'restart.sh',
        onStallOver: 'tell.sh',
        slowBelow: null,
      },
    },
    {
      platform: {
        ...posix('linux'),
        startShell(_, variables) {
          started.push(variables);
          return { ended: new Promise(() => {}), end: () => {} };
        },
      },
    },
  );
  const { time } = world;
  const store = new Store(time, 120);
  const stalls = new Stalls(world.shared());
  const add = (name: string) => {
    const watch = stalls.watch(onStall);
    const miner = store.addMiner(name, new NameGiver(noNames), { stalls: () => watch.standing });
    watch.begin(miner);
    return miner;
  };
  /** What was said so far. */
  const said = (): string[] => world.stderr.text.split('\n').slice(0, -1);
  return { time, store, said, started, stalls, add };
}

test('a stall is told once to whoever restarts the miner, to the command, and where there is no panel', () => {
  const kinds: StallKind[] = [];
  const { time, store, said, started, add } = watched((kind) => kinds.push(kind));
  add('rig1');
  time.advance(310);
  expect(said()).toEqual([]);
  time.advance(1000);
  expect(kinds).toEqual(['silent']);
  expect(said()).toEqual(['rig1: no output for 5m']);
  expect(started).toMatchObject([
    {
      FPGA_TEE_SOURCE: 'rig1',
      FPGA_TEE_STALL_STATE: 'stalled',
      FPGA_TEE_STALL_TEXT: 'rig1: no output for 5m',
    },
  ]);
  expect(store.snapshot().miners[0]?.stalls).toEqual([{ kind: 'silent', lasting: 1310 }]);
});

test('that a miner prints again is told, and that it was merely started anew', () => {
  const { time, said, add } = watched();
  const [first, second] = [add('rig1'), add('rig2')];
  time.advance(330);
  first.heard(momentOf(time));
  second.started();
  time.advance(10);
  expect(said().slice(2)).toEqual([
    'rig1: no longer stuck (no output for 5m)',
    'rig2: started anew (no output for 5m)',
  ]);
});

test('a start that is known gives the miner its time again', () => {
  const { time, said, add } = watched();
  const miner = add('rig1');
  time.advance(300);
  miner.started();
  time.advance(310);
  expect(said()).toEqual([]);
  time.advance(20);
  expect(said()).toEqual(['rig1: no output for 5m']);
});

test('whoever fails to restart one miner keeps nobody from looking at the others', () => {
  const { time, said, started, add } = watched(() => {
    throw new Error('no');
  });
  add('rig1');
  add('rig2');
  time.advance(330);
  expect(said().filter((line) => line.startsWith('rig'))).toEqual([
    'rig1: no output for 5m',
    'rig2: no output for 5m',
  ]);
  expect(said()).toContain('looking for stuck miners failed (no); the rest goes on');
  expect(started).toHaveLength(2);
});

test('at the end nothing is looked at any more', () => {
  const { time, stalls, add } = watched();
  add('rig1');
  time.advance(100);
  stalls.end();
  expect(time.timers).toBe(0);
});
