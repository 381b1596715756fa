import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { testBuild, withPty } from './support/environment.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { scrape, value } from './support/http.ts';
import { openShell, prompted } from './support/interactive-shell.ts';
import { fast, obedient, stubborn, test } from './support/run-world.ts';
import { signal } from './support/signal.ts';
import { until } from './support/until.ts';

describe('what a miner printed, and how it ended', () => {
  test('the log and stdout have its bytes to the last one, and its exit code is ours', async ({
    start,
    readLog,
  }) => {
    const program = start(['--', 'sh', '-c', 'printf "one\\r\\ntwo\\nlast"; exit 7']);
    expect(await program.ended).toBe(7);
    expectBytes(await readLog(), 'one\r\ntwo\nlast');
    expectBytes(program.stdout, 'one\r\ntwo\nlast');
    expect(program.stderr).toBe('');
  });

  test('a signal that ended it is told as a shell would', async ({ start, readLog }) => {
    const program = start(['--', 'sh', '-c', 'echo before; kill -KILL $$']);
    expect(await program.ended).toBe(137);
    expectBytes(await readLog(), 'before\n');
  });

  test('the options of the pipe work: log, cards, bitstream, metrics', async ({ start, readLog }) => {
    const program = start(
      ['-o', 'my.log', '-c', 'bcu7', '-b', 'rb4', '--host', '127.0.0.1', '--port', '0', '--'].concat(
        'fpga-tee',
        'simulate',
        '-b',
        'rb4',
        '--rate',
        '20',
      ),
    );
    await program.printed('Hash');
    const page = await until(async () => {
      const scraped = await scrape(await program.address());
      return scraped.includes('card="bcu7"') && scraped;
    });
    expect(page).toContain('source="fpga-tee"');
    expect((await readLog('my.log')).toString()).toContain('GH/s');
  });

  test('a program that is not there: one line, and 127', async ({ start, directory }) => {
    const program = start(['--', 'fx-tokenmine']);
    expect(await program.ended).toBe(127);
    expect(program.stderr).toBe(
      'fpga-tee: fx-tokenmine: not found in PATH; give its path, such as ./fx-tokenmine\n',
    );
    expect(existsSync(path.join(directory, 'hashrates.log'))).toBe(false);
  });

  test('without the package for terminals: one line that says how to get it, and 2', async ({ fpgaTee }) => {
    const program = fpgaTee(['run', '--', 'true']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(
      /^fpga-tee: to start a miner takes the package @lydell\/node-pty: npm install .*\n$/,
    );
  });

  test('stdin that is no terminal is left to others', async ({ run }) => {
    const program = run('sh', ['-c', 'fpga-tee run --no-metrics --no-log -- true; cat'], {
      env: withPty(),
    });
    program.stdin.end('rest\n');
    await program.ended;
    expectBytes(program.stdout, 'rest\n');
  });
});

describe('restarts', () => {
  test('a miner that ends is started again, up to the limit; the log tells where', async ({
    start,
    readLog,
  }) => {
    const program = start(
      ['--restart', 'on-exit', '--restart-limit', '2/1h', '--', 'sh', '-c', 'printf run; exit 5'],
      fast,
    );
    expect(await program.ended).toBe(5);
    const between = '\n[fpga-tee: restarted, exit 5]\n';
    expectBytes(await readLog(), `run${between}run${between}run`);
    expectBytes(program.stdout, await readLog());
    expect(program.stderr.split('\n')).toEqual([
      'fpga-tee: sh: exit 5; restarts in 10s',
      'fpga-tee: sh: restarted (exit 5)',
      'fpga-tee: sh: exit 5; restarts in 20s',
      'fpga-tee: sh: restarted (exit 5)',
      'fpga-tee: sh ended (exit 5) and is not started again: it was, too often',
      '',
    ]);
  });

  test('each counts once in the metrics, though its output tells of it too', async ({ start, script }) => {
    const miner = await script(
      'miner',
      `if [ -e third ]; then exec fpga-tee simulate -b rb4 --speed-up 600 --rate 0.03
       elif [ -e second ]; then touch third; else touch second; fi
       exec fpga-tee simulate -b rb4 --lines 60 --rate 0`,
    );
    const program = start(['--restart', 'always', '--host', '127.0.0.1', '--port', '0', '--', miner], fast);
    await until(() => program.stderr.split('restarted (exit 0)').length === 3);
    await until(() => program.stdout.toString().split('selected and locked').length === 4);
    const length = program.stdoutLength;
    await until(() => program.stdoutLength > length + 500);
    const page = await scrape(await program.address());
    expect(value(page, 'fpga_miner_restarts_total{source="miner"}')).toBe(2);
  });

  test('ESC and Ctrl-C mean the end, whatever the policy', async ({ inTerminal, script, readLog }) => {
    for (const [key, miner] of [
      ['\x1b', obedient],
      ['\x03', stubborn],
    ] as const) {
      const terminal = inTerminal(`--restart always -- ${await script('miner', miner)}`);
      await terminal.shows('line');
      terminal.type(key);
      expect(await terminal.ended()).toBe(3);
      expect((await readLog()).toString()).not.toContain('restarted');
    }
  });

  test('Ctrl-C does not wait for a restart', async ({ inTerminal }) => {
    const terminal = inTerminal("--restart on-exit -- sh -c 'exit 6'");
    await terminal.shows(/^── fpga-tee/);
    terminal.type('\x03');
    expect(await terminal.ended()).toBe(6);
  });
});

describe('signals to the tool', () => {
  test('SIGTERM ramps the miner down; its output is logged to the end, then 143', async ({
    start,
    readLog,
  }) => {
    const program = start([
      '--',
      'fpga-tee',
      'simulate',
      '-b',
      'nimiq',
      '--speed-up',
      '600',
      '--rate',
      '0.02',
    ]);
    await program.printed('Soln:');
    program.signal('SIGTERM');
    expect(await program.ended).toBe(143);
    const log = await readLog();
    expect(log.toString()).toContain('FINAL CONFIRMED CLOCK FREQUENCY');
    expectBytes(program.stdout, log);
  });

  test('SIGINT does the same, and the exit code is the miner’s', async ({ start, script, readLog }) => {
    const program = start(['--', await script('miner', obedient)]);
    await program.printed('line');
    program.signal('SIGINT');
    expect(await program.ended).toBe(3);
    expectBytes(await readLog(), 'line\nramping\n');
  });

  test('a second one hurries: a miner without keys gets SIGINT at once', async ({
    start,
    script,
    readLog,
  }) => {
    const program = start(['--', await script('miner', stubborn)]);
    await program.printed('line');
    program.signal('SIGTERM');
    await until(() => program.stderr.includes('ESC sent'));
    await until(() => {
      program.signal('SIGTERM');
      return program.stderr.includes('SIGINT sent');
    });
    expect(await program.ended).toBe(143);
    expect((await readLog()).toString()).toMatch(/ramping 3\n$/);
  });

  test('SIGTSTP, SIGQUIT and SIGHUP leave it at work', async ({ start, script, directory, readLog }) => {
    const program = start(['--', await script('miner', stubborn)]);
    await program.printed('line');
    for (const signal of ['SIGTSTP', 'SIGQUIT', 'SIGHUP'] as const) program.signal(signal);
    const length = program.stdoutLength;
    await until(() => program.stdoutLength > length + 20);
    expect(existsSync(path.join(directory, 'hashrates.log'))).toBe(true);
    program.signal('SIGINT');
    program.signal('SIGINT');
    await until(() => program.stderr.includes('ESC sent'));
    await until(() => {
      program.signal('SIGINT');
      return program.stderr.includes('SIGINT sent');
    });
    expect(await program.ended).toBe(3);
    expectBytes(program.stdout, await readLog());
  });

  test('in a terminal SIGTERM leaves it as it was', async ({
    inTerminal,
    script,
    noted,
    terminalRestored,
  }) => {
    const terminal = inTerminal(`-- ${await script('miner', obedient)}`);
    await terminal.shows('line');
    signal(noted('tool'), 'SIGTERM');
    expect(await terminal.ended()).toBe(143);
    expect(terminalRestored()).toBe(true);
    expect(terminal.cursor.visible).toBe(true);
  });

  test('when the terminal is closed, the miner and its log go on', async ({
    inTerminal,
    script,
    noted,
    readLog,
  }) => {
    const note = `echo $$ >pid; trap 'echo INT >>note; exit' INT; trap 'echo HUP >>note' HUP
      while :; do echo line; sleep 0.05; done`;
    const terminal = inTerminal(`-- ${await script('miner', note)}`);
    await terminal.shows('line');
    terminal.hangUp();
    const length = (await readLog()).length;
    await until(async () => (await readLog()).length > length + 100);
    expect(noted('note')).toBe('');
    // Nobody is there to end it but this test.
    signal(noted('pid'), 'SIGINT');
    await until(() => noted('note') === 'INT\n');
  });

  test('when the tool is killed, the miner ramps down', async ({ start, script, noted }) => {
    const miner = `trap 'echo INT >>note; ramping=1' INT; trap 'echo HUP >>note' HUP
      echo up; while [ -z "$ramping" ]; do echo line; sleep 0.05; done; echo done >>note`;
    const program = start(['--', await script('miner', miner)]);
    await program.printed('line');
    program.signal('SIGKILL');
    await until(() => noted('note') === 'INT\ndone\n');
  });
});

describe('a shell with jobs', () => {
  test('in the background it takes no keys and is not stopped; in the foreground it does', async ({
    terminal,
    script,
    readLog,
  }) => {
    const shell = await openShell((commands, options = {}) =>
      terminal(commands, { ...options, env: withPty(options.env) }),
    );
    const miner = await script('miner', 'while read -r line; do echo "got $line"; done');
    shell.type(`fpga-tee run --no-metrics --plain -- ${miner} &\r`);
    await prompted(shell, 2);
    shell.type('echo $((6 * 7))\r');
    await shell.shows(/^42$/);
    shell.type('fg\r');
    await shell.shows(/fpga-tee run.*miner$/);
    // Until it has seen that the keyboard is its own, the terminal echoes and keeps what is typed.
    await until(async () => {
      shell.type('key\r');
      return (await readLog()).toString().includes('got key');
    });
    shell.type('\x04');
    await prompted(shell, 4);
  });
});

describe('faults of the tool’s own', () => {
  for (const fault of ['panel', 'panel-load', 'view', 'parse', 'snapshot', 'output@3']) {
    test(`${fault}: the miner, its keys and its log go on`, async ({ inTerminal, script, readLog }) => {
      const miner = 'echo one; read -r key; echo "got $key"; read -r key; echo "got $key"; exit 4';
      const terminal = inTerminal(`-- ${await script('miner', miner)}`, { env: testBuild({ fault }) });
      await until(async () => (await readLog()).includes('one'));
      terminal.type('a\r');
      await until(async () => (await readLog()).includes('got a'));
      terminal.type('b\r');
      expect(await terminal.ended()).toBe(4);
      expectBytes(await readLog(), 'one\ngot a\ngot b\n');
    });
  }
});
