import { expect, test } from 'vitest';
import { Stalls } from '../../src/job/stalls.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import type { StallKind } from '../../src/rig/stall.ts';
import { Store } from '../../src/rig/store.ts';
import { Warnings } from '../../src/rig/warnings.ts';
import { FakeTime } from '../support/fake-time.ts';
import { defaultThresholds } from '../support/stalls.ts';

/** Miners that nobody hears of unless a test says so. */
function watched(onStall: (kind: StallKind) => void = () => {}) {
  const time = new FakeTime();
  const store = new Store(time, 120);
  const said: string[] = [];
  const started: Readonly<Record<string, string>>[] = [];
  const stalls = new Stalls({
    thresholds: defaultThresholds,
    onStall: 'restart.sh',
    onStallOver: 'tell.sh',
    slowBelow: null,
    startShell(_, variables) {
      started.push(variables);
      return { ended: new Promise(() => {}), end: () => {} };
    },
    clock: time,
    timers: time,
    warnings: new Warnings(time, () => {}),
    say: (line) => said.push(line),
    guarded(step) {
      try {
        step();
      } catch (error) {
        said.push(String(error));
      }
    },
  });
  const add = (name: string) => {
    const watch = stalls.watch(onStall);
    const miner = store.addMiner(name, new NameGiver(noNames), { stalls: () => watch.standing });
    watch.begin(miner);
    return miner;
  };
  return { time, store, said, started, stalls, add };
}

test('a stall is told once to whoever restarts the miner, to the command, and where there is no panel', () => {
  const kinds: StallKind[] = [];
  const { time, store, said, started, add } = watched((kind) => kinds.push(kind));
  add('rig1');
  time.advance(310);
  expect(said).toEqual([]);
  time.advance(1000);
  expect(kinds).toEqual(['silent']);
  expect(said).toEqual(['rig1: no output for 5m']);
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
  first.heard();
  second.started();
  time.advance(10);
  expect(said.slice(2)).toEqual([
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
  expect(said).toEqual([]);
  time.advance(20);
  expect(said).toEqual(['rig1: no output for 5m']);
});

test('whoever fails to restart one miner keeps nobody from looking at the others', () => {
  const { time, said, started, add } = watched(() => {
    throw new Error('no');
  });
  add('rig1');
  add('rig2');
  time.advance(330);
  expect(said).toEqual(['rig1: no output for 5m', 'Error: no', 'rig2: no output for 5m', 'Error: no']);
  expect(started).toHaveLength(2);
});

test('at the end nothing is looked at any more', () => {
  const { time, stalls, add } = watched();
  add('rig1');
  time.advance(100);
  stalls.end();
  expect(time.timers).toBe(0);
});
