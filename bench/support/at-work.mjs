// The program at work beside a simulated miner, and what it costs meanwhile.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { until } from './wait.mjs';

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {string} [feed] a shell command that prints what a miner prints
 * @property {readonly string[]} command
 * @property {'null' | 'terminal'} where what stdout is
 */

/** `$1` where the PID goes, `$2` what prints, then the program. */
const piped =
  'pid=$1 feed=$2; shift 2; sh -c "$feed" | sh -c \'echo $$ > "$0.tmp"; mv "$0.tmp" "$0"; exec "$@"\' "$pid" "$@"';

/**
 * Starts it; it ends with the bench.
 *
 * @param {import('./workplace.mjs').Workplace} place
 * @param {Work} work
 */
export async function atWork(place, { name, feed = 'exec sleep 100000', command, where }) {
  const pidFile = place.file(`${name}.pid`);
  rmSync(pidFile, { force: true });
  const args = ['-c', piped, 'sh', pidFile, feed, ...command];
  const { PATH = '', HOME = '/' } = process.env;
  const env = { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
  if (where === 'terminal') {
    const terminal = spawnTerminal('sh', args, { cols: 120, rows: 40, env, encoding: null });
    terminal.onData(() => {});
    place.onClose(() => terminal.kill());
  } else {
    const child = spawn('sh', args, { env, stdio: 'ignore', detached: true });
    place.onClose(() => process.kill(-(child.pid ?? 0), 'SIGKILL'));
  }
  await until(() => existsSync(pidFile), 10);
  return new Process(Number(readFileSync(pidFile, 'utf8')));
}

/** What Linux knows of what a process costs. */
export class Process {
  #pid;

  /** @param {number} pid */
  constructor(pid) {
    this.#pid = pid;
  }

  /** CPU seconds of all its threads so far, to the nanosecond. */
  cpu() {
    const threads = readdirSync(`/proc/${this.#pid}/task`);
    const spent = threads.map((thread) =>
      Number(readFileSync(`/proc/${this.#pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
  }

  /** Megabytes: now, and at most so far. */
  memory() {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
    const [now = 0, peak = 0] = ['VmRSS', 'VmHWM'].map(
      (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1.024e-3,
    );
    return { now, peak };
  }
}
