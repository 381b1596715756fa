// What a program takes for an input, its children included. Needs GNU time.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { spawn as spawnTerminal } from '@lydell/node-pty';

/**
 * @typedef {object} Cost
 * @property {number} wall seconds
 * @property {number} cpu seconds
 * @property {number} rss megabytes at most
 */

/** `$1` input, `$2` the report, then the program. */
const timed = 'input=$1 report=$2; shift 2; cat "$input" | /usr/bin/time -o "$report" -f "%e %U %S %M" "$@"';

/**
 * @param {readonly string[]} command
 * @param {{readonly input: string, readonly report: string, readonly where: 'null' | 'terminal'}} how
 * @returns {Promise<Cost>}
 */
export async function timeOf(command, { input, report, where }) {
  const args = ['-c', timed, 'sh', input, report, ...command];
  const code = await (where === 'terminal' ? inTerminal(args) : toNull(args));
  const told = readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`${command.join(' ')}: exit code ${code}`);
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = told.split(' ').map(Number);
  return { wall, cpu: user + system, rss: kilobytes / 1e3 };
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number | null>}
 */
function toNull(args) {
  const child = spawn('sh', args, { stdio: 'ignore' });
  return new Promise((resolve) => child.once('close', resolve));
}

/**
 * A terminal of 120 × 40 that takes whatever comes.
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function inTerminal(args) {
  const { PATH = '', HOME = '/' } = process.env;
  const env = { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
  const terminal = spawnTerminal('sh', args, { cols: 120, rows: 40, env, encoding: null });
  terminal.onData(() => {});
  return new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
}
