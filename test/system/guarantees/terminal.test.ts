import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Terminal } from '../support/terminal.ts';
import type { World } from '../support/test.ts';
import { longLines } from './support/lines.ts';
import { peakMemory, pidIn, withPid } from './support/process.ts';
import { comes, keeps, promise, type Tool } from './support/promise.ts';

const ctrlS = '\x13';
const ctrlQ = '\x11';
const count = 200_000;
const session = longLines(count);

/**
 * A terminal with a tool in it that is stopped by Ctrl-S, while a producer prints 20 MB and then what the miner prints.
 *
 * @param modes of the terminal; with `-opost` it leaves newlines as they are
 */
async function stall(tool: Tool, world: World, modes: string, ...options: string[]): Promise<Terminal> {
  const { directory, terminal, miner } = world;
  await writeFile(path.join(directory, 'session'), session);
  const producer = `echo begin; until [ -e stopped ]; do sleep 0.02; done; cat session; echo >given; cat ${miner.path}`;
  const command = withPid(tool.command('the.log', ...options));
  const shell = terminal(`stty ixon ${modes}; ( ${producer} ) | ${command}`);
  await shell.shows('begin');
  shell.type(ctrlS);
  await writeFile(path.join(directory, 'stopped'), '');
  const size = async (): Promise<number> => (await stat(path.join(directory, 'the.log'))).size;
  let taken = 0;
  await comes(
    tool,
    async () => {
      taken = await size();
      return (await stat(path.join(directory, 'given'))).isFile();
    },
    () => `the producer could not get rid of 20 MB; ${taken} bytes are in the log`,
  );
  const all = 'begin\n'.length + session.length;
  await comes(tool, async () => (await size()) === all, 'not all of it was in the log');
  return shell;
}

promise('terminal-stalled', async (tool, world) => {
  const shell = await stall(tool, world, '', '--host', '127.0.0.1', '--port', '0');
  const memory = peakMemory(await pidIn(world.directory));
  keeps(memory < 250e6, `it took ${memory} bytes of memory`);
  shell.type(ctrlQ);
  await comes(tool, () => shell.lines.some((line) => / lines? not shown/.test(line)), 'nothing was said');
  world.miner.end('the last line\n');
  keeps((await shell.ended()) === 0, 'it failed');

  const logged = (await world.readLog('the.log')).toString().trimEnd().split('\n');
  keeps(logged.length === count + 2, `${logged.length} lines are in the log`);
  let next = 0;
  let missing = 0;
  for (const line of shell.lines.slice(
    0,
    shell.lines.findLastIndex((text) => text.startsWith('── ')),
  )) {
    const [, skipped] = /^… ([\d,]+) lines? not shown, all in the log$/.exec(line) ?? [];
    const found = skipped === undefined ? next : next + Number(skipped.replaceAll(',', ''));
    missing += found - next;
    next = found;
    if (skipped !== undefined) continue;
    keeps(line === logged[next], `where ${logged[next]} belongs there is ${line}`);
    next += 1;
  }
  keeps(next === logged.length, `the screen ends with line ${next} of ${logged.length}`);
  keeps(missing > count / 2, `only ${missing} lines were not shown`);
});

promise('terminal-stalled-plain', async (tool, world) => {
  const shell = await stall(tool, world, '-opost', '--no-metrics', '--plain');
  const memory = peakMemory(await pidIn(world.directory));
  keeps(memory < 250e6, `it took ${memory} bytes of memory`);
  shell.type(ctrlQ);
  world.miner.end('the last line\n');
  const printed = `begin\n${session}the last line\n`;
  await comes(tool, () => shell.wireLength >= printed.length, 'the terminal did not get all');
  const shown = shell.wire.subarray(0, printed.length);
  keeps(shown.equals(Buffer.from(printed)), 'the terminal got something else');
  keeps((await world.readLog('the.log')).equals(shown), 'something else is in the log');
});
