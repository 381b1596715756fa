import { describe, expect } from 'vitest';
import { expectBytes } from './support/expect-bytes.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

/*
 * The program as it goes its ways on Windows, here: it takes this system for Windows. What Windows itself does with
 * consoles, signals and files can't be shown so.
 */
const asWindows = {
  NODE_OPTIONS: `--import=data:text/javascript,Object.defineProperty(process,'platform',{value:'win32'})`,
};

describe('on what it takes for Windows', () => {
  test('a console shows the lines and the panel, all of it before the program ends', async ({
    terminal,
    miner,
    readLog,
  }) => {
    const shell = terminal(`fpga-tee --no-metrics <${miner.path}`, { env: asWindows });
    await miner.write('line 1\r\n');
    await shell.shows('line 1');
    await shell.shows(/^log hashrates/);
    const rows = Array.from({ length: 2000 }, (_, place) => `line ${place + 2}`);
    miner.end(`${rows.join('\r\n')}\r\n`);
    expect(await shell.ended()).toBe(0);
    const shown = shell.lines;
    expect(shown.filter((line) => line.startsWith('line '))).toEqual(['line 1', ...rows]);
    expect(shown.at(-1)).toBe('ended with 0');
    expect(shown.filter((line) => line.startsWith('── fpga-tee'))).toHaveLength(1);
    expectBytes(await readLog(), `line 1\r\n${rows.join('\r\n')}\r\n`);
  });

  test('a console that stands still, as after a click into its window, does not hold up the log', async ({
    terminal,
    miner,
    readLog,
  }) => {
    const shell = terminal(`fpga-tee --plain --no-metrics <${miner.path}`, { env: asWindows });
    await miner.write('line 1\n');
    await shell.shows('line 1');
    shell.type('\x13');
    let printed = 'line 1\n';
    for (let count = 2; count < 200; count += 1) {
      const text = `line ${count} ${'x'.repeat(1000)}\n`;
      await miner.write(text);
      printed += text;
      await until(async () => (await readLog()).length === printed.length);
    }
    expect(shell.lines.some((line) => line.startsWith('line 199'))).toBe(false);
    shell.type('\x11');
    await shell.shows('line 199 ');
    miner.end();
    expect(await shell.ended()).toBe(0);
    expect(shell.lines.filter((line) => line.startsWith('line '))).toHaveLength(199);
    expectBytes(await readLog(), printed);
  });

  test('a pipe that nobody reads does not hold up the log', async ({ fpgaTee, readLog }) => {
    const tee = fpgaTee(['--no-metrics'], { stalled: true, env: asWindows });
    const input = 'a line of the miner\n'.repeat(50_000);
    await tee.stdin.write(input);
    await until(async () => (await readLog()).length === input.length);
    tee.readStdout();
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    expectBytes(tee.stdout, input);
  });

  test('a pipe whose reader goes away does not, either', async ({ fpgaTee, readLog }) => {
    const tee = fpgaTee(['--no-metrics'], { env: asWindows });
    await tee.stdin.write('line 1\n');
    await tee.printed('line 1');
    tee.closeStdout();
    await tee.stdin.write('line 2\n');
    await until(() => tee.stderr.includes('nobody reads stdout any more'));
    tee.stdin.end('line 3\n');
    expect(await tee.ended).toBe(0);
    expectBytes(await readLog(), 'line 1\nline 2\nline 3\n');
  });
});
