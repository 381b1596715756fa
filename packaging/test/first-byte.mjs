// How long it is from a start to the first byte of the output: of the executable, and of the program under the Node that runs this.
// They start in turn, so that both find the same machine.
//
//   node packaging/test/first-byte.mjs <executable> <program> [<starts of each>]
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const [executable = '', program = '', starts = '11'] = process.argv.slice(2);

/**
 * @param {string} file
 * @param {readonly string[]} words
 * @returns {Promise<number>} milliseconds
 */
async function firstByte(file, words) {
  const begin = performance.now();
  const child = spawn(file, [...words, '--plain', '--no-metrics', '--no-log'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.write('first\n');
  await once(child.stdout, 'data');
  const taken = performance.now() - begin;
  child.stdin.end();
  await once(child, 'close');
  return taken;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const ofExecutable = [];
const ofNode = [];
// The first start of each finds nothing in memory.
for (let start = 0; start <= Number(starts); start++) {
  const taken = [await firstByte(executable, []), await firstByte(process.execPath, [program])];
  if (start === 0) continue;
  ofExecutable.push(taken[0] ?? 0);
  ofNode.push(taken[1] ?? 0);
}
const [one, other] = [median(ofExecutable), median(ofNode)];
process.stdout.write(`${one.toFixed(0)} ms, node dist/fpga-tee.js ${other.toFixed(0)} ms\n`);
