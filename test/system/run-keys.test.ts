import { describe, expect } from 'vitest';
import { fast, stubborn, test } from './support/run-world.ts';
import { until } from './support/until.ts';

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
