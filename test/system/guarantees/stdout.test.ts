import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scrape, value } from '../support/http.ts';
import { signal } from '../support/signal.ts';
import { until } from '../support/until.ts';
import { lines, longLines, statsLine } from './support/lines.ts';
import { cpuTime, peakMemory, pidIn, withPid } from './support/process.ts';
import { comes, keeps, promise } from './support/promise.ts';

/** While nothing can be passed on, nothing is done. */
async function staysIdle(pid: number): Promise<void> {
  const used = cpuTime(pid);
  await sleep(1000);
  const busy = cpuTime(pid) - used;
  keeps(busy < 0.2, `it used the processor for ${busy} s of a second`);
}

promise('stdout-closed', async (tool, { run, directory, readLog }) => {
  const [command, ...args] = tool.command('the.log');
  const program = run(command, args);
  await program.stdin.write('line 1\n');
  await program.printed('line 1\n');
  program.closeStdout();
  let printed = 'line 1\n';
  for (let line = 2; line <= 40; line += 1) {
    const text = `line ${line}\n`;
    printed += text;
    await program.stdin.write(text);
  }
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}`);
  const log = (await readLog('the.log')).toString();
  keeps(log === printed, `the log has ${log.length} of ${printed.length} bytes`);
  keeps(/^fpga-tee: [^\n]*\n$/.test(program.stderr), `it said: ${program.stderr}`);

  const session = lines(3_000_000);
  await writeFile(path.join(directory, 'session'), session);
  const piped = `{ cat session | ${tool.command('head.log').join(' ')}; echo $? >code; } | head -n 1`;
  const shell = run('sh', ['-c', piped]);
  await shell.ended;
  keeps(shell.stdout.toString() === statsLine(), `head printed ${shell.stdout.toString()}`);
  keeps((await readLog('code')).toString() === '0\n', 'it failed before head');
  keeps((await readLog('head.log')).equals(session), 'the log is not whole before head');
});

promise('stdout-slow', async (tool, { run, directory, readLog }) => {
  const input = lines(30_000_000);
  await writeFile(path.join(directory, 'session'), input);
  // The reader rests after each piece that it takes; the producer never does.
  await writeFile(
    path.join(directory, 'slow.mjs'),
    `import { setTimeout } from 'node:timers/promises';
    for await (const piece of process.stdin) {
      process.stdout.write(piece);
      await setTimeout(1);
    }`,
  );
  const shell = run('sh', ['-c', `cat session | ${tool.command('the.log').join(' ')} | node slow.mjs`]);
  keeps((await shell.ended) === 0, 'it failed');
  keeps(shell.stdout.equals(input), `${shell.stdout.length} of ${input.length} bytes were passed on`);
  keeps((await readLog('the.log')).equals(input), 'the log is not whole');
});

promise('stdout-stalled', async (tool, { run, miner, directory, readLog }) => {
  const input = Buffer.from(longLines(750_000));
  await writeFile(path.join(directory, 'session'), input);
  const command = withPid(tool.command('the.log', '--host', '127.0.0.1', '--port', '0'));
  const producer = `cat session; echo >given; cat ${miner.path}`;
  const program = run('sh', ['-c', `( ${producer} ) | ${command}`], { stalled: true });
  const sizeOf = async (name: string): Promise<number> => (await stat(path.join(directory, name))).size;
  let taken = 0;
  await comes(
    tool,
    async () => {
      taken = await sizeOf('the.log');
      return (await sizeOf('given')) > 0 && taken === input.length;
    },
    () => `the producer could not get rid of 75 MB; ${taken} bytes are in the log`,
  );
  const pid = await pidIn(directory);
  const memory = peakMemory(pid);
  keeps(memory < 350e6, `it took ${memory} bytes of memory`);
  await staysIdle(pid);

  const page = await scrape(await program.address());
  const dropped = value(page, 'fpga_tee_output_dropped_bytes_total') ?? 0;
  keeps(dropped > 5e6, `the metrics say that ${dropped} bytes are missing`);

  program.readStdout();
  const rest = input.length - dropped;
  await comes(tool, () => program.stdoutLength > rest, 'it did not pass on what it has and what is missing');
  miner.end('it goes on\n');
  keeps((await program.ended) === 0, 'it failed');

  const whole = Buffer.concat([input, Buffer.from('it goes on\n')]);
  keeps((await readLog('the.log')).equals(whole), 'the log is not whole');
  const mark = /\n(\[fpga-tee: (\d+) bytes not passed on here, all in the log\]\n)/;
  const text = program.stdout.toString('latin1');
  const [, words = '', missing = ''] = mark.exec(text) ?? [];
  const before = text.slice(0, text.indexOf(words));
  const after = text.slice(before.length + words.length);
  const printed = whole.toString('latin1');
  keeps(printed.startsWith(before) && before.endsWith('\n'), 'what stands before the mark is not as it came');
  keeps(printed.slice(before.length + Number(missing)) === after, `${missing} is not what is missing`);
  keeps(dropped === Number(missing), `the metrics say that ${dropped} bytes are missing, not ${missing}`);
});

promise('stdout-nonblocking', async (tool, { run, terminal, miner, directory, readLog }) => {
  // As programs do that share stdout and write it without waiting: the flag is the pipe's or the terminal's, not theirs.
  const sets = `perl -e 'use Fcntl; fcntl(STDOUT, F_SETFL, O_NONBLOCK) or die'`;
  const input = lines(20_000_000);
  const isLogged = async (log: string): Promise<boolean> =>
    (await stat(path.join(directory, log))).size === input.length;

  const piped = withPid(tool.command('pipe.log'), 'pipe.pid');
  const program = run('sh', ['-c', `${sets}; ${piped}`], { stalled: true });
  program.stdin.write(input);
  const saying = (): string => `not all of 20 MB was taken; it said: ${program.stderr}`;
  await comes(tool, () => isLogged('pipe.log'), saying);
  await staysIdle(await pidIn(directory, 'pipe.pid'));
  program.readStdout();
  program.stdin.end();
  keeps((await program.ended) === 0, `it failed: ${program.stderr}`);
  keeps(program.stdout.equals(input), `${program.stdout.length} of ${input.length} bytes were passed on`);
  keeps((await readLog('pipe.log')).equals(input), 'the log is not whole');

  const shown = withPid(tool.command('terminal.log', '--no-metrics', '--plain'), 'terminal.pid');
  const shell = terminal(`stty ixon -opost; ${sets}; echo begin; ${shown} <${miner.path} 2>terminal.errors`);
  await shell.shows('begin');
  shell.type('\x13');
  miner.end(input);
  await comes(tool, () => isLogged('terminal.log'), 'the terminal stopped it');
  await staysIdle(await pidIn(directory, 'terminal.pid'));
  shell.type('\x11');
  const printed = `begin\n${input.toString()}ended with 0\n`;
  await comes(tool, () => shell.wireLength >= printed.length, 'the terminal did not get all');
  keeps(shell.wire.equals(Buffer.from(printed)), 'the terminal got something else');
  keeps((await readLog('terminal.errors')).length === 0, 'it said something');
});

promise('stdout-left-alone', async (tool, { run, directory }) => {
  const nonBlocking = 0o4000;
  // The flags are those of the pipe itself, the same for all who have it.
  const isBlocking = async (pid: number): Promise<boolean> => {
    for (const fd of [1, 2]) {
      const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
      if ((Number.parseInt(/flags:\s+(\d+)/.exec(info)?.[1] ?? '', 8) & nonBlocking) !== 0) return false;
    }
    return true;
  };
  // One pipe is stdout and stderr, as in `(miner | fpga-tee) 2>&1 | less`; the shell stays to show its flags.
  const ours = withPid(tool.command('the.log', '--host', '127.0.0.1', '--port', '0'));
  const shell = run('sh', ['-c', `exec 2>&1; ${ours}; echo over; echo $$ >shell; sleep 30`]);
  const pid = await pidIn(directory);
  for (const line of ['one\n', 'two\n']) {
    await shell.stdin.write(line);
    await shell.printed(line);
  }
  if (tool.name === 'fpga-tee') {
    const [, address = ''] = await until(() => /metrics at (http:\S+)/.exec(shell.stdout.toString()));
    // The end of a connection is one of the moments at which Node looks at process.stderr.
    await fetch(`${address}/metrics`, { headers: { connection: 'close' } }).then((answer) => answer.text());
  }
  keeps(await isBlocking(pid), 'it made what it shares non-blocking');
  signal(pid, 'SIGKILL');
  keeps(await isBlocking(await pidIn(directory, 'shell')), 'it left what it shared non-blocking');
});
