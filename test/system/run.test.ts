import { existsSync, readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { poolServer } from '../pools/support/servers.ts';
import { goodAnswers, secretAddress } from './support/bad-pools.ts';
import { testBuild, withPty } from './support/environment.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { ask, browser, scrape, value } from './support/http.ts';
import { openShell, prompted } from './support/interactive-shell.ts';
import type { Program } from './support/program.ts';
import { signal } from './support/signal.ts';
import type { Terminal } from './support/terminal.ts';
import { test as base, type World } from './support/test.ts';
import { until } from './support/until.ts';

interface RunWorld extends World {
  /** `fpga-tee run` between pipes, without metrics unless a port is given. */
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Program;
  /** The same in a terminal, from a shell that keeps the terminal's modes before and after it in two files. */
  readonly inTerminal: (
    args: string,
    options?: { readonly columns?: number; readonly rows?: number; readonly env?: Record<string, string> },
  ) => Terminal;
  /** Whether the terminal is as it was before. */
  readonly terminalRestored: () => boolean;
  /** A miner as a shell script; gives its path. */
  readonly script: (name: string, text: string) => Promise<string>;
  /** What a script has noted in a file. */
  readonly noted: (name: string) => string;
}

const test = base.extend<Omit<RunWorld, keyof World>>({
  async start({ fpgaTee }, use) {
    await use((args, env = {}) => {
      const metrics = args.includes('--port') ? [] : ['--no-metrics'];
      return fpgaTee(['run', ...metrics, ...args], { env: withPty(env) });
    });
  },
  async inTerminal({ terminal }, use) {
    await use((args, { env = {}, ...size } = {}) => {
      const run = `sh -c 'echo $$ >tool; exec "$@"' sh fpga-tee run --no-metrics ${args}`;
      return terminal(`stty -g >before; ${run}; code=$?; stty -g >after; (exit $code)`, {
        ...size,
        env: withPty(env),
      });
    });
  },
  async terminalRestored({ directory }, use) {
    const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
    await use(() => read('before') === read('after'));
  },
  async script({ directory }, use) {
    await use(async (name, text) => {
      const file = path.join(directory, name);
      await writeFile(file, `#!/bin/sh\n${text}`);
      await chmod(file, 0o755);
      return file;
    });
  },
  async noted({ directory }, use) {
    await use((name) => {
      const file = path.join(directory, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    });
  },
});

/** Time that runs faster for the tool: pauses before restarts, patience with ramp-downs. */
const fast = testBuild({ rate: 50 });

/** A miner that knows no keys: it prints until SIGINT, then ramps down in a few steps and ends with 3. */
const stubborn = `
  trap 'ramping=1' INT
  echo started
  while [ -z "$ramping" ]; do echo line; sleep 0.05; done
  for step in 1 2 3; do echo "ramping $step"; sleep 0.05; done
  exit 3`;

/** A miner that ramps down at its first key. */
const obedient = 'stty -icanon; echo line; head -c 1 >/dev/null; sleep 0.2; echo ramping; exit 3';

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

describe('keys', () => {
  test('+, - and ESC reach the miner; it ramps down, and the terminal is as before', async ({
    inTerminal,
    terminalRestored,
    readLog,
  }) => {
    const terminal = inTerminal('-- fpga-tee simulate -b nimiq --speed-up 600 --rate 0.02');
    await terminal.shows('Soln:');
    terminal.type('+');
    await terminal.shows('Received + character');
    terminal.type('-');
    await terminal.shows('Received - character');
    terminal.type('\x1b');
    expect(await terminal.ended()).toBe(0);
    expect((await readLog()).toString()).toContain('FINAL CONFIRMED CLOCK FREQUENCY');
    expect(terminalRestored()).toBe(true);
  });

  test('Ctrl-C is SIGINT for a miner that leaves it so, and a byte for one that does not', async ({
    inTerminal,
    script,
    terminalRestored,
  }) => {
    const cooked = inTerminal(`-- ${await script('cooked', stubborn)}`);
    await cooked.shows('line');
    cooked.type('\x03');
    expect(await cooked.ended()).toBe(3);
    expect(terminalRestored()).toBe(true);

    const raw = inTerminal(
      `--no-log -- ${await script('raw', "stty raw; echo ready; head -c 1 | od -An -tx1 | tr -d ' '")}`,
    );
    await raw.shows('ready');
    raw.type('\x03');
    await raw.shows(/^03$/);
    expect(await raw.ended()).toBe(0);
  });

  test('Ctrl-S and Ctrl-Z do not stop a miner, nor do they reach it', async ({ inTerminal, script }) => {
    const terminal = inTerminal(
      `--no-log --plain -- ${await script('miner', 'echo ready; while read -r line; do echo "got $line"; done')}`,
    );
    await terminal.shows('ready');
    terminal.type('\x13a\rb\r');
    await terminal.shows('got a');
    await terminal.shows('got b');
    terminal.type('\x1ac\r');
    await terminal.shows('got c');
    terminal.type('\x04');
    await terminal.ended();
  });

  test('Ctrl-] opens the keys of the tool; twice it is typed to the miner', async ({
    inTerminal,
    script,
  }) => {
    const terminal = inTerminal(
      `-- ${await script('miner', "stty raw; echo ready; head -c 2 | od -An -tx1 | tr -d ' '; sleep 600")}`,
    );
    await terminal.shows('ready');
    await terminal.shows(/^── fpga-tee/);
    terminal.type('\x1d');
    await terminal.shows(/^keys p pause/);
    terminal.type('\x1dx');
    await terminal.shows(/^1d78$/);
    await until(() => !terminal.screen.some((row) => row.startsWith('keys')));

    terminal.type('\x1dh');
    await terminal.shows('ramp the miner down, and end; asks once more');
    terminal.type('\x1b');
    await until(() => !terminal.screen.some((row) => row.startsWith('keys')));
    terminal.type('\x1dd');
    await until(() => !terminal.screen.some((row) => row.startsWith('── fpga-tee')));
    terminal.type('\x1dd');
    await until(() => terminal.screen.some((row) => row.startsWith('── fpga-tee')));
  });

  test('p holds the lines back, counts them, and shows them later', async ({ inTerminal, script }) => {
    const miner = 'echo first; read -r go; echo second; echo third; read -r go; echo fourth';
    const terminal = inTerminal(`-- ${await script('miner', miner)}`);
    await terminal.shows('first');
    await terminal.shows(/^── fpga-tee/);
    terminal.type('\x1dp');
    await terminal.shows('paused, 0 lines held back');
    terminal.type('\r');
    await terminal.shows('paused, 2 lines held back');
    expect(terminal.lines).not.toContain('second');
    terminal.type('\x11');
    await terminal.shows(/^third$/);
    // What is held at the end is shown as well.
    terminal.type('\x1dp\r');
    await terminal.ended();
    expect(terminal.lines.filter((line) => /^(?:first|second|third|fourth)$/.test(line))).toEqual([
      'first',
      'second',
      'third',
      'fourth',
    ]);
  });

  test('s sorts the cards, t changes the time of the trend', async ({ inTerminal }) => {
    const terminal = inTerminal('-c zulu,alpha -- fpga-tee simulate -b whitefire-table --cards 2 --rate 5');
    const cards = () =>
      terminal.screen.filter((row) => /^(?:alpha|zulu) /.test(row)).map((row) => row.split(' ')[0]);
    await until(() => cards().length === 2);
    expect(cards()).toEqual(['zulu', 'alpha']);
    terminal.type('\x1ds');
    await terminal.shows('s by name');
    await until(() => cards()[0] === 'alpha');
    terminal.type('t');
    await until(() => terminal.screen.some((row) => /^card .* 5 min/.test(row)));
  });

  test('r ramps the miner down and starts it again, q stops it for good', async ({
    inTerminal,
    script,
    readLog,
    terminalRestored,
  }) => {
    const terminal = inTerminal(`-- ${await script('miner', stubborn)}`, { env: fast });
    await terminal.shows('line');
    terminal.type('\x1dr');
    await terminal.shows('[fpga-tee: restarted, key]');
    await until(async () => (await readLog()).toString().split('started').length > 3);
    terminal.type('\x1dqq');
    expect(await terminal.ended()).toBe(3);
    expect((await readLog()).toString()).toMatch(
      /^started\n(?:line\n)+ramping 1\nramping 2\nramping 3\n\[fpga-tee: restarted, key\]\nstarted\n(?:line\n)*ramping 1\nramping 2\nramping 3\n$/,
    );
    expect(terminalRestored()).toBe(true);
  });
});

describe('the window of the miner', () => {
  test('is ours, kept right; above the panel it has fewer rows', async ({ inTerminal, script }) => {
    const miner = await script('miner', "trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done");
    const plain = inTerminal(`--plain --no-log -- ${miner}`, { columns: 101, rows: 31 });
    await plain.shows(/^31 101$/);
    await plain.resize(90, 25);
    await plain.shows(/^25 90$/);

    const panel = inTerminal(`--no-log -- ${miner}`, { columns: 101, rows: 31 });
    // The panel's title, what it waits for, the status, and the cursor's row below.
    await panel.shows(/^27 101$/);
    await panel.resize(95, 28);
    await panel.shows(/^24 95$/);
    panel.type('\x1dd');
    await panel.shows(/^28 95$/);
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

describe('a rig file', () => {
  const rigOf = (miners: readonly string[], top = ''): string =>
    `${top}miners:\n${miners.map((miner) => `  - ${miner}\n`).join('')}`;

  test('eight miners: one log each to the last byte, lines with their names, and 0', async ({
    start,
    run,
    directory,
    readLog,
  }) => {
    const names = Array.from({ length: 8 }, (_, place) => `miner${place + 1}`);
    const simulate = (place: number): string[] =>
      ['simulate', '-b', place % 2 === 0 ? 'rb4' : 'nimiq', '--rate', '0', '--lines', '300'].concat(
        '--seed',
        String(place),
      );
    const miners = names.map(
      (name, place) => `{ name: ${name}, command: [fpga-tee, ${simulate(place).join(', ')}] }`,
    );
    await writeFile(path.join(directory, 'rig.yaml'), rigOf(miners));
    const program = start(['--rig', 'rig.yaml'], { ...fast, NO_COLOR: '1' });
    expect(await program.ended).toBe(0);
    for (const [place, name] of names.entries()) {
      const alone = run('fpga-tee', simulate(place));
      await alone.ended;
      expectBytes(await readLog(`${name}.log`), alone.stdout);
      const shown = program.stdout
        .toString()
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `));
      // The last one without its newline is a line, too.
      expect(shown).toHaveLength(alone.stdout.toString().split('\n').length - (place % 2 === 0 ? 1 : 0));
    }
  }, 60_000);

  test('Ctrl-] and a number choose whose lines are shown, and who gets the keys', async ({
    inTerminal,
    script,
    directory,
    readLog,
  }) => {
    const echo = await script('echo', 'echo "up"; while read -r line; do echo "got $line"; done');
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf([`{ name: left, command: ${echo} }`, `{ name: right, command: ${echo} }`]),
    );
    const terminal = inTerminal('--rig rig.yaml');
    await terminal.shows('left up');
    await terminal.shows('right up');
    await terminal.shows(/^── fpga-tee/);
    terminal.type('nobody\r');
    await terminal.shows('go to no miner while all are shown');
    terminal.type('\x1d2');
    await terminal.shows(/^show 0 all {2}1 left {2}2 right\* n ←→ next|^keys to right/);
    terminal.type('one\r');
    await terminal.shows('right got one');
    terminal.type('\x1dnn');
    await terminal.shows(/^show 0 all {2}1 left\*/);
    terminal.type('\x1btwo\r');
    await terminal.shows('left got two');
    terminal.type('\x1d0');
    terminal.type('\x03');
    expect(await terminal.ended()).toBe(130);
    expectBytes(await readLog('left.log'), 'up\ngot two\n');
    expectBytes(await readLog('right.log'), 'up\ngot one\n');
  });

  test('a miner that can not be started keeps the others from nothing; the code is that of the first that failed', async ({
    start,
    directory,
    readLog,
  }) => {
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf([
        "{ name: good, command: sh -c 'echo fine' }",
        '{ name: bad, command: no-such-miner }',
        "{ name: ugly, command: sh -c 'exit 9' }",
      ]),
    );
    const program = start(['--rig', 'rig.yaml'], fast);
    expect(await program.ended).toBe(127);
    expectBytes(await readLog('good.log'), 'fine\n');
    expect(program.stderr).toContain('fpga-tee: bad: no-such-miner: not found in PATH');
    expect(program.stderr).toContain('fpga-tee: ugly ended (exit 9)\n');
  });

  test('SIGTERM ramps all of them down, and those not started yet stay so', async ({
    start,
    directory,
    readLog,
  }) => {
    const nimiq = 'fpga-tee simulate -b nimiq --speed-up 600 --rate 0.02';
    await writeFile(
      path.join(directory, 'rig.yaml'),
      rigOf(Array.from({ length: 20 }, (_, place) => `{ name: m${place + 1}, command: ${nimiq} }`)),
    );
    const program = start(['--rig', 'rig.yaml']);
    await until(async () => (await readLog('m2.log')).includes('Soln:'));
    program.signal('SIGTERM');
    expect(await program.ended).toBe(143);
    for (const name of ['m1', 'm2'])
      expect((await readLog(`${name}.log`)).toString()).toContain('FINAL CONFIRMED CLOCK FREQUENCY');
    expect(await readLog('m20.log')).toHaveLength(0);
  });

  test('every problem with its line, nothing is started, and 2', async ({ start, directory }) => {
    await writeFile(
      path.join(directory, 'rig.yaml'),
      'miners:\n  - name: a\n    command: sh\n    restart: sometimes\n  - comand: sh\n',
    );
    const program = start(['--rig', 'rig.yaml']);
    expect(await program.ended).toBe(2);
    const lines = program.stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatch(/^fpga-tee: rig\.yaml:[45]:\d+: miners\[\d\]/);
    expect(existsSync(path.join(directory, 'a.log'))).toBe(false);
  });

  test('its pools are asked, and their address is seen nowhere', async ({
    start,
    inTerminal,
    run,
    script,
    directory,
    readLog,
  }) => {
    const pool = await poolServer(4, goodAnswers);
    try {
      const reading = '[15:28:31] FPGA0: 17.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: 7';
      const miner = await script('miner', `stty -icanon; echo '${reading}'; head -c 1 >/dev/null`);
      const pools = `host: 127.0.0.1\npools:\n  - url: ${pool.url}\n    address: ${secretAddress}\npool-interval: 15s\n`;
      await writeFile(path.join(directory, 'rig.yaml'), rigOf([`{ name: a, command: ${miner} }`], pools));
      const program = start(['--rig', 'rig.yaml', '--port', '0']);
      const address = await program.address();
      const metrics = await until(async () => {
        const page = await scrape(address);
        return value(page, 'fpga_pool_up{pool="127.0.0.1"}') === 1 && page;
      });
      const html = await ask(address, { headers: browser });
      expect(html.body).toContain('pool 127.0.0.1: ');
      const cards = await ask(`${address}/api/cards`);
      expect(JSON.parse(cards.body)).toMatchObject({ pools: [{ pool: '127.0.0.1', up: true }] });
      // The tool itself, and all that it has started.
      const ps = run('ps', ['-o', 'args=', '-p', `${program.pid}`, '--ppid', `${program.pid}`]);
      await ps.ended;
      expect(ps.stdout.toString()).toContain('fpga-tee');
      expect(ps.stdout.toString()).toContain(miner);

      program.signal('SIGTERM');
      expect(await program.ended).toBe(143);

      const terminal = inTerminal('--rig rig.yaml', { columns: 80, rows: 24 });
      await terminal.shows(/^pool 127\.0\.0\.1 4\.194 MH\/s .*1\.50$/);
      terminal.type('\x03');
      await terminal.ended();

      const shown = [metrics, html.body, cards.body, ps.stdout, program.stdout, program.stderr];
      shown.push(await readLog('a.log'), terminal.wire);
      for (const text of shown) expect(text.includes('5ec2e7')).toBe(false);
      expect(JSON.stringify(pool.asked)).toContain('5ec2e7');
    } finally {
      await pool.close();
    }
  });

  test('its web configuration guards all that is served', async ({ start, directory, script }) => {
    const hash = '$2b$04$abcdefghijklmnopqrstuuCFyoXpmTQpNPVzzJ5FmNHUkCVGmGmUy';
    await writeFile(path.join(directory, 'web.yml'), `basic_auth_users:\n  alice: ${hash}\n`);
    const miner = await script('miner', 'echo up; read -r line');
    const guarded = 'host: 127.0.0.1\nweb-config: web.yml\n';
    await writeFile(path.join(directory, 'rig.yaml'), rigOf([`{ name: a, command: ${miner} }`], guarded));
    const program = start(['--rig', 'rig.yaml', '--port', '0']);
    expect((await ask(`${await program.address()}/metrics`)).status).toBe(401);

    await writeFile(path.join(directory, 'web.yml'), 'basic_auth_users: 1\n');
    const wrong = start(['--rig', 'rig.yaml', '--port', '0']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr).toMatch(/^fpga-tee: \/\S*\/web\.yml:1: /);

    await rm(path.join(directory, 'web.yml'));
    const gone = start(['--rig', 'rig.yaml', '--port', '0']);
    expect(await gone.ended).toBe(2);
    expect(gone.stderr).toMatch(/^fpga-tee: rig\.yaml: web-config: \/\S*\/web\.yml: no such file; [^\n]+\n$/);
  });

  test('a time between polls of no pool', async ({ start, directory }) => {
    await writeFile(path.join(directory, 'rig.yaml'), rigOf(['{ name: a, command: sh }']));
    const program = start(['--rig', 'rig.yaml', '--pool-interval', '20s']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe(
      'fpga-tee: --pool-interval: there is no pool to it; give rig.yaml a list of pools\n',
    );
  });

  test('a file that is not there', async ({ start }) => {
    const program = start(['--rig', 'none.yaml']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe('fpga-tee: none.yaml: no such file; give the rig file, such as rig.yaml\n');
  });
});
