import { expect, test } from 'vitest';
import { defaultRestart } from '../../src/options/table/run.ts';
import { CannotStart } from '../../src/run/cannot-start.ts';
import { exitOf } from '../../src/run/exit.ts';
import type { RestartOptions } from '../../src/run/restart-policy.ts';
import type { MinerListeners } from '../../src/run/running-miner.ts';
import { Supervisor, type SupervisorEvent } from '../../src/run/supervisor.ts';
import { FakeTime } from '../support/fake-time.ts';

/** A supervisor over a miner that does what a test says, and all that was done to it. */
function supervised(restart: Partial<RestartOptions> = {}, killAfter: number | null = null) {
  const time = new FakeTime();
  const done: string[] = [];
  const events: SupervisorEvent[] = [];
  let running: MinerListeners | null = null;
  let failure: Error | null = null;
  let takesKeys = true;
  const supervisor = new Supervisor({
    start(listeners) {
      if (failure !== null) throw failure;
      running = listeners;
      done.push('start');
      return {
        pid: 4711,
        type: (keys) => {
          done.push(`type ${JSON.stringify(keys)}`);
          return takesKeys;
        },
        signal: (name) => done.push(name),
        resize: ({ columns, rows }) => done.push(`resize ${columns}×${rows}`),
        pause: () => done.push('pause'),
        resume: () => done.push('resume'),
      };
    },
    restart: { ...defaultRestart, ...restart },
    stop: { stopGrace: 120, killAfter },
    clock: time,
    timers: time,
    onEvent: (event) => events.push(event),
  });
  return {
    supervisor,
    time,
    done,
    /** What was told since this was last asked. */
    told: () => events.splice(0),
    prints: (text: string) => running?.onBytes(Buffer.from(text)),
    leavesRunning: () => running?.onLeftRunning?.(),
    loses: () => running?.onLost?.(),
    exits: (status: number) => running?.onExit(exitOf(status)),
    takeNoKeys: () => {
      takesKeys = false;
    },
    fail: (error: Error | null) => {
      failure = error;
    },
  };
}

test('a miner is started, its output handed on, its end told', () => {
  const { supervisor, told, prints, exits, time } = supervised();
  expect(supervisor.state()).toEqual({ type: 'not-started' });
  supervisor.begin();
  expect(supervisor.state()).toMatchObject({ type: 'running', since: 0 });
  prints('a');
  time.advance(9);
  exits(0);
  expect(told()).toEqual([
    { type: 'started', pid: 4711, run: 1, reason: null },
    { type: 'output', bytes: Buffer.from('a') },
    { type: 'exited', exit: { code: 0, signal: null }, ranFor: 9, wanted: false },
    { type: 'gave-up', because: 'policy', reason: 'exit 0', code: 0 },
  ]);
  expect(supervisor.state()).toEqual({ type: 'over', code: 0 });
  expect(time.timers).toBe(0);
});

test('it begins once', () => {
  const { supervisor, done } = supervised();
  supervisor.begin();
  supervisor.begin();
  expect(done).toEqual(['start']);
});

test('a miner that ends is started again after the pause, each time with the reason', () => {
  const { supervisor, time, told, exits } = supervised({ when: 'on-exit' });
  supervisor.begin();
  time.advance(5);
  told();
  exits(139);
  expect(told().at(-1)).toEqual({
    type: 'restarting-in',
    seconds: 10,
    reason: 'signal SIGSEGV',
  });
  expect(supervisor.state()).toMatchObject({ type: 'waiting', restartAt: 15 });
  time.advance(10);
  expect(told()).toEqual([{ type: 'started', pid: 4711, run: 2, reason: 'signal SIGSEGV' }]);
  exits(1);
  expect(told().at(-1)).toEqual({ type: 'restarting-in', seconds: 20, reason: 'exit 1' });
});

test('past the limit it gives up, and a person can still start it', () => {
  const { supervisor, time, told, exits } = supervised({
    when: 'on-exit',
    limit: { count: 1, seconds: 3600 },
  });
  supervisor.begin();
  exits(1);
  time.advance(10);
  exits(2);
  expect(told().at(-1)).toEqual({ type: 'gave-up', because: 'limit', reason: 'exit 2', code: 2 });
  supervisor.restart();
  expect(told()).toEqual([{ type: 'started', pid: 4711, run: 3, reason: 'key' }]);
});

test('a command that is not there counts as an exit with 127', () => {
  const { supervisor, told, fail } = supervised();
  fail(new CannotStart('miner: not found', 127));
  supervisor.begin();
  expect(told()).toEqual([
    { type: 'failed-to-start', message: 'miner: not found', code: 127 },
    { type: 'gave-up', because: 'policy', reason: 'exit 127', code: 127 },
  ]);
});

test('a start that fails is tried again like one that ended at once', () => {
  const { supervisor, time, told, fail } = supervised({ when: 'on-exit' });
  fail(new Error('no terminals left'));
  supervisor.begin();
  expect(told()).toEqual([
    { type: 'failed-to-start', message: 'no terminals left', code: 126 },
    { type: 'restarting-in', seconds: 10, reason: 'exit 126' },
  ]);
  fail(null);
  time.advance(10);
  expect(supervisor.state()).toMatchObject({ type: 'running', since: 10 });
});

test('stopping is a ramp-down: ESC, patience, SIGINT, patience', () => {
  const { supervisor, time, told, prints, exits, done } = supervised({ when: 'always' });
  supervisor.begin();
  supervisor.stop();
  expect(done).toEqual(['start', 'type "\\u001b"']);
  prints('ramping');
  time.advance(119);
  expect(supervisor.state()).toMatchObject({
    type: 'ramping-down',
    since: 0,
    ramp: { step: 'escape', nextAt: 120 },
    cause: null,
  });
  expect(done).toHaveLength(2);
  time.advance(1);
  expect(done.at(-1)).toBe('SIGINT');
  time.advance(100_000);
  expect(done.at(-1)).toBe('SIGINT');
  told();
  exits(0);
  expect(told()).toEqual([
    { type: 'exited', exit: { code: 0, signal: null }, ranFor: 100_120, wanted: true },
    { type: 'stopped', code: 0 },
  ]);
  time.advance(1000);
  expect(done.filter((action) => action === 'start')).toHaveLength(1);
});

test('a miner that takes no keys is interrupted at once', () => {
  const { supervisor, time, done, takeNoKeys } = supervised();
  takeNoKeys();
  supervisor.begin();
  supervisor.stop();
  expect(done.slice(1)).toEqual(['type "\\u001b"', 'SIGINT']);
  time.advance(1000);
  expect(done).toHaveLength(3);
});

test('only with leave to kill it is killed', () => {
  const { supervisor, time, done } = supervised({}, 15);
  supervisor.begin();
  supervisor.stop();
  time.advance(30 + 120 + 15);
  expect(done.slice(2)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL']);
});

test('asked to stop once more it interrupts, and goes no further', () => {
  const { supervisor, done } = supervised({}, 15);
  supervisor.begin();
  for (let times = 0; times < 5; times += 1) supervisor.stop();
  expect(done.slice(2)).toEqual(['SIGINT']);
});

test('stopped while it waits for a restart it is not started again', () => {
  const { supervisor, time, told, exits, done } = supervised({ when: 'on-exit' });
  supervisor.begin();
  exits(3);
  supervisor.stop();
  expect(told().at(-1)).toEqual({ type: 'stopped', code: 3 });
  time.advance(1000);
  expect(done).toEqual(['start']);
});

test('a stalled miner is ramped down and started again where the policy says so', () => {
  const { supervisor, time, told, exits } = supervised({ when: 'on-stall' });
  supervisor.begin();
  supervisor.stalled('no-shares');
  supervisor.stalled('silent');
  expect(told().slice(1)).toEqual([
    { type: 'stalled', kind: 'no-shares', acted: true },
    { type: 'ramp-down', action: { type: 'type', keys: '\x1b' }, reason: 'stalled: no-shares' },
  ]);
  exits(0);
  expect(told().at(-1)).toMatchObject({ type: 'restarting-in', seconds: 10, reason: 'stalled: no-shares' });
  time.advance(10);
  expect(told()).toEqual([{ type: 'started', pid: 4711, run: 2, reason: 'stalled: no-shares' }]);
});

test('else it is only told', () => {
  const { supervisor, told, done } = supervised({ when: 'on-exit' });
  supervisor.begin();
  supervisor.stalled('silent');
  expect(told().at(-1)).toEqual({ type: 'stalled', kind: 'silent', acted: false });
  expect(done).toEqual(['start']);
});

test('a restart by a person is a ramp-down and a start at once', () => {
  const { supervisor, time, told, exits } = supervised();
  supervisor.begin();
  supervisor.restart();
  supervisor.restart();
  exits(0);
  expect(told().at(-1)).toEqual({ type: 'restarting-in', seconds: 0, reason: 'key' });
  time.advance(0);
  expect(told().at(-1)).toMatchObject({ type: 'started', reason: 'key' });
});

test('a person need not wait for the pause', () => {
  const { supervisor, time, told, exits, done } = supervised({ when: 'on-exit' });
  supervisor.begin();
  exits(1);
  supervisor.restart();
  expect(told().at(-1)).toMatchObject({ type: 'started', reason: 'key' });
  time.advance(1000);
  expect(done).toEqual(['start', 'start']);
});

test('to be stopped for good wins over a restart that goes on', () => {
  const { supervisor, time, told, exits, done } = supervised({ when: 'always' });
  supervisor.begin();
  supervisor.restart();
  supervisor.stop();
  expect(done).toEqual(['start', 'type "\\u001b"']);
  exits(0);
  time.advance(1000);
  expect(told().at(-1)).toEqual({ type: 'stopped', code: 0 });
});

test('keys and the size of the window go to a miner that runs, and nowhere else', () => {
  const { supervisor, done, exits } = supervised();
  expect(supervisor.type('+')).toBe(false);
  supervisor.begin();
  expect(supervisor.type('+')).toBe(true);
  supervisor.resize({ columns: 100, rows: 30 });
  supervisor.pause();
  supervisor.resume();
  exits(0);
  expect(supervisor.type('+')).toBe(false);
  supervisor.resize({ columns: 1, rows: 1 });
  expect(done).toEqual(['start', 'type "+"', 'resize 100×30', 'pause', 'resume']);
});

test('a miner that lost its terminal gets SIGINT once, and is started again only after its end', () => {
  const { supervisor, done, told, loses, exits, time } = supervised({ when: 'on-exit' });
  supervisor.begin();
  told();
  loses();
  expect(supervisor.state()).toMatchObject({
    type: 'ramping-down',
    ramp: { step: 'await-lost', nextAt: 120 },
  });
  expect(told()).toEqual([
    { type: 'ramp-down', action: { type: 'await-lost' }, reason: 'lost its terminal' },
  ]);
  time.advance(10_000);
  expect(told()).toMatchObject([{ type: 'ramp-down', action: { type: 'leave' } }]);
  expect(done).toEqual(['start', 'SIGINT']);
  exits(137);
  expect(told().at(-1)).toMatchObject({ type: 'restarting-in', seconds: 10, reason: 'lost its terminal' });
  time.advance(10);
  expect(done).toEqual(['start', 'SIGINT', 'start']);
});

test('one that loses its terminal while it is stopped stays stopped', () => {
  const { supervisor, done, loses, exits } = supervised({ when: 'always' });
  supervisor.begin();
  supervisor.stop();
  loses();
  supervisor.stop();
  expect(done).toEqual(['start', 'type "\\u001b"', 'SIGINT']);
  exits(137);
  expect(supervisor.state()).toEqual({ type: 'over', code: 137 });
});

test('a command that ends while something of it runs on is not started again', () => {
  const { supervisor, told, leavesRunning, exits, time, done } = supervised({ when: 'always' });
  supervisor.begin();
  told();
  leavesRunning();
  time.advance(1000);
  expect(told()).toEqual([{ type: 'left-running' }]);
  expect(done).toEqual(['start']);
  exits(0);
  expect(told().at(-1)).toMatchObject({ type: 'restarting-in' });
});
