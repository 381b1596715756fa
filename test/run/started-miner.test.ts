import { expect, test } from 'vitest';
import type { RunPlan } from '../../src/commands/run-plan.ts';
import { planCommand } from '../../src/commands/run-plan.ts';
import type { MinerOptions } from '../../src/job/job-options.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { Warnings } from '../../src/rig/warnings.ts';
import type { Pty, PtyModule } from '../../src/run/pty-package.ts';
import { StartedMiner, type StartedMinerOptions } from '../../src/run/started-miner.ts';
import { FakeTime } from '../support/fake-time.ts';

function planOf(...options: string[]): RunPlan {
  const command = parseCommandLine(['run', ...options, '--', 'sh'], false);
  if (command.command !== 'run') throw new Error(command.command);
  const here = { directory: '/', environment: process.env };
  return planCommand(command.options, ['sh'], here);
}

/** A miner that ends and prints when a test says so, and what came of it, in order. */
function started(...options: string[]) {
  const time = new FakeTime();
  const did: string[] = [];
  const note = (text: string): void => {
    did.push(text);
  };
  let print = (_: string): void => {};
  let end = (_: number): void => {};
  let added: MinerOptions | null = null;
  const state = { floods: false };
  const pty: PtyModule = {
    spawn(): Pty {
      return {
        pid: 2 ** 30,
        write: (keys) => note(`typed ${JSON.stringify(keys)}`),
        resize: (columns, rows) => note(`size ${columns}x${rows}`),
        kill: () => {},
        pause: () => note('not read'),
        resume: () => note('read'),
        onData(listener) {
          print = (text) => listener(Buffer.from(text));
        },
        onExit(listener) {
          end = (exitCode) => listener({ exitCode });
        },
      };
    },
  };
  const job: StartedMinerOptions['job'] = {
    warnings: new Warnings(time, (line) => note(`warned ${line}`)),
    add(miner) {
      added = miner;
      return {
        bytes: (chunk) => note(`bytes ${Buffer.from(chunk)}`),
        shouldWait: () => state.floods,
        end: () => note('end'),
        started: () => note('started'),
        note: (words) => note(`[${words}]`),
      };
    },
    say: (line) => note(`said ${line}`),
    failed: (error) => note(`failed ${error}`),
  };
  const [plan] = planOf(...options).miners;
  if (plan === undefined) throw new Error('no plan');
  const miner = new StartedMiner({
    plan,
    several: false,
    job,
    pty,
    clock: time,
    timers: time,
    windowSize: () => ({ columns: 100, rows: 30 }),
    onOver: () => note('over'),
  });
  miner.begin();
  return {
    miner,
    time,
    state,
    print: (text: string) => print(text),
    end: (code: number) => end(code),
    stall: () => added?.onStall?.('silent'),
    status: () => added?.status?.()?.text ?? null,
    /** What was done since it was last asked. */
    news: () => did.splice(0),
  };
}

test('its output is the job’s, its exit code is kept', () => {
  const { miner, print, end, news } = started();
  print('line\n');
  end(3);
  expect(news()).toEqual(['started', 'bytes line\n', 'end', 'over']);
  expect([miner.over, miner.code]).toEqual([true, 3]);
});

test('one that stalls is ramped down and started again, and its log says so', () => {
  const { time, end, stall, status, news } = started('--restart', 'on-stall');
  news();
  stall();
  expect(news()).toEqual(['said sh: stalled (silent)', 'typed "\\u001b"', 'said sh: ramping down: ESC sent']);
  expect(status()).toBe('ramping down: ESC sent, then a restart (stalled: silent)');
  end(0);
  expect(news()).toEqual(['end', 'said sh: stalled: silent; restarts in 10s']);
  expect(status()).toBe('restarts in 10s (stalled: silent)');
  time.advance(10);
  expect(news()).toEqual(['[restarted, stalled: silent]', 'started', 'said sh: restarted (stalled: silent)']);
  expect(status()).toBe(null);
});

test('one that stalls is left alone where nobody wants it restarted', () => {
  const { stall, news } = started('--restart', 'on-exit');
  news();
  stall();
  expect(news()).toEqual([]);
});

test('an end that was typed is no reason to start it again, in the time that a ramp-down takes', () => {
  for (const [seconds, over] of [
    [200, true],
    [300, false],
  ] as const) {
    const { miner, time, end } = started('--restart', 'always', '--stop-grace', '2m');
    miner.type('\x1b');
    time.advance(seconds);
    end(0);
    expect(miner.over).toBe(over);
  }
});

test('but a restart that is wanted afterwards comes, and the next run ends like others', () => {
  const { miner, time, end, status, news } = started('--restart', 'always');
  miner.type('\x1b');
  miner.restart();
  end(0);
  time.advance(0);
  expect(news().filter((what) => what.startsWith('['))).toEqual(['[restarted, key]']);
  end(1);
  expect(status()).toBe('restarts in 10s (exit 1)');
});

test('keys that ask for no end change nothing', () => {
  const { miner, end } = started('--restart', 'always');
  miner.type('+');
  end(1);
  expect(miner.over).toBe(false);
});

test('Ctrl-C ends the wait for a restart; other keys are lost', () => {
  const { miner, end, news } = started('--restart', 'always');
  end(1);
  news();
  miner.type('+');
  expect([miner.over, news()]).toEqual([false, []]);
  miner.type('\x03');
  expect([miner.over, miner.code, news()]).toEqual([true, 1, ['over']]);
});

test('a flood is not read while it should wait', () => {
  const { state, time, print, news } = started();
  news();
  state.floods = true;
  print('a');
  print('b');
  time.advance(1);
  expect(news()).toEqual(['bytes a', 'not read', 'bytes b']);
  state.floods = false;
  time.advance(0.01);
  expect(news()).toEqual(['read']);
});

test('one that does not end is left alone, and that is said', () => {
  const { miner, time, status, news } = started('--stop-grace', '1m');
  miner.stop();
  time.advance(200);
  expect(status()).toBe('ramping down: it does not end, and is left alone');
  expect(news().at(-1)).toBe(
    'warned sh does not end after ESC and SIGINT, and is left alone (--kill-after would end it)',
  );
  expect(miner.over).toBe(false);
});

test('one that ends well at once, again, is not started for ever, and that is said', () => {
  const { time, end, status, news, miner } = started('--restart', 'on-exit');
  end(0);
  time.advance(10);
  news();
  end(0);
  expect(news().find((what) => what.startsWith('warned'))).toMatch(
    /^warned sh ended \(exit 0\) at once, again/,
  );
  expect(status()).toBe('not started again: it ends at once (exit 0)');
  expect(miner.over).toBe(true);
});
