// Draws docs/panel.svg: the tool at work on the simulator, in a real terminal, as it looks after half a minute.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const columns = 112;
const rows = 24;
const seconds = 40;

const program = `"${process.execPath}" "${path.resolve('dist/fpga-tee.js')}"`;
const pipeline = `${program} simulate -b rb4 --cards 3 --seed 5 --speed-up 20 | ${program} -b rb4 -c bcu1,bcu2,cvp1 --host 127.0.0.1 -p 9464`;
const folder = await mkdtemp(path.join(tmpdir(), 'fpga-tee-picture-'));
const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
const pty = spawn('sh', ['-c', pipeline], {
  cols: columns,
  rows,
  cwd: folder,
  name: 'xterm-256color',
  env: { ...process.env, LANG: 'C.UTF-8' },
});
pty.onData((data) => terminal.write(data));
await wait(2000);
// A scrape, so that the status line has something to tell.
for (let passed = 2; passed < seconds; passed += 10) {
  await fetch('http://127.0.0.1:9464/metrics').then((response) => response.text());
  await wait(10_000);
}
await writeFile('docs/panel.svg', svgOf(terminal));
pty.kill();

/** @param {import('@xterm/headless').Terminal} screen */
function svgOf(screen) {
  const width = 8.4;
  const height = 17;
  const palette = ['#484f58', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#c9d1d9'];
  const buffer = screen.buffer.active;
  /** @type {string[]} */
  const texts = [];
  for (let y = 0; y < rows; y += 1) {
    const line = buffer.getLine(buffer.viewportY + y);
    /** @type {{ x: number, text: string, fill: string, bold: boolean }[]} */
    const runs = [];
    for (let x = 0; x < columns; x += 1) {
      const cell = line?.getCell(x);
      const text = cell?.getChars() || ' ';
      const colour = cell?.isFgPalette() ? (palette[cell.getFgColor() % 8] ?? '#c9d1d9') : '#c9d1d9';
      const fill = cell?.isDim() ? '#7d8590' : colour;
      const bold = Boolean(cell?.isBold());
      const last = runs.at(-1);
      if (last !== undefined && last.fill === fill && last.bold === bold) last.text += text;
      else runs.push({ x, text, fill, bold });
    }
    for (const { x, text, fill, bold } of runs) {
      const shown = text.trim();
      if (shown === '') continue;
      const from = x + text.indexOf(shown);
      const content = shown.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/ /g, '\u00a0');
      texts.push(
        `<text x="${(from * width + 14).toFixed(1)}" y="${y * height + 26}" fill="${fill}"${bold ? ' font-weight="bold"' : ''}` +
          ` textLength="${(shown.length * width).toFixed(1)}">${content}</text>`,
      );
    }
  }
  const size = `${Math.round(columns * width + 28)} ${rows * height + 28}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<title>The panel of fpga-tee below the miner's own output</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${texts.join('\n')}
</svg>
`;
}
