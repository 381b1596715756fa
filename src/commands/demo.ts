import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `fpga-tee demo`: the simulator piped through the tool. On a terminal until Ctrl-C, else for 15 seconds. */
export async function demo(port: number): Promise<number> {
  const program = `"${process.execPath}" "${process.argv[1]}"`;
  const log = path.join(await mkdtemp(path.join(tmpdir(), 'fpga-tee-demo-')), 'hashrates.log');
  const duration = process.stdin.isTTY && process.stdout.isTTY ? '' : '--for 15s';
  process.stderr.write(`Three simulated cards, piped through fpga-tee; log ${log}\n`);
  const simulator = `${program} simulate -b rb4 --cards 3 --speed-up 20 --restart-every 20m ${duration}`;
  const tool = `${program} -b rb4 --no-config --host 127.0.0.1 --port ${port} -o "${log}"`;
  const pipeline = spawn(`${simulator} | ${tool}`, {
    shell: true,
    stdio: 'inherit',
    // A demo is the same for everybody.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FPGA_TEE_'))),
  });
  // Ctrl-C goes to the whole pipeline: the simulator ramps its cards down, the tool follows to the end.
  process.on('SIGINT', () => {});
  return new Promise((resolve) => {
    pipeline.on('error', () => resolve(1));
    pipeline.on('exit', (code) => resolve(code ?? 1));
  });
}
