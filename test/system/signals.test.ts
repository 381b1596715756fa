import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { expectBytes } from './support/expect-bytes.ts';
import { scrape, value } from './support/http.ts';
import type { Program } from './support/program.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

/** Has the miner print a line, and waits for it on stdout. Gives all that was printed. */
async function line(tee: Program, before: string, text: string): Promise<string> {
  await tee.stdin.write(`${text}\n`);
  await tee.printed(`${text}\n`);
  return `${before}${text}\n`;
}

describe('while the miner goes on', () => {
  test.for(['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGTSTP', 'SIGTTOU', 'SIGPIPE'] as const)(
    '%s does not end it: the log is whole, the exit code 0',
    async (signal, { fpgaTee, readLog }) => {
      const tee = fpgaTee(['--no-metrics']);
      let printed = await line(tee, '', 'before');
      for (const text of ['first', 'second', 'third']) {
        tee.signal(signal);
        printed = await line(tee, printed, `ramping down after the ${text} ${signal}`);
      }
      tee.stdin.end('the end, without a newline');
      expect(await tee.ended).toBe(0);
      expectBytes(tee.stdout, `${printed}the end, without a newline`);
      expectBytes(await readLog(), tee.stdout);
    },
  );
});

describe('SIGTERM', () => {
  test('ends it within a second with 143, and all that was read is in the log', async ({
    fpgaTee,
    readLog,
  }) => {
    const tee = fpgaTee(['--host', '127.0.0.1', '--port', '0']);
    await tee.address();
    const input = 'a line of the miner\n'.repeat(100_000);
    await tee.stdin.write(`${input}last`);
    await tee.printed('last');
    const asked = performance.now();
    tee.signal('SIGTERM');
    expect(await tee.ended).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1000);
    expectBytes(await readLog(), `${input}last`);
  });

  test('ends it when nobody reads its output, too', async ({ fpgaTee, readLog }) => {
    const tee = fpgaTee(['--no-metrics'], { stalled: true });
    const input = 'a line of the miner\n'.repeat(100_000);
    await tee.stdin.write(input);
    await until(async () => (await readLog()).length === input.length);
    const asked = performance.now();
    tee.signal('SIGTERM');
    tee.readStdout();
    expect(await tee.ended).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1000);
    expectBytes(await readLog(), input);
  });
});

describe('a log that nobody takes (a FIFO without a reader)', () => {
  test('does not hold up the end', async ({ run }) => {
    const shell = run('sh', ['-c', 'mkfifo log; echo hello | fpga-tee --no-metrics -o log']);
    expect(await shell.ended).toBe(1);
    expect(shell.stdout.toString()).toBe('hello\n');
    expect(shell.stderr).toContain('nobody reads the pipe that it is');
    expect(shell.stderr).toContain('the last 6 bytes could not be written');
  });

  test('nor SIGTERM', async ({ run, fpgaTee }) => {
    expect(await run('mkfifo', ['log']).ended).toBe(0);
    const tee = fpgaTee(['--no-metrics', '-o', 'log']);
    await tee.stdin.write('hello\n');
    await tee.printed('hello');
    const asked = performance.now();
    tee.signal('SIGTERM');
    expect(await tee.ended).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1500);
  });
});

describe('in a terminal with a panel', () => {
  const tee = 'fpga-tee --host 127.0.0.1 --port 0';
  const panelRow = /^── |^log hashrates/;

  /** The commands that start the tool reading from the miner, with its process id in the file `pid`. */
  const withPid = (miner: string): string => `sh -c 'echo $$ >pid; exec ${tee} <${miner}'`;
  const pidIn = async (directory: string): Promise<number> =>
    Number(await readFile(path.join(directory, 'pid'), 'utf8'));

  test.concurrent('Ctrl-C ramps the miner down, and every line of that is logged and shown', async ({
    terminal,
    readLog,
  }) => {
    const shell = terminal(`trap : INT; fpga-tee simulate -b nimiq --rate 20 | ${tee}`);
    await shell.shows(/^card1 /);
    shell.type('\x03');
    expect(await shell.ended()).toBe(0);
    const log = (await readLog()).toString();
    expect(log.match(/Setting clock to/g)?.length).toBeGreaterThan(15);
    expect(log).toMatch(/FINAL CONFIRMED CLOCK FREQUENCY: \d+ MHz$/);
    const shown = shell.lines.map((text) => text.trimEnd());
    const end = shown.findLastIndex((text) => text.startsWith('── '));
    expect(shown.slice(0, end)).toEqual(log.split('\n').map((text) => text.trimEnd()));
    expect(shown.slice(end).some((text) => text.startsWith('card1 '))).toBe(true);
  });

  test.concurrent('one Ctrl-C leaves the panel; a second one within 2 s takes it away, and the output goes on plain', async ({
    terminal,
    miner,
    directory,
    readLog,
  }) => {
    const shell = terminal(withPid(miner.path));
    const pid = await until(() => pidIn(directory));
    await miner.write('line 1\nline 2\n');
    await shell.shows('line 2');
    await shell.shows(panelRow);

    process.kill(pid, 'SIGINT');
    await miner.write('line 3\nan open li');
    await shell.shows('an open li');
    await shell.shows(panelRow);

    const isThere = (): boolean => shell.lines.some((text) => panelRow.test(text));
    await until(() => {
      process.kill(pid, 'SIGINT');
      return !isThere();
    });
    await miner.write('ne\nline 5\n');
    await shell.shows('line 5');
    expect(shell.lines).toEqual(['line 1', 'line 2', 'line 3', 'an open line', 'line 5']);
    expect(shell.cursor).toEqual({ row: 5, column: 0, visible: true });

    miner.end('line 6\n');
    expect(await shell.ended()).toBe(0);
    expect(shell.lines.slice(5)).toEqual(['line 6', 'ended with 0']);
    expectBytes(await readLog(), 'line 1\nline 2\nline 3\nan open line\nline 5\nline 6\n');
  });

  test.concurrent('SIGTERM leaves a terminal that can be worked in', async ({
    terminal,
    miner,
    directory,
  }) => {
    const shell = terminal(`stty -a >before; ${withPid(miner.path)}; echo "code $?"; stty -a >after`);
    const pid = await until(() => pidIn(directory));
    await miner.write('line 1\n');
    await shell.shows('line 1');
    await shell.shows(panelRow);
    process.kill(pid, 'SIGTERM');
    await shell.shows(/^code 143$/);
    await shell.ended();
    expect(shell.cursor.visible).toBe(true);
    const modes = (name: string): Promise<string> => readFile(path.join(directory, name), 'utf8');
    expect(await modes('after')).toBe(await modes('before'));
  });

  test.concurrent('the terminal may go away: the log and the metrics go on to the end', async ({
    terminal,
    miner,
    directory,
    readLog,
  }) => {
    // The shell lives on to tell the exit code.
    const shell = terminal(`trap : HUP; ${withPid(miner.path)}; echo $? >code`);
    let printed = '[15:28:31] FPGA0: 1.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: 1\n';
    await miner.write(printed);
    await shell.shows(/metrics http:/);
    const [, address = ''] = /metrics (http:\S+)/.exec(shell.lines.join('\n')) ?? [];
    shell.hangUp();

    for (let count = 2; count < 500; count += 1) {
      const text = `[15:28:31] FPGA0: ${count}.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
      await miner.write(text);
      printed += text;
    }
    await until(async () => value(await scrape(address), 'fpga_solutions_total{card="card1"}') === 499);
    miner.end('the end');
    await until(async () => (await readFile(path.join(directory, 'code'), 'utf8')) === '0\n');
    expectBytes(await readLog(), `${printed}the end`);
  });
});
