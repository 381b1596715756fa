// How fast a log of 100 MB goes through, beside the neighbours, in the same run: `npm run bench`.
// Needs GNU time; tee, pv and Node's own copy are measured where they are installed.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { measure, neighboursOf } from './support/neighbours.mjs';
import { median } from './support/watch.mjs';

const runs = 5;
const lines = 1_000_000;
const program = path.resolve('dist/fpga-tee.js');
const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-bench-'));
const input = path.join(folder, 'input.log');
const copy = path.join(folder, 'copy.log');

const file = createWriteStream(input);
for (let line = 1; line <= lines; line += 1) {
  const rate = (17 + (line % 100) / 100).toFixed(3);
  const text = `[40020000013AE3213511111C] Hash: ${rate}GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${line}/${line + 9}\n`;
  if (!file.write(text)) await new Promise((resolve) => file.once('drain', () => resolve(null)));
}
file.end();
await finished(file);
const { size } = statSync(input);

process.stdout.write(`${(size / 1e6).toFixed(0)} MB, ${lines} lines, median of ${runs} runs\n\n`);
process.stdout.write(
  `${'tool'.padEnd(28)}${'MB/s'.padStart(8)}${'CPU s'.padStart(8)}${'RSS MB'.padStart(8)}\n`,
);
for (const [name, command] of Object.entries(neighboursOf(program, copy))) {
  if (spawnSync('sh', ['-c', `command -v ${command.split(' ')[0]}`]).status !== 0) continue;
  const measured = Array.from({ length: runs }, () => {
    rmSync(copy, { force: true });
    return measure(command, input, folder);
  });
  const columns = [
    (size / 1e6 / median(measured.map((run) => run.wall))).toFixed(0),
    median(measured.map((run) => run.cpu)).toFixed(2),
    (median(measured.map((run) => run.rss)) / 1e3).toFixed(0),
  ];
  process.stdout.write(`${name.padEnd(28)}${columns.map((text) => text.padStart(8)).join('')}\n`);
}
rmSync(folder, { recursive: true });
