// The demo: the simulator piped through the tool. On a terminal until Ctrl-C, else for 15 seconds.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = `"${process.execPath}" "${path.resolve('dist/fpga-tee.js')}"`;
const log = path.join(await mkdtemp(path.join(tmpdir(), 'fpga-tee-demo-')), 'hashrates.log');
const duration = process.stdin.isTTY && process.stdout.isTTY ? '' : '--for 15s';

process.stderr.write(`The simulator, three cards, piped through fpga-tee; log ${log}\n`);
const pipeline = spawn(
  `${program} simulate -b rb4 --cards 3 --speed-up 20 --restart-every 20m ${duration} | ${program} -b rb4 --host 127.0.0.1 -o "${log}"`,
  { shell: true, stdio: 'inherit' },
);
// Ctrl-C goes to the whole pipeline: the simulator ramps its cards down, the tool follows to the end.
process.on('SIGINT', () => {});
pipeline.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
