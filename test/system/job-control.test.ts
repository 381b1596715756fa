import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { expectBytes } from './support/expect-bytes.ts';
import { named, openShell, prompted, stateOf } from './support/interactive-shell.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

describe.runIf(process.platform === 'linux')('Ctrl-Z in a shell', () => {
  test('stops miner and tool, gives the prompt back, and with fg all goes on', async ({
    terminal,
    miner,
    directory,
    readLog,
  }) => {
    const shell = await openShell(terminal);
    shell.type(`${named('miner', `cat <${miner.path}`)} | ${named('tee', 'fpga-tee --no-metrics')}\r`);
    await miner.write('line 1\n');
    await shell.shows('line 1');
    await shell.shows(/^log hashrates/);

    shell.type('\x1a');
    await prompted(shell, 2);
    expect([await stateOf(directory, 'miner'), await stateOf(directory, 'tee')]).toEqual(['T', 'T']);
    expect(shell.cursor.visible).toBe(true);
    const panelRows = () => shell.lines.filter((line) => /^── fpga-tee|^log hashrates/.test(line));
    expect(panelRows()).toEqual([]);
    shell.type('echo $((6 * 7))\r');
    await shell.shows(/^42$/);
    await miner.write('line 2\n');

    shell.type('fg\r');
    await shell.shows(/^line 2/);
    await shell.shows(/^log hashrates/);
    miner.end('line 3\n');
    await prompted(shell, 4);
    expectBytes(await readLog(), 'line 1\nline 2\nline 3\n');
    // Nothing of what the shell has shown is drawn over, and there is one panel.
    const fixed = ['line 1', /Stopped/, '42', /^fg|^what now\? fg/, 'line 2', 'line 3'];
    let row = -1;
    for (const text of fixed) {
      row = shell.lines.findIndex(
        (line, place) => place > row && (typeof text === 'string' ? line === text : text.test(line)),
      );
      expect(row, `${text} in order in:\n${shell.lines.join('\n')}`).not.toBe(-1);
    }
    expect(panelRows()).toHaveLength(2);
  });

  test('does not stop the tool when the miner runs in a job of its own and only its wrapper is stopped', async ({
    terminal,
    miner,
    directory,
    readLog,
  }) => {
    const shell = await openShell(terminal);
    const wrapper = `sh -c 'setsid sh -c "echo \\$\\$ >miner; exec cat <${miner.path}" & wait'`;
    shell.type(`${wrapper} | ${named('tee', 'fpga-tee --no-metrics')}\r`);
    await miner.write('line 1\n');
    await shell.shows('line 1');
    expect(await stateOf(directory, 'miner')).not.toBe('T');
    shell.type('\x1a');
    const begin = performance.now();
    let printed = 'line 1\n';
    for (let count = 2; performance.now() - begin < 2000; count += 1) {
      await miner.write(`line ${count}\n`);
      printed += `line ${count}\n`;
      await until(async () => (await readLog()).length === printed.length);
    }
    expect(await stateOf(directory, 'tee')).not.toBe('T');
  });
});

describe.runIf(process.platform === 'linux')('in the background of a terminal with stty tostop', () => {
  test.for([
    ['its output', '--plain'],
    ['its panel', '-b auto'],
  ] as const)(
    '%s stops neither the miner nor us, and all is shown and logged',
    async ([, option], { terminal, miner, directory, readLog }) => {
      const shell = await openShell(terminal);
      shell.type('stty tostop\r');
      await prompted(shell, 2);
      shell.type(
        `${named('miner', `cat <${miner.path}`)} | ${named('tee', `fpga-tee --no-metrics ${option}`)} &\r`,
      );
      let printed = '';
      for (let count = 1; count <= 20; count += 1) {
        await miner.write(`line ${count}\n`);
        printed += `line ${count}\n`;
        await shell.shows(new RegExp(`line ${count}$`));
        expect(await stateOf(directory, 'miner')).not.toBe('T');
      }
      expect(await stateOf(directory, 'tee')).not.toBe('T');
      expectBytes(await readLog(), printed);

      // In the foreground again it writes by itself.
      shell.type('fg\r');
      await miner.write('line 21\n');
      await shell.shows(/line 21$/);
      miner.end('line 22\n');
      await shell.shows(/line 22$/);
      await until(async () => (await readLog()).toString() === `${printed}line 21\nline 22\n`);
    },
  );

  test('nor does a warning of ours', async ({ terminal, miner, directory }) => {
    const shell = await openShell(terminal);
    shell.type('stty tostop\r');
    await prompted(shell, 2);
    const tee = named('tee', 'fpga-tee --no-metrics -o /dev/null/x.log');
    shell.type(`${named('miner', `cat <${miner.path}`)} | ${tee} >out &\r`);
    await shell.shows('fpga-tee: log /dev/null/x.log: a part of its path is no directory');
    await miner.write('line 1\n');
    await until(async () => (await readFile(path.join(directory, 'out'), 'utf8')) === 'line 1\n');
    expect([await stateOf(directory, 'miner'), await stateOf(directory, 'tee')]).not.toContain('T');
  });
});
