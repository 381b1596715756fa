import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scrape, value } from '../support/http.ts';
import type { Program, ProgramOptions } from '../support/program.ts';
import { signal } from '../support/signal.ts';
import type { Terminal } from '../support/terminal.ts';
import { Lateness } from './support/lateness.ts';
import { lines } from './support/lines.ts';
import { isRunning, keptWaiting, pidIn, withPid } from './support/process.ts';
import { comes, keeps, promise, type Tool } from './support/promise.ts';

const ctrlC = '\x03';
const ctrlZ = '\x1a';
const ctrlBackslash = '\x1c';
const panelRow = /^── |^log \S+ [\d.]+ k?B/;
const served = ['--host', '127.0.0.1', '--port', '0'] as const;

function stats(count: number): string {
  return `[15:28:31] FPGA0: ${count}.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
}

/** Waits until a text can be seen; the promise is broken when it doesn't come. */
function shows(tool: Tool, shell: Terminal, text: string | RegExp): Promise<unknown> {
  const isIn = (line: string): boolean => (typeof text === 'string' ? line.includes(text) : text.test(line));
  return comes(
    tool,
    () => shell.lines.some(isIn),
    () => `${text} was not shown:\n${shell.screen.join('\n').trimEnd()}`,
  );
}

promise('ctrl-c', async (tool, { terminal, directory, readLog }) => {
  const steps = 40;
  // As a miner does: it notes the signal and takes its cards' clocks down in steps.
  await writeFile(
    path.join(directory, 'miner.sh'),
    `trap 'asked=1' INT; echo mining; until [ "$asked" ]; do sleep 0.05; done
    step=0; while [ $step -lt ${steps} ]; do step=$((step+1)); echo "ramping down $step"; sleep 0.1; done; echo bye`,
  );
  const shell = terminal(`trap : INT; sh miner.sh | ${tool.command('the.log', ...served).join(' ')}`);
  await shows(tool, shell, 'mining');
  if (tool.name === 'fpga-tee') await shows(tool, shell, panelRow);
  shell.type(ctrlC);
  const code = await comes(tool, () => shell.ended().then((ended) => ({ ended })), 'it did not end');
  const log = (await readLog('the.log')).toString();
  const ramp = Array.from({ length: steps }, (_, step) => `ramping down ${step + 1}`);
  const printed = ['mining', ...ramp, 'bye'];
  keeps(
    log === `${printed.join('\n')}\n`,
    `${log.split('\n').length - 1} of ${printed.length} lines are in the log`,
  );
  keeps(code.ended === 0, `it ended with ${code.ended}`);
  const shown = shell.lines.map((line) => line.replace(/^\^C/, ''));
  const panel = shown.findLastIndex((line) => line.startsWith('── '));
  const seen = shown.slice(0, panel).filter((line) => line !== '');
  keeps(seen.join('\n') === printed.join('\n'), `on the screen there is\n${seen.join('\n')}`);
});

promise('ctrl-c-twice', async (tool, { terminal, miner, readLog }) => {
  const ours = tool.command('the.log', ...served).join(' ');
  const shell = terminal(`stty -echo; trap : INT; ( trap '' INT; cat ${miner.path} ) | ${ours}`);
  await miner.write('line 1\nline 2\n');
  await shows(tool, shell, 'line 2');
  await shows(tool, shell, panelRow);
  // Without the panel a port that the system chose is told in a line of its own.
  await shows(tool, shell, /metrics http/);

  shell.type(ctrlC);
  await miner.write('line 3\nan open li');
  await shows(tool, shell, 'an open li');
  await shows(tool, shell, panelRow);

  const isThere = (): boolean => shell.lines.some((text) => panelRow.test(text));
  await comes(
    tool,
    () => {
      shell.type(ctrlC);
      return !isThere();
    },
    'the panel stayed',
  );
  await miner.write('ne\nline 5\n');
  await shows(tool, shell, 'line 5');
  // The end of the line may come a moment after its text.
  await comes(
    tool,
    () => shell.cursor.row === 5 && shell.cursor.visible,
    () => `the cursor is at ${JSON.stringify(shell.cursor)}`,
  );
  miner.end('line 6\n');
  const code = await shell.ended();
  keeps(code === 0, `it ended with ${code}`);
  const printed = ['line 1', 'line 2', 'line 3', 'an open line', 'line 5', 'line 6'];
  const seen = shell.lines.slice(0, -1);
  keeps(seen.join('\n') === printed.join('\n'), `on the screen there is\n${seen.join('\n')}`);
  keeps((await readLog('the.log')).toString() === `${printed.join('\n')}\n`, 'the log is not whole');
});

promise('job-keys', async (tool, { terminal, miner, readLog }) => {
  const command = tool.command('the.log', ...served).join(' ');
  // With job control, as a shell has it that people type in: else nobody could continue what is stopped, so nothing is.
  const shell = terminal(`set -m; ( trap '' TSTP QUIT; exec cat ${miner.path} ) | ${command}`);
  let printed = 'line 1\n';
  await miner.write(printed);
  await shows(tool, shell, 'line 1');
  for (const [name, key] of [
    ['Ctrl-Z', ctrlZ],
    ['Ctrl-\\', ctrlBackslash],
  ] as const) {
    shell.type(key);
    const line = `a line after ${name}`;
    printed += `${line}\n`;
    await miner.write(`${line}\n`);
    await comes(
      tool,
      async () => (await readLog('the.log')).toString() === printed,
      `it logs nothing after ${name}`,
    );
    await shows(tool, shell, line);
  }
  miner.end();
  const code = await shell.ended();
  keeps(code === 0, `it ended with ${code}`);
});

promise('hang-up', async (tool, { terminal, miner, directory, readLog }) => {
  const command = tool.command('the.log', ...served).join(' ');
  // The shell of the terminal ends with it, and the kernel tells whatever ran there; one without it tells the exit code.
  const shell = terminal(
    `( trap '' HUP; exec cat ${miner.path} ) | ( trap : HUP; ${command}; echo $? >code )`,
  );
  let printed = stats(1);
  await miner.write(printed);
  await shows(tool, shell, '1.500');
  let address = '';
  if (tool.name === 'fpga-tee') {
    await shows(tool, shell, /metrics http:/);
    address = /metrics (http:\S+)/.exec(shell.lines.join('\n'))?.[1] ?? '';
  }
  shell.hangUp();

  for (let count = 2; count < 500; count += 1) {
    await miner.write(stats(count));
    printed += stats(count);
  }
  await comes(tool, async () => (await readLog('the.log')).toString() === printed, 'it logged no more');
  const solutions = async (): Promise<boolean> =>
    value(await scrape(address), 'fpga_solutions_total{card="card1"}') === 499;
  if (tool.name === 'fpga-tee') await comes(tool, solutions, 'it served no more');
  miner.end('the end');
  const codeOf = (): Promise<string> => readFile(path.join(directory, 'code'), 'utf8');
  await comes(tool, async () => (await codeOf()) === '0\n', 'it did not end with 0');
  keeps((await readLog('the.log')).toString() === `${printed}the end`, 'the log is not whole');
});

promise('sigterm', async (tool, world) => {
  const { run, terminal, miner, directory, readLog } = world;
  const input = lines(2_000_000);
  const isIn = async (log: string, length: number): Promise<boolean> =>
    (await stat(path.join(directory, log))).size === length;

  const start = (log: string, options?: ProgramOptions): Program => {
    const [command, ...args] = tool.command(log, '--no-metrics');
    const program = run(command, args, options);
    program.stdin.write(input);
    return program;
  };
  const endsInTime = async (program: Program, what: string): Promise<void> => {
    const took = await Lateness.ofAction(async () => {
      program.signal('SIGTERM');
      program.readStdout();
      await program.ended;
    });
    const code = await program.ended;
    // A program that the signal itself has ended has this code in a shell.
    keeps(code === 143 || code === 'SIGTERM', `with ${what} it ended with ${code}`);
    keeps(took < 1000, `with ${what} it took ${took} ms`);
  };

  const unread = start('the.log', { stalled: true });
  await comes(
    tool,
    () => isIn('the.log', input.length),
    'with a reader that stands still not all was logged',
  );
  await endsInTime(unread, 'a reader that stands still');
  keeps((await readLog('the.log')).equals(input), 'the log is not whole');

  keeps((await run('mkfifo', ['fifo', 'taken']).ended) === 0, 'there are no FIFOs');
  const nobody = start('fifo');
  await comes(
    tool,
    () => nobody.stdoutLength === input.length,
    'without a reader of the log not all was passed on',
  );
  await endsInTime(nobody, 'a log without a reader');
  run('sh', ['-c', 'exec sleep 60 <taken']);
  const still = start('taken');
  await comes(
    tool,
    () => still.stdoutLength === input.length,
    'with a log that nobody takes not all was passed on',
  );
  await endsInTime(still, 'a log whose reader stands still');

  const command = withPid(tool.command('terminal.log', ...served));
  const shell = terminal(`stty ixon; ${command} <${miner.path}; echo "code $?"`);
  const pid = await pidIn(directory);
  await miner.write('line 1\n');
  await shows(tool, shell, 'line 1');
  shell.type('\x13');
  await miner.write(input);
  const all = input.length + 'line 1\n'.length;
  await comes(tool, () => isIn('terminal.log', all), 'with a terminal that stands still not all was logged');
  const took = await Lateness.ofAction(async () => {
    signal(pid, 'SIGTERM');
    await comes(tool, () => !isRunning(pid), 'with a terminal that stands still it did not end');
  });
  keeps(took < 1000, `with a terminal that stands still it took ${took} ms`);
  shell.type('\x11');
  await shows(tool, shell, /^code 143$/);
  keeps(await isIn('terminal.log', all), 'the log is not whole');
});

promise('sigkill', async (tool, { run, readLog }) => {
  for (let kill = 0; kill < 5; kill += 1) {
    const [command, ...args] = tool.command(`log-${kill}`, '--no-metrics');
    const program = run(command, args);
    await program.stdin.write('line 0\n');
    await program.printed('line 0\n');
    let printed = 'line 0\n';
    /** When the pipe had taken so many bytes, and how long the program had been kept waiting by then. */
    const taken: { readonly at: number; readonly length: number; readonly waited: number }[] = [];
    const lateness = new Lateness();
    let waited = keptWaiting(program.pid);
    const end = performance.now() + 300 + Math.random() * 500;
    for (let line = 1; performance.now() < end; line += 1) {
      const text = `line ${line}, printed at ${performance.now()}\n`;
      await program.stdin.write(text);
      printed += text;
      if (line % 10 === 0) waited = keptWaiting(program.pid);
      taken.push({ at: performance.now(), length: printed.length, waited });
      await sleep(1);
    }
    const killed = performance.now();
    const waitedInAll = keptWaiting(program.pid);
    program.signal('SIGKILL');
    await program.ended;
    lateness.stop();
    const log = (await readLog(`log-${kill}`)).toString();
    keeps(printed.startsWith(log), 'something else is in the log');
    // The time in which others had the processors is none in which it could have written.
    const since = (entry: (typeof taken)[number]) =>
      killed - entry.at - (waitedInAll - entry.waited) - lateness.worst;
    const due = taken.findLast((entry) => since(entry) > 100)?.length ?? 0;
    keeps(log.length >= due, `${due - log.length} bytes of more than 100 ms before are missing`);
  }
});

promise('suspended', async (tool, { run, readLog }) => {
  const [command, ...args] = tool.command('the.log', ...served);
  const program = run(command, args);
  let printed = stats(1);
  await program.stdin.write(printed);
  await program.printed(printed);
  program.signal('SIGSTOP');
  for (let count = 2; count < 100; count += 1) {
    await program.stdin.write(stats(count));
    printed += stats(count);
    await sleep(30);
  }
  keeps(program.stdoutLength === stats(1).length, 'it was not stopped');
  program.signal('SIGCONT');
  await comes(tool, () => program.stdoutLength === printed.length, 'it did not go on');
  if (tool.name === 'fpga-tee') {
    const page = await scrape(await program.address());
    keeps(value(page, 'fpga_card_up{card="card1"}') === 1, 'the card is not up');
    keeps(value(page, 'fpga_solutions_total{card="card1"}') === 99, 'lines were not read');
  }
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}`);
  keeps(program.stdout.toString() === printed, 'not all was passed on');
  keeps((await readLog('the.log')).toString() === printed, 'the log is not whole');
});

promise('other-signals', async (tool, { run, readLog }) => {
  const signals = [
    ...(['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGPROF', 'SIGIO', 'SIGXCPU', 'SIGXFSZ'] as const),
    ...(['SIGPWR', 'SIGSTKFLT', 'SIGTTIN', 'SIGTTOU', 'SIGPIPE', 'SIGQUIT', 'SIGCONT', 'SIGWINCH'] as const),
  ];
  const [command, ...args] = tool.command('the.log');
  const program = run(command, args);
  let printed = 'before\n';
  await program.stdin.write(printed);
  await program.printed(printed);
  for (const signal of signals) {
    program.signal(signal);
    const text = `after ${signal}\n`;
    printed += text;
    await program.stdin.write(text);
    await comes(tool, () => program.stdout.includes(text), `${signal} ended or stopped it`);
  }
  program.stdin.end();
  const code = await program.ended;
  keeps(code === 0, `it ended with ${code}`);
  keeps(program.stderr === '', `it said: ${program.stderr}`);
  keeps((await readLog('the.log')).toString() === printed, 'the log is not whole');
});
