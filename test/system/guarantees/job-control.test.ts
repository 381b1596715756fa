import { named, openShell, prompted, stateOf } from '../support/interactive-shell.ts';
import type { World } from '../support/test.ts';
import { until } from '../support/until.ts';
import { Broken, keeps, promise, type Tool } from './support/promise.ts';

/** Waits as long as the tool may take; that it did not happen is what the promise is about. */
async function waits(waiting: Promise<unknown>, otherwise: string): Promise<void> {
  await waiting.catch(() => {
    throw new Broken(otherwise);
  });
}

/** A job for a shell: a miner that prints what the test has it print, and the tool. */
const job = (tool: Tool, { miner }: World, before = ''): string =>
  `${named('miner', `cat <${miner.path}`, before)} | ${named('tool', tool.command('the.log').join(' '))}`;

/** Has the miner print a line, and waits until it is in the log. */
async function logged(tool: Tool, { miner, readLog }: World, line: string): Promise<void> {
  await miner.write(`${line}\n`);
  const isThere = async () => (await readLog('the.log')).toString().endsWith(`${line}\n`);
  await waits(until(isThere, tool.patience), `the miner's "${line}" is not in the log`);
}

promise('ctrl-z', async (tool, world) => {
  const shell = await openShell(world.terminal);
  shell.type(`${job(tool, world)}\r`);
  await logged(tool, world, 'line 1');
  shell.type('\x1a');
  await waits(prompted(shell, 2, tool.patience), 'the shell does not ask for a command');
  keeps((await stateOf(world.directory, 'miner')) === 'T', 'the miner is not stopped');
  await world.miner.write('line 2\n');
  shell.type('fg\r');
  await logged(tool, world, 'line 3');
  world.miner.end();
  await waits(prompted(shell, 3, tool.patience), 'the job does not end');
  const log = (await world.readLog('the.log')).toString();
  keeps(log === 'line 1\nline 2\nline 3\n', `the log is: ${log}`);
});

promise('ctrl-z-running-miner', async (tool, world) => {
  const shell = await openShell(world.terminal);
  shell.type(`${job(tool, world, 'trap "" TSTP;')}\r`);
  await logged(tool, world, 'line 1');
  shell.type('\x1a');
  const begin = performance.now();
  // For longer than the tool may look whether the miner stops.
  for (let line = 2; performance.now() - begin < 2000; line += 1) {
    await logged(tool, world, `line ${line}`);
  }
  keeps((await stateOf(world.directory, 'tool')) !== 'T', 'the tool is stopped');
});

promise('background-tostop', async (tool, world) => {
  const shell = await openShell(world.terminal);
  shell.type('stty tostop\r');
  await prompted(shell, 2);
  shell.type(`${job(tool, world)} &\r`);
  for (let line = 1; line <= 20; line += 1) {
    await logged(tool, world, `line ${line}`);
    await waits(
      until(() => shell.lines.some((row) => row.endsWith(`line ${line}`)), tool.patience),
      `line ${line} is not shown`,
    );
    keeps((await stateOf(world.directory, 'miner')) !== 'T', 'the miner is stopped');
  }
});
