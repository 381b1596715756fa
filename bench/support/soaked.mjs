// The program at work between real pipes or in a real terminal, watched.
import { spawn as spawnChild } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { until } from './wait.mjs';
import { Watch } from './watch.mjs';

/** With it each frame of the panel begins. */
const frameStart = Buffer.from('\x1b[?2026h');

/**
 * @typedef {object} Setup
 * @property {string} program
 * @property {string} folder for what is needed on the way
 * @property {string} input a file that is fed at full speed; what is written comes after it
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} [env]
 */

/**
 * @typedef {object} Soaked
 * @property {Watch} watch
 * @property {(text: string) => void} write
 * @property {() => Promise<number>} end the input ends; resolves to the exit code
 * @property {() => Promise<string | null>} shown the SHA-256 of its stdout, after its end; null when that was a terminal
 * @property {() => number} frames frames of the panel so far
 * @property {() => void} kill
 */

/** `$1` input, `$2` where the PID goes, `$3` where the exit code goes, then the program. Node's own pipes are sockets. */
const pipeline = `
input=$1 pid=$2 code=$3; shift 3
{ cat "$input"; exec cat; } |
{ sh -c 'echo $$ > "$0.tmp"; mv "$0.tmp" "$0"; exec "$@"' "$pid" "$@"; echo $? > "$code"; } | sha256sum`;

/**
 * @param {Setup} setup
 * @returns {Promise<Soaked>}
 */
export async function openPipe(setup) {
  const files = filesOf(setup);
  const child = spawnChild(
    'sh',
    ['-c', pipeline, 'sh', setup.input, files.pid, files.code, ...commandOf(setup), '--plain'],
    { env: environmentOf(setup, files), stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let sum = '';
  child.stdout.on('data', (chunk) => {
    sum += chunk;
  });
  child.stdin.on('error', () => {});
  const closed = new Promise((resolve) => child.once('close', resolve));
  const { pid, watch } = await watchOf(files);
  return {
    watch,
    write: (text) => child.stdin.write(text),
    async end() {
      child.stdin.end();
      await closed;
      return Number(readFileSync(files.code, 'utf8'));
    },
    async shown() {
      await closed;
      return sum.split(' ')[0] ?? '';
    },
    frames: () => 0,
    kill: () => endAll(watch, pid, () => child.stdin.destroy()),
  };
}

/** The same in a terminal of 120 × 40. */
const inTerminal = 'sh -c \'echo $$ > "$0.tmp"; mv "$0.tmp" "$0"; exec "$@"\' "$@" < "$FIFO"';

/**
 * @param {Setup} setup
 * @returns {Promise<Soaked>}
 */
export async function openTerminal(setup) {
  const files = filesOf(setup);
  const feeder = spawnChild(
    'sh',
    ['-c', 'mkfifo "$2"; { cat "$1"; exec cat; } > "$2"', 'sh', setup.input, files.fifo],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  feeder.stdin.on('error', () => {});
  await until(() => existsSync(files.fifo), 10);
  const terminal = spawnTerminal('sh', ['-c', inTerminal, 'sh', files.pid, ...commandOf(setup)], {
    cols: 120,
    rows: 40,
    env: { ...environmentOf(setup, files), FIFO: files.fifo, TERM: 'xterm-256color' },
    encoding: null,
  });
  let frames = 0;
  let end = Buffer.alloc(0);
  terminal.onData((/** @type {string | Uint8Array} */ chunk) => {
    const bytes = Buffer.concat([end, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    let from = 0;
    for (let at = bytes.indexOf(frameStart); at !== -1; at = bytes.indexOf(frameStart, from)) {
      frames += 1;
      from = at + frameStart.length;
    }
    // A mark that two chunks share is seen with the second.
    end = bytes.subarray(Math.max(from, bytes.length - frameStart.length + 1));
  });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  const { pid, watch } = await watchOf(files);
  return {
    watch,
    write: (text) => feeder.stdin.write(text),
    end() {
      feeder.stdin.end();
      return ended;
    },
    shown: () => Promise.resolve(null),
    frames: () => frames,
    kill: () => endAll(watch, pid, () => feeder.stdin.destroy()),
  };
}

/** @param {Setup} setup */
function filesOf({ folder }) {
  const files = {
    pid: path.join(folder, 'pid'),
    code: path.join(folder, 'code'),
    probe: path.join(folder, 'probe.json'),
    fifo: path.join(folder, 'fifo'),
  };
  for (const file of Object.values(files)) rmSync(file, { force: true });
  return files;
}

/** @param {Setup} setup */
function commandOf({ program, args }) {
  const probe = path.resolve(import.meta.dirname, 'probe.mjs');
  return [process.execPath, '--expose-gc', '--import', probe, program, ...args];
}

/**
 * @param {Setup} setup
 * @param {{readonly probe: string}} files
 */
function environmentOf({ env = {} }, { probe }) {
  const { PATH = '', HOME = '/' } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8', SOAK_PROBE: probe, ...env };
}

/** @param {{readonly pid: string, readonly probe: string}} files */
async function watchOf(files) {
  await until(() => existsSync(files.pid), 10);
  const pid = Number(readFileSync(files.pid, 'utf8'));
  return { pid, watch: new Watch(pid, files.probe) };
}

/**
 * @param {Watch} watch
 * @param {number} pid
 * @param {() => void} stopInput
 */
function endAll(watch, pid, stopInput) {
  watch.stop();
  stopInput();
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
