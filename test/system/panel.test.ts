import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { sampleBytes, samplePath } from '../support/samples.ts';
import type { Terminal } from './support/terminal.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const tee = 'fpga-tee --host 127.0.0.1 --port 0';
const wide = { columns: 120, rows: 40 };
const narrow = { columns: 80, rows: 24 };
const statusRow = /^log hashrates\.log [\d.]+ k?B · (?:metrics http:\/\/127\.0\.0\.1:[1-9]\d+|no metrics)/;
const sgr = /\x1b\[[0-9:;]*m/;

/** What can be seen, by scrolling up as well, taken apart at the panel: what is above it, the panel, and what is below it. */
function parts(terminal: Terminal): { above: string[]; panel: string[]; below: string[] } {
  const lines = terminal.lines.map((line) => line.trimEnd());
  const first = lines.findLastIndex((line) => line.startsWith('── '));
  const last = lines.findLastIndex((line) => statusRow.test(line));
  if (first === -1 || last < first) throw new Error(`there is no panel:\n${terminal.screen.join('\n')}`);
  // On a busy machine it may have its port only when the miner has ended.
  const below = lines.slice(last + 1).filter((line) => !line.startsWith('fpga-tee: metrics at '));
  return { above: lines.slice(0, first), panel: lines.slice(first, last + 1), below };
}

/** The lines of a log as they are to be seen: without colours, and without what nobody sees. */
function linesOf(log: Buffer): string[] {
  const lines = log.toString().split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replaceAll(new RegExp(sgr, 'g'), '').trimEnd());
}

function simulator({ bitstream, cards, rate }: { bitstream: string; cards: number; rate: number }): string {
  return `fpga-tee simulate -b ${bitstream} --cards ${cards} --rate ${rate} --seed 7 --lines 250`;
}

function stats(count: number): string {
  return `[15:28:31] FPGA0: ${count}.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
}

describe('the simulator piped through it', () => {
  const rigs = [
    { bitstream: '0xbtc', cards: 1, rate: 150 },
    { bitstream: 'nimiq', cards: 1, rate: 150 },
    { bitstream: 'rb4', cards: 3, rate: 50 },
    { bitstream: 'whitefire-table', cards: 12, rate: 15 },
  ];
  const shows = [wide, narrow].flatMap((size) => rigs.map((rig) => ({ ...rig, ...size })));

  test.concurrent.for(shows)(
    '$bitstream, $cards card(s), $columns × $rows: every line is above the panel, in order and once',
    async (show, { terminal, readLog }) => {
      const shell = terminal(`${simulator(show)} | ${tee}`, show);
      expect(await shell.ended()).toBe(0);
      expect(parts(shell).above).toEqual(linesOf(await readLog()));
    },
  );

  test.concurrent.for(shows)(
    '$bitstream, $cards card(s), $columns × $rows: each card has a row, the last panel stays, the cursor is below it',
    async (show, { terminal }) => {
      const shell = terminal(`${simulator(show)} | ${tee}`, show);
      expect(await shell.ended()).toBe(0);
      const { panel, below } = parts(shell);
      expect(panel[0]).toMatch(new RegExp(`^── fpga-tee · ${show.bitstream} · up \\d+s ─+$`));
      const names = panel.map((row) => row.split(' ')[0]).filter((name) => name?.startsWith('card'));
      expect(names).toEqual([
        'card',
        ...Array.from({ length: show.cards }, (_, place) => `card${place + 1}`),
      ]);
      expect(panel.at(-1)).toMatch(statusRow);
      expect(below).toEqual(['ended with 0']);
      const end = shell.screen.indexOf('ended with 0');
      expect(shell.cursor).toEqual({ row: end + 1, column: 0, visible: true });
    },
  );
});

describe('while the miner prints', () => {
  test.concurrent('the panel shows the newest reading', async ({ terminal, miner }) => {
    const shell = terminal(`${tee} < ${miner.path}`);
    await shell.shows('waiting for the first statistics');
    await shell.shows('no output yet');
    for (const count of [3, 7]) {
      await miner.write(stats(count));
      await shell.shows(new RegExp(`^card1 +${count}\\.500 .* 56\\.0 .* ${count}/– .*\\ds$`));
    }
  });

  test.concurrent('a line without its newline is seen at once, and once only', async ({
    terminal,
    miner,
  }) => {
    const message = (place: number): string =>
      `\n[40020000013AE3213511111C] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: ${place}/9  [q=3]`;
    const shell = terminal(`${tee} -b nimiq < ${miner.path}`);
    const seen = (): string[] => shell.lines.filter((line) => line.includes('Soln:'));
    const messages = (count: number): string[] =>
      Array.from({ length: count }, (_, place) => message(place).slice(1));
    for (const count of [1, 2, 3]) {
      await miner.write(message(count - 1));
      await until(() => expect(seen()).toEqual(messages(count)) ?? true);
    }
    miner.end();
    expect(await shell.ended()).toBe(0);
    expect(seen()).toEqual(messages(3));
  });

  test.concurrent('the panel stays one, without ghosts, when the window is resized', async ({
    terminal,
    miner,
    readLog,
  }) => {
    const shell = terminal(`${tee} < ${miner.path}`, wide);
    let count = 0;
    for (const size of [wide, narrow, wide, { columns: 60, rows: 15 }, wide]) {
      await shell.resize(size.columns, size.rows);
      for (const last = count + 30; count < last; count += 1) await miner.write(stats(count));
      await shell.shows(new RegExp(`^card1 .* ${count - 1}/– `));
    }
    miner.end();
    expect(await shell.ended()).toBe(0);
    const { above, panel, below } = parts(shell);
    expect(above).toEqual(linesOf(await readLog()));
    expect(panel).toHaveLength(4);
    // A terminal that joins broken rows again may leave an empty one at the end.
    expect(below.filter((line) => line !== '')).toEqual(['ended with 0']);
  });

  test.concurrent('the panel is drawn with CI set, too', async ({ terminal, miner }) => {
    const shell = terminal(`${tee} < ${miner.path}`, { env: { CI: 'true', CONTINUOUS_INTEGRATION: '1' } });
    await miner.write(stats(5));
    await shell.shows(/^card1 +5\.500 /);
    await shell.shows(statusRow);
  });
});

describe('colours', () => {
  const sample = 'nimiq-colour-crlf';

  test.concurrent("the miner's own are kept", async ({ terminal, readLog }) => {
    const shell = terminal(`cat '${samplePath(sample)}' | ${tee}`);
    expect(await shell.ended()).toBe(0);
    expect(shell.colourOf('yay!!!')).toBe(2);
    expect(shell.colourOf('NIM Miner')).toBeNull();
    expect(parts(shell).above).toEqual(linesOf(await readLog()));
  });

  test.concurrent('there are none at all with NO_COLOR', async ({ terminal, readLog }) => {
    const shell = terminal(`cat '${samplePath(sample)}' | ${tee}`, { env: { NO_COLOR: '1' } });
    expect(await shell.ended()).toBe(0);
    expect(shell.wire.toString('latin1')).not.toMatch(sgr);
    expect(parts(shell).above).toEqual(linesOf(await readLog()));
    // They are in the log all the same.
    expect(await readLog()).toEqual(sampleBytes(sample));
  });
});

describe('the terminal', () => {
  test.concurrent('leaves what is typed ahead to the next command', async ({ terminal, miner }) => {
    const shell = terminal(`stty -echo; ${tee} < ${miner.path}; read answer; echo "got $answer"`);
    await miner.write(stats(1));
    await shell.shows(/^card1 /);
    shell.type('all of it\n');
    await miner.write(stats(2));
    await shell.shows(/^card1 +2\.500 /);
    miner.end();
    await shell.shows('got all of it');
  });
});

test('a log that is followed leaves the keyboard to the tool: its keys need no opening, nothing is echoed', async ({
  terminal,
  directory,
}) => {
  await writeFile(path.join(directory, 'miner.log'), stats(1).repeat(3));
  const shell = terminal('fpga-tee -m miner.log --no-metrics', { columns: 100, rows: 30 });
  await shell.shows(/^card1 +1\.500 /);
  shell.type('xyz');
  shell.type('h');
  await shell.shows(/^keys p +hold the lines back/);
  await shell.shows(/red! over its limit, or silent/);
  expect(shell.screen.join('\n')).not.toContain('xyz');
  shell.type('\x1be\x1b[B');
  await shell.shows('nothing has happened yet');
  await shell.shows(/^card1 · miner miner\.log · bitstream 0xbtc/);
  shell.type('d');
  await until(() => !shell.screen.some((row) => row.startsWith('── fpga-tee')));
  shell.type('d');
  await until(() => shell.screen.some((row) => row.startsWith('── fpga-tee')));
  shell.type('q');
  expect(await shell.ended()).toBe(0);
});

test('without a UTF-8 locale nothing but ASCII is sent', async ({ terminal }) => {
  const shell = terminal(`fpga-tee simulate -b 0xbtc --rate 20 --lines 40 --seed 7 | ${tee}`, {
    env: { LANG: '', TERM: 'vt100' },
  });
  await shell.ended();
  expect(shell.lines.some((line) => line.startsWith('-- fpga-tee . 0xbtc . up '))).toBe(true);
  expect(shell.wire.every((byte) => byte < 0x80)).toBe(true);
});
