import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { testBuild } from '../support/environment.ts';
import { signal } from '../support/signal.ts';
import { until } from '../support/until.ts';
import { pidIn, withPid } from './support/process.ts';
import { comes, keeps, promise } from './support/promise.ts';

promise('keys', async (tool, { terminal, readLog }) => {
  const keys = [...'+-+-abcdefghijklmno', 'q'];
  // Both ways of the miners: without waiting for a whole line, and without echo.
  for (const [log, from] of [
    ['tty.log', '</dev/tty'],
    ['stdin.log', ''],
  ] as const) {
    const reader = `stty -icanon -echo min 1 ${from}; echo ready
      while key=$(dd bs=1 count=1 2>/dev/null ${from}); do
        echo "key <$key>"; [ "$key" = q ] && break
      done; stty sane ${from}`;
    const command = tool.command(log, '--host', '127.0.0.1', '--port', '0').join(' ');
    const shell = terminal(`( ${reader} ) | ${command}`);
    await shell.shows('ready');
    if (tool.name === 'fpga-tee') await shell.shows('waiting for the first statistics');
    let printed = 'ready\n';
    for (const key of keys) {
      shell.type(key);
      printed += `key <${key}>\n`;
      await comes(
        tool,
        async () => (await readLog(log)).toString() === printed,
        `the key ${key} did not arrive once`,
      );
    }
    keeps((await shell.ended()) === 0, 'it failed');
  }
});

promise('modes', async (tool, { terminal, miner, directory }) => {
  const served = ['--host', '127.0.0.1', '--port', '0'] as const;
  const same = async (name: string, set: string): Promise<void> => {
    const modes = (when: string): Promise<string> =>
      readFile(path.join(directory, `${name}.${when}`), 'utf8');
    keeps((await modes('before')).includes(set), 'the modes were not set');
    keeps((await modes('after')) === (await modes('before')), `other modes after ${name}`);
  };

  // A mode that few things set shows that they are not simply put to the usual ones.
  const ended = terminal(
    `stty -echoctl; stty -a >end.before
    echo a line | ${tool.command('end.log', ...served).join(' ')}; stty -a >end.after`,
  );
  keeps((await ended.ended()) === 0, 'it failed');
  await same('end', '-echoctl');

  // A miner that takes the terminal first, and gives it back at its end.
  const restoring = `( echo a line; sleep 0.5; stty "$saved" </dev/tty )`;
  const restored = terminal(
    `stty -a >restored.before; saved=$(stty -g); stty -icanon -echo
    ${restoring} | ${tool.command('restored.log', ...served).join(' ')}; stty -a >restored.after`,
  );
  keeps((await restored.ended()) === 0, 'it failed');
  await same('restored', 'icanon');

  for (const name of ['SIGTERM', 'SIGABRT', 'SIGKILL'] as const) {
    const command = withPid(tool.command(`${name}.log`, ...served), `${name}.pid`);
    const shell = terminal(
      `stty -echoctl; stty -a >${name}.before; ${command} <${miner.path}; stty -a >${name}.after`,
    );
    const pid = await pidIn(directory, `${name}.pid`);
    await miner.write('line 1\n');
    await shell.shows('line 1');
    if (tool.name === 'fpga-tee') await shell.shows(/^── /);
    signal(pid, name);
    await shell.ended();
    await same(name, '-echoctl');
    keeps(shell.cursor.visible, `no cursor after ${name}`);
  }
});

promise('disarmed', async (tool, { terminal, directory }) => {
  await writeFile(
    path.join(directory, 'miner.sh'),
    `stty -icanon -echo -isig min 1; echo ready
    while key=$(dd bs=1 count=1 2>/dev/null | od -An -tx1); do
      echo "key$key"; [ "$key" = ' 71' ] && exit 0
    done`,
  );
  // The keys close by themselves after 3 s of these, and are disarmed for 2.
  const env = testBuild({ rate: 5 });
  const shell = terminal('fpga-tee run --no-metrics -o the.log -- sh miner.sh', { env });
  const keys = () => shell.lines.filter((line) => /^key [0-9a-f]{2}$/.test(line));
  const open = () => shell.screen.some((row) => row.startsWith('keys '));
  await shell.shows('ready');
  await shell.shows(/^── fpga-tee/);
  // Opened and closed by ESC; what follows in the same breath is all that a slip can be.
  shell.type('\x1d\x1bq\x1b\x1bQx\x03');
  await comes(tool, () => keys().length >= 2, 'other keys and Ctrl-C did not arrive');
  shell.type('\x1d');
  await until(open);
  await until(() => !open());
  shell.type('q\x1by');
  await comes(tool, () => keys().length >= 3, 'another key did not arrive');
  keeps(keys().join() === 'key 78,key 03,key 79', `the miner got ${keys().join()}`);
  // Later they are the miner's again.
  await comes(
    tool,
    () => {
      shell.type('q');
      return keys().includes('key 71');
    },
    'q did not arrive any more',
  );
  await shell.ended();
});
