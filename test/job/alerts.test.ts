import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Alerts } from '../../src/job/alerts.ts';
import { posix } from '../../src/platform/posix.ts';
import { usualLimits } from '../../src/readings/card-limits.ts';
import type { CardSnapshot, RigSnapshot } from '../../src/rig/snapshot.ts';
import { aCard, aMiner, aSnapshot } from '../support/snapshots.ts';
import { JobWorld } from './support/job-world.ts';

/** A rig that is as a test says, and what was told of it. */
function rigWith(cards: readonly CardSnapshot[]) {
  const runs: { command: string; variables: Readonly<Record<string, string>>; end(): Promise<void> }[] = [];
  const world = new JobWorld(
    { alerts: { limitsOf: () => usualLimits, after: 60, onAlert: 'tell.sh', onAlertOver: 'over.sh' } },
    {
      platform: {
        ...posix('linux'),
        startShell(command, variables) {
          let resolve: (code: number) => void = () => {};
          const ended = new Promise<number>((settle) => {
            resolve = settle;
          });
          const end = async () => {
            resolve(0);
            await setImmediate();
          };
          runs.push({ command, variables, end });
          return { ended, end: () => {} };
        },
      },
    },
  );
  const state: { rig: RigSnapshot } = { rig: aSnapshot({ cards }).rig };
  const alerts = new Alerts(world.shared(), () => ({ ...state.rig, takenAt: world.time.wall() }));
  const said = (): string[] => world.stderr.text.split('\n').slice(0, -1);
  return { state, alerts, runs, said, time: world.time };
}

const hot = (name: string) => aCard({ name, gauges: { ...aCard().gauges, temperature: 83 } });

test('trouble is told once, and once that it is over', async () => {
  const { state, alerts, runs, said, time } = rigWith([hot('card1')]);
  time.advance(60);
  expect(said()).toEqual([]);
  time.advance(1000);
  expect(said()).toEqual(['card1: hot, 83.0 °C (limit 80.0 °C)']);
  expect(alerts.standing()).toMatchObject([{ kind: 'hot', card: 'card1', lasting: 1050 }]);
  expect(runs).toMatchObject([
    {
      command: 'tell.sh',
      variables: {
        FPGA_TEE_ALERT: 'hot',
        FPGA_TEE_ALERT_STATE: 'begun',
        FPGA_TEE_ALERT_SECONDS: '60',
        FPGA_TEE_ALERT_TEXT: 'card1: hot, 83.0 °C (limit 80.0 °C)',
        FPGA_TEE_SOURCE: 'stdin',
        FPGA_TEE_CARDS: 'card1',
        FPGA_TEE_BITSTREAM: 'rb4',
      },
    },
  ]);
  await runs[0]?.end();
  state.rig = aSnapshot({ cards: [aCard()] }).rig;
  time.advance(70);
  expect(said().slice(1)).toEqual(['card1: no longer hot, after 17m']);
  expect(alerts.standing()).toEqual([]);
  expect(runs[1]).toMatchObject({ command: 'over.sh', variables: { FPGA_TEE_ALERT_STATE: 'over' } });
});

test('what begins together is one line and one run', () => {
  const { runs, said, time } = rigWith(Array.from({ length: 8 }, (_, place) => hot(`card${place + 1}`)));
  time.advance(100);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toMatch(/^card1: hot, .*; card6: hot, 83\.0 °C \(limit 80\.0 °C\); and 2 more$/);
  expect(runs).toHaveLength(1);
  expect(runs[0]?.variables['FPGA_TEE_CARDS']).toBe('card1,card2,card3,card4,card5,card6,card7,card8');
});

test('a stuck miner is not told once more, but has the command run with all its cards', () => {
  const { state, runs, said, time } = rigWith([]);
  const miners = [aMiner({ stalls: [{ kind: 'silent', lasting: 400 }] })];
  state.rig = aSnapshot({ miners, cards: [aCard(), aCard({ name: 'card2' })] }).rig;
  time.advance(10);
  expect(said()).toEqual([]);
  expect(runs).toMatchObject([{ variables: { FPGA_TEE_ALERT: 'stuck', FPGA_TEE_CARDS: 'card1,card2' } }]);
});

test('events have what happened and what was told, in their order', () => {
  const { state, alerts, time } = rigWith([hot('card1')]);
  time.advance(70);
  state.rig = aSnapshot({ cards: [hot('card1')], miners: [aMiner({ restarts: 2 })] }).rig;
  expect(alerts.events(state.rig).map(({ kind }) => kind)).toEqual(['restart', 'alert', 'restart']);
});

test('a rig that can not be looked at is told, and looked at again', () => {
  const { state, said, time } = rigWith([hot('card1')]);
  const { rig } = state;
  Object.defineProperty(state, 'rig', {
    configurable: true,
    get() {
      throw new Error('no');
    },
  });
  time.advance(30);
  expect(said()).toEqual(['looking for trouble failed (no); the rest goes on']);
  Object.defineProperty(state, 'rig', { value: rig });
  time.advance(100);
  expect(said()).toHaveLength(2);
});

test('at the end nothing is looked at any more', () => {
  const { alerts, time } = rigWith([hot('card1')]);
  time.advance(50);
  alerts.end();
  expect(time.timers).toBe(0);
});
