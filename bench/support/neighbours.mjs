// The tools that a flood is measured beside, and how.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/**
 * Shell commands that copy stdin to stdout and, but for the last, to the file.
 *
 * @param {string} program the built program
 * @param {string} copy
 * @returns {Record<string, string>}
 */
export function neighboursOf(program, copy) {
  const node = process.execPath;
  return {
    tee: `tee ${copy}`,
    pv: `pv -q | tee ${copy}`,
    'node, copy only': `${node} -e "process.stdin.pipe(require('fs').createWriteStream('${copy}'));process.stdin.pipe(process.stdout)"`,
    'node, copy, split2, a regex': `${node} --input-type=module -e "import s from 'split2';import f from 'node:fs';process.stdin.pipe(f.createWriteStream('${copy}'));process.stdin.pipe(process.stdout);let n=0;process.stdin.pipe(s()).on('data',l=>{n+=/Hash: ([0-9.]+)/.test(l)})"`,
    'fpga-tee --plain': `${node} ${program} --plain -o ${copy} -p 0 2>/dev/null`,
    'fpga-tee --plain --no-log': `${node} ${program} --plain --no-log -p 0 2>/dev/null`,
  };
}

/**
 * Seconds by the clock and of the CPU, and kilobytes, that a command takes for the file. Needs GNU time.
 *
 * @param {string} command
 * @param {string} input
 * @param {string} folder for what is written on the way
 */
export function measure(command, input, folder) {
  const report = path.join(folder, 'time');
  const from = performance.now();
  execFileSync('sh', [
    '-c',
    `cat ${input} | /usr/bin/time -o ${report} -f '%U %S %M' sh -c '${command.replaceAll("'", "'\\''")}' | cat >/dev/null`,
  ]);
  const wall = (performance.now() - from) / 1000;
  const [user = 0, system = 0, rss = 0] = execFileSync('tail', ['-1', report])
    .toString()
    .trim()
    .split(' ')
    .map(Number);
  return { wall, cpu: user + system, rss };
}
