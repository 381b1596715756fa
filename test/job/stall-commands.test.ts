import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StallCommands, type StallFacts } from '../../src/job/stall-commands.ts';
import { longestRun } from '../../src/job/user-commands.ts';
import { FakeTime } from '../support/fake-time.ts';

const facts = (changes: Partial<StallFacts> = {}): StallFacts => ({
  state: 'stalled',
  source: 'stdin',
  kind: 'silent',
  seconds: 330.4,
  cards: ['bcu1', 'bcu2'],
  bitstream: 'rb4',
  words: 'stdin: no output for 5m',
  ...changes,
});

/** Commands that run until the test says how they end; it counts those that are told to end. */
function shell(lines: { onStall?: string | null; onStallOver?: string | null } = {}) {
  const time = new FakeTime();
  const runs: {
    readonly command: string;
    readonly variables: Readonly<Record<string, string>>;
    end(result: number | string): Promise<void>;
    killed: boolean;
  }[] = [];
  const problems: string[] = [];
  const well: string[] = [];
  const commands = new StallCommands({
    onStall: 'restart.sh',
    onStallOver: null,
    ...lines,
    clock: time,
    timers: time,
    start(command, variables) {
      let resolve: (result: number | string) => void = () => {};
      const promise = new Promise<number | string>((settle) => {
        resolve = settle;
      });
      const run = {
        command,
        variables,
        killed: false,
        async end(result: number | string) {
          resolve(result);
          await setImmediate();
        },
      };
      runs.push(run);
      return {
        ended: promise,
        end() {
          run.killed = true;
          resolve('SIGKILL');
        },
      };
    },
    onProblem: (line) => problems.push(line),
    onSuccess: (source) => well.push(source),
  });
  return { commands, runs, problems, well, time };
}

test('the command has the facts in its environment', () => {
  const { commands, runs } = shell();
  commands.told(facts());
  expect(runs).toMatchObject([
    {
      command: 'restart.sh',
      variables: {
        FPGA_TEE_SOURCE: 'stdin',
        FPGA_TEE_STALL: 'silent',
        FPGA_TEE_STALL_STATE: 'stalled',
        FPGA_TEE_STALL_SECONDS: '330',
        FPGA_TEE_STALL_TEXT: 'stdin: no output for 5m',
        FPGA_TEE_CARDS: 'bcu1,bcu2',
        FPGA_TEE_BITSTREAM: 'rb4',
      },
    },
  ]);
});

test('each event has a command of its own, and without one nothing is run', () => {
  const none = shell({ onStall: null });
  none.commands.told(facts());
  expect(none.runs).toEqual([]);
  const both = shell({ onStallOver: 'tell.sh' });
  both.commands.told(facts({ source: 'a' }));
  both.commands.told(facts({ source: 'b', state: 'over' }));
  expect(both.runs.map(({ command }) => command)).toEqual(['restart.sh', 'tell.sh']);
});

test('one runs at a time for each miner, in the order of the events', async () => {
  const { commands, runs } = shell({ onStallOver: 'tell.sh' });
  commands.told(facts());
  commands.told(facts({ state: 'over' }));
  commands.told(facts({ kind: 'no-shares' }));
  expect(runs).toHaveLength(1);
  await runs[0]?.end(0);
  expect(runs.map(({ command }) => command)).toEqual(['restart.sh', 'tell.sh']);
  await runs[1]?.end(1);
  expect(runs[2]?.variables).toMatchObject({ FPGA_TEE_STALL: 'no-shares' });
});

test('four run at a time for all miners together', async () => {
  const { commands, runs } = shell();
  for (let place = 0; place < 9; place += 1) commands.told(facts({ source: `rig${place}` }));
  expect(runs).toHaveLength(4);
  await runs[2]?.end(0);
  expect(runs).toHaveLength(5);
  expect(runs[4]?.variables['FPGA_TEE_SOURCE']).toBe('rig4');
});

test('what waits behind a command that hangs does not pile up: the newest six stay', async () => {
  const { commands, runs } = shell();
  for (let seconds = 0; seconds < 100; seconds += 1) commands.told(facts({ seconds }));
  for (let place = 0; place < 7; place += 1) await runs[place]?.end(0);
  expect(runs.map(({ variables }) => variables['FPGA_TEE_STALL_SECONDS'])).toEqual([
    '0',
    ...['94', '95', '96', '97', '98', '99'],
  ]);
});

test('one that hangs is ended, told, and the next is run', async () => {
  const { commands, runs, problems, time } = shell();
  commands.told(facts());
  commands.told(facts({ kind: 'no-stats' }));
  time.advance(longestRun - 1);
  expect(runs[0]?.killed).toBe(false);
  time.advance(1);
  await setImmediate();
  expect(runs[0]?.killed).toBe(true);
  expect(problems).toEqual([
    '--on-stall: ended after 60 s; put what takes longer in the background: restart.sh',
  ]);
  expect(runs).toHaveLength(2);
});

test.each([
  [127, 'the shell found no such program (exit 127); give its whole path'],
  [126, 'the program may not be executed (exit 126); allow it with chmod +x'],
  [3, 'failed with exit code 3; try it by hand'],
  ['SIGSEGV', 'could not be run to its end (SIGSEGV); try it by hand'],
])('a failure is told: %s', async (result, words) => {
  const { commands, runs, problems, well } = shell();
  commands.told(facts());
  await runs[0]?.end(result);
  expect(problems).toEqual([`--on-stall: ${words}: restart.sh`]);
  expect(well).toEqual([]);
});

test('one that does its work is no problem, and leaves no timer behind', async () => {
  const { commands, runs, problems, well, time } = shell();
  commands.told(facts());
  await runs[0]?.end(0);
  expect(problems).toEqual([]);
  expect(well).toEqual(['stdin']);
  expect(time.timers).toBe(0);
});

test('a shell that can not even be started is told, and holds nothing up', async () => {
  const problems: string[] = [];
  const commands = new StallCommands({
    onStall: 'restart.sh',
    onStallOver: null,
    clock: new FakeTime(),
    timers: new FakeTime(),
    start() {
      throw new Error('spawn EAGAIN');
    },
    onProblem: (line) => problems.push(line),
    onSuccess: () => {},
  });
  for (let count = 0; count < 2; count += 1) {
    commands.told(facts());
    await setImmediate();
  }
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('spawn EAGAIN');
});
