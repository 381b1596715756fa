import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hostile } from '../../support/hostile.ts';
import { scrape, value } from '../support/http.ts';
import { signal } from '../support/signal.ts';
import type { Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { peakMemory, pidIn } from './support/process.ts';
import { Broken, keeps, promise, type Tool } from './support/promise.ts';

const megabyte = 1024 * 1024;
/** Seconds for a gigabyte on a busy machine; two on one that is not. */
const longest = 25;
const served = ['--host', '127.0.0.1', '--port', '0'];

/** Waits for what the promise says; a wait in vain breaks it. */
async function awaited<Value>(
  tool: Tool,
  what: string,
  condition: () => Value | Promise<Value>,
): Promise<void> {
  await until(condition, tool.patience).catch(() => {
    throw new Broken(`${what}: not within ${tool.patience} s`);
  });
}

function stats(count: number): string {
  return `[15:28:31] FPGA0: ${count}.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: ${count}\n`;
}

/** A command for a shell that leaves its process id in the file `pid`, reading from the miner. */
function withPid(command: readonly string[], miner: string): string {
  return `sh -c 'echo $$ >pid; exec ${command.join(' ')} <${miner}'`;
}

promise('odd-endless-line', async (tool, { run, directory }) => {
  // The shell's own input, which stays open, keeps the tool there until its memory has been looked at.
  const printing = `head -c 512M /dev/zero | tr '\\0' x; head -c 512M /dev/zero; touch written; cat`;
  const reading = `sh -c 'echo $$ >pid; exec "$@"' sh "$@"`;
  const began = performance.now();
  const shell = run('sh', [
    '-c',
    `(${printing}) | ${reading} >/dev/null`,
    'sh',
    ...tool.command('/dev/null'),
  ]);
  const written = path.join(directory, 'written');
  // Another limit than usual: how long it takes is part of the promise.
  await until(() => existsSync(written), longest).catch(() => {
    throw new Broken(`it took more than ${longest} s`);
  });
  const seconds = (performance.now() - began) / 1000;
  const most = peakMemory(await pidIn(directory));
  shell.stdin.end();
  const code = await shell.ended;
  keeps(code === 0, `it ended with ${code}`);
  keeps(most < 200 * megabyte, `it took ${Math.round(most / megabyte)} MB of memory in ${seconds} s`);
});

promise('odd-endless-line-panel', async (tool, { terminal, miner, directory }) => {
  const shell = terminal(withPid(tool.command('/dev/null', ...served), miner.path));
  const pid = await pidIn(directory);
  await miner.write(stats(1));
  await awaited(tool, 'the panel', () => shell.screen.some((row) => /^card1 +1\.500 /.test(row)));
  await miner.write('the start of an endless line: ');
  const piece = Buffer.alloc(megabyte, 'x');
  for (let written = 0; written < 50; written += 1) await miner.write(piece);
  await awaited(tool, 'the open line', () =>
    shell.screen.some((row) => /^the start of an endless line: x+…$/.test(row)),
  );
  const most = peakMemory(pid);
  keeps(most < 250 * megabyte, `it took ${Math.round(most / megabyte)} MB of memory`);
  await miner.write(`\n${stats(2)}`);
  await awaited(tool, 'the next reading', () => shell.screen.some((row) => /^card1 +2\.500 /.test(row)));
  miner.end();
  keeps((await shell.ended()) === 0, 'it failed');
});

promise('odd-bytes', async (tool, { run, readLog }) => {
  const [command, ...args] =
    tool.name === 'tee' ? tool.command('the.log') : tool.command('the.log', ...served);
  const program = run(command, args);
  const everyByte = Uint8Array.from({ length: 512 }, (_, place) => place % 256);
  const printed = Buffer.concat([
    Buffer.from(stats(1)),
    Buffer.from(`${'0123456789'.repeat(500_000)}\n`),
    Buffer.from(`\0\0a\0b\0\n\0`),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a, 0xf0, 0x9f, 0x92, 0x0a, 0xe2, 0x84, 0x0a]),
    everyByte,
    Buffer.from(`\x1b]0;without end\n\x1b[\n\u202e\u200b\n${stats(2)}`),
  ]);
  await program.stdin.write(printed);
  if (tool.name === 'fpga-tee') {
    const address = await program.address();
    await awaited(
      tool,
      'the reading behind them',
      async () => value(await scrape(address), 'fpga_solutions_total{card="card1"}') === 2,
    );
  }
  program.stdin.end();
  keeps((await program.ended) === 0, 'it failed');
  keeps(program.stdout.equals(printed), 'stdout is not what was printed');
  keeps((await readLog('the.log')).equals(printed), 'the log is not what was printed');
});

promise('odd-utf16', async (tool, { run, terminal, miner, directory, readLog }) => {
  const text = `Temp( ℃ ) 温度\r\n${stats(7).replace('\n', '\r\n')}`;
  const encodings = {
    'with its mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'without it': Buffer.from(text, 'utf16le'),
    'appended to bytes': Buffer.concat([Buffer.from(stats(1)), Buffer.from(text, 'utf16le')]),
  };
  for (const [name, printed] of Object.entries(encodings)) {
    const [command, ...args] = tool.command(`${name}.log`, ...served);
    const program = run(command, args);
    await program.stdin.write(printed);
    const address = await program.address();
    await awaited(
      tool,
      `the reading of UTF-16 ${name}`,
      async () => value(await scrape(address), 'fpga_solutions_total{card="card1"}') === 7,
    );
    program.stdin.end();
    keeps((await program.ended) === 0, 'it failed');
    keeps(program.stdout.equals(printed), `stdout of UTF-16 ${name} is not what was printed`);
    keeps(
      (await readLog(`${name}.log`)).equals(printed),
      `the log of UTF-16 ${name} is not what was printed`,
    );
    const check = run('fpga-tee', ['check', '--json', `${name}.log`]);
    keeps((await check.ended) === 0, `check found nothing in UTF-16 ${name}`);
    keeps(check.stdout.includes('"solutions": 7'), `check did not read UTF-16 ${name}`);
  }

  const shell = terminal(withPid(tool.command('the.log', ...served), miner.path));
  const pid = await pidIn(directory);
  await miner.write(encodings['with its mark']);
  await awaited(tool, 'the panel', () => shell.screen.some((row) => /^card1 +7\.500 /.test(row)));
  keeps(shell.lines.includes('Temp( ℃ ) 温度'), 'the line is not shown as text');
  await detach(tool, shell, pid);
  await miner.write(Buffer.from('after it: ℃ 温度\r\n', 'utf16le'));
  await awaited(tool, 'the line after the panel', () => shell.lines.includes('after it: ℃ 温度'));
});

/** Takes the panel away, as two Ctrl-C do. */
async function detach(tool: Tool, shell: Terminal, pid: number): Promise<void> {
  await awaited(tool, 'the end of the panel', () => {
    signal(pid, 'SIGINT');
    return !shell.lines.some((row) => row.startsWith('── '));
  });
}

/** All escape sequences and control characters in what a terminal was sent; no colours, no ends of lines. */
function sequencesIn(wire: string): string[] {
  const found = wire.match(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^[]?|(?![\n\r\t])[\p{Cc}\p{Cf}]/gu) ?? [];
  return found.filter((sequence) => !/^\x1b\[[0-9;]*m$/.test(sequence));
}

/** Ink's and our own ways around the panel: erase a row or what is below, go up and down, along a row, to its start, make room. */
const ofThePanel = /^\x1b\[(?:\?2026[hl]|\?25[hl]|2K|J|\d{1,2}[ABL]|\d{1,3}C|G)$/;
/** The cursor is hidden in a frame and nowhere else. */
const frames = /\x1b\[\?2026h\x1b\[\?25l|\x1b\[\?25h\x1b\[\?2026l/g;

promise('odd-escapes', async (tool, { terminal, miner, directory }) => {
  const lines = (when: string): string =>
    hostile.map(([, sequence], place) => `${when} ${place} ${sequence} behind\n`).join('') +
    `${when}, \x1b[35min colour\x1b[0m\n${when}, the last\n`;
  const wireOf = (shell: Terminal): string => shell.wire.toString();
  const keepsClean = (wire: string, when: string, allowed: RegExp): void => {
    keeps(!wire.includes('HIDDEN'), `${when}: what belongs to a sequence was shown`);
    const bad = sequencesIn(wire.replace(frames, '')).filter((sequence) => !allowed.test(sequence));
    keeps(bad.length === 0, `${when}: the terminal was sent ${JSON.stringify(bad.slice(0, 5))}`);
  };

  await writeFile(path.join(directory, 'early'), lines('early'));
  const early = terminal(`cat early | ${tool.command('early.log').join(' ')}`);
  await awaited(tool, 'the early lines', () => wireOf(early).includes('early, the last'));
  keepsClean(wireOf(early), 'before the panel was there', ofThePanel);

  const shell = terminal(withPid(tool.command('the.log', ...served), miner.path));
  const pid = await pidIn(directory);
  await miner.write(stats(1));
  await awaited(tool, 'the panel', () => shell.screen.some((row) => /^card1 +1\.500 /.test(row)));
  await miner.write(lines('with it'));
  await awaited(tool, 'the lines', () => wireOf(shell).includes('with it, the last'));
  // The open line has a row of its own.
  for (const [name, sequence] of hostile) {
    await miner.write(`\nopen: ${name} ${sequence}`);
    await awaited(tool, 'the open line', () => shell.screen.some((row) => row.startsWith(`open: ${name}`)));
  }
  await miner.write('\n');
  keepsClean(wireOf(shell), 'above the panel', ofThePanel);
  keeps(shell.colourOf('in colour') === 5, 'the colours are gone');

  await detach(tool, shell, pid);
  const before = wireOf(shell).length;
  // So that sequences come in pieces.
  for (const line of lines('after it').split(/(?<=[\x1b\x9b-\x9d[\];\n])/)) await miner.write(line);
  await awaited(tool, 'the lines after the panel', () => wireOf(shell).includes('after it, the last'));
  keepsClean(wireOf(shell).slice(before), 'after the panel', /^$/);
  keeps(/\x1b\[35min colour\x1b\[0m/.test(wireOf(shell).slice(before)), 'the colours are gone');
  miner.end();
  keeps((await shell.ended()) === 0, 'it failed');
});

promise('odd-widths', async (tool, { terminal, miner }) => {
  const odd = [
    'right to left: \u202etxet\u202c \u2067and\u2069 שלום عربي',
    'no width: a\u200b\u200c\u200d\u2060\ufeffb\u00adc',
    'wide: 温度温度温度 ｗｉｄｅ 🚀🚀🚀',
    'joined: 👨\u200d👩\u200d👧\u200d👦 👍🏽 🏴\u{e0067}\u{e0062}\u{e007f} 🇩🇪 ❤\ufe0f 1\ufe0f\u20e3',
    `accents: e${'\u0301\u0323\u0338'.repeat(2000)}`,
    'marks: हिन्दी ไทยกำ 각 ㅤᅟᅠ',
    'tabs:\ta\tb\t温\tc',
    'separators: a\u2028b\u2029c\u0085d',
    '👍🏽'.repeat(60),
    '温度🚀🇩🇪'.repeat(60),
    `${'क्षि'.repeat(100)} ${'\u0600\u{110bd}'.repeat(100)}`,
  ];
  const shell = terminal(`${tool.command('the.log', ...served).join(' ')} <${miner.path}`, {
    columns: 80,
    rows: 24,
  });
  await miner.write(stats(1));
  await awaited(tool, 'the panel', () => shell.screen.some((row) => /^card1 +1\.500 /.test(row)));
  const panel = (): string[] => shell.lines.slice(shell.lines.findIndex((row) => row.startsWith('── ')));
  const height = panel().length;
  let count = 1;
  const startingWith = (start: string): number => shell.lines.filter((row) => row.startsWith(start)).length;
  for (const text of odd) {
    count += 1;
    const start = `odd ${count}: `;
    // First as the open line, which has a row in the panel, then as one that has ended.
    await miner.write(start + text);
    await awaited(tool, `the open line ${start}`, () => startingWith(start) === 1);
    await miner.write(`\n${stats(count)}`);
    await awaited(tool, `the reading behind ${start}`, () =>
      shell.screen.some((row) => row.startsWith('card1 ') && row.includes(` ${count}/–`)),
    );
    const rows = panel();
    keeps(rows.length === height, `the panel is ${rows.length} rows high:\n${rows.join('\n')}`);
    for (const once of ['── ', 'card ', 'card1 ', 'log the.log', start])
      keeps(startingWith(once) === 1, `there is more than one row with ${once}:\n${shell.screen.join('\n')}`);
  }
  // Above the panel there are the lines, each once, and nothing that a row of it has left behind; the open line's row is blank.
  const above = shell.lines.filter((row) => row !== '').length - height;
  keeps(above === 1 + 2 * odd.length, `there are ${above} lines above the panel`);
  const wire = shell.wire.toString();
  // Terminals differ in what they do with these; so they must not get any.
  const bad = wire.match(/[\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]|\p{M}{5}/u);
  keeps(bad === null, `the terminal was sent ${JSON.stringify(bad?.[0])}`);
  miner.end();
  keeps((await shell.ended()) === 0, 'it failed');
});
