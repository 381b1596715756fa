import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testBuild } from '../support/environment.ts';
import { Rig } from './support/http/rig.ts';
import { comes, keeps, promise } from './support/promise.ts';

const limits = ['--temp-limits', '1,2', '--error-limits', '0.001,0.002', '--alert-after', '10s'];
/** The tool's own time runs so much faster: a command is ended after 3 s. */
const env = testBuild({ rate: 20 });
/** The first one hangs and will not be asked to end, any other one fails. */
const bad = `mkdir first && { trap '' INT TERM HUP; touch hangs; sleep 30; }; touch fails; exit 3`;

promise('alert-command', async (tool, world) => {
  const there = (name: string) => existsSync(path.join(world.directory, name));
  const rig = new Rig(tool, world, 256, [...limits, '--on-alert', bad], undefined, env);
  await rig.ready();
  await rig.isOnTimeDuring('a command that hangs, and one that fails', async () => {
    await comes(tool, () => there('hangs'), 'no command was run');
    await comes(tool, () => there('fails'), 'the command that hung was not ended, or no other one was run');
  });
});

promise('alert-command-end', async (tool, { directory, run, readLog }) => {
  const name = 'end.log';
  const [command, ...args] = tool.command(
    name,
    ...['--host', '127.0.0.1', '--port', '0'],
    ...limits,
    ...['--on-alert', 'echo >begun; exec sleep 30'],
  );
  const program = run(command, args, { env });
  const lines = Array.from(
    { length: 3 },
    (_, place) => `[15:28:31] FPGA0: 17.5GH/s (730MHz) err: 9.12% 9${place}C 0.850V sols: ${place}\n`,
  );
  for (const line of lines) await program.stdin.write(line);
  await comes(tool, () => existsSync(path.join(directory, 'begun')), 'no command was run');
  const from = performance.now();
  program.stdin.end();
  keeps((await program.ended) === 0, 'it failed');
  const seconds = (performance.now() - from) / 1000;
  keeps(seconds < 15, `the end took ${seconds} s`);
  keeps((await readLog(name)).toString() === lines.join(''), 'the log is not whole');
  keeps(readFileSync(path.join(directory, 'begun'), 'utf8') === '\n', 'the command was run twice');
});
