// How soon there is something to see: the miner's first byte, and the panel, from the start of the process.
import { spawn } from 'node:child_process';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { atMost } from '../support/table.mjs';
import { median } from '../support/watch.mjs';
import { machine } from '../support/workplace.mjs';

/** A line is there already, and nothing comes after it. */
const waiting = 'printf "FPGA0 says\\n" | { cat; exec sleep 10; } | exec "$@"';
/** With it a frame of the panel begins. */
const frameStart = '\x1b[?2026h';
const bare = [process.execPath, '-e', 'process.stdin.pipe(process.stdout)'];

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function start(place) {
  const runs = place.settings.quick ? 5 : 21;
  const options = ['--no-log', '--host', '127.0.0.1', '-p', '0'];
  /** @type {Record<string, {first: () => Promise<number>, times: number[]}>} */
  const cases = {
    'Node: copy, first byte': { first: () => firstByte(bare), times: [] },
    'first byte': { first: () => firstByte(place.own([...options, '--plain'])), times: [] },
    'first panel': { first: () => firstFrame(place.own(options)), times: [] },
  };
  for (let run = 0; run < runs; run += 1)
    for (const { first, times } of Object.values(cases)) times.push(await first());
  const [node = 0, byte = 0, panel = 0] = Object.values(cases).map(({ times }) => median(times));
  return [
    {
      title: `Start, median of ${runs}; ${machine()}`,
      columns: ['ms', 'over Node'],
      rows: Object.keys(cases).map((name, at) => {
        const ms = [node, byte, panel][at] ?? 0;
        return { name, values: [ms, ms - node] };
      }),
      goals: [
        atMost('first byte over Node, ms', byte - node, 35),
        atMost('first panel over Node, ms', panel - node, 110),
      ],
      notes: [],
    },
  ];
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<number>} milliseconds
 */
function firstByte(command) {
  const from = performance.now();
  const child = spawn('sh', ['-c', waiting, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  return new Promise((resolve) => {
    child.stdout.once('data', () => {
      resolve(performance.now() - from);
      child.stdout.destroy();
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    });
  });
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<number>} milliseconds
 */
function firstFrame(command) {
  const { PATH = '', HOME = '/' } = process.env;
  const env = { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
  const from = performance.now();
  const terminal = spawnTerminal('sh', ['-c', waiting, 'sh', ...command], { cols: 120, rows: 40, env });
  return new Promise((resolve) => {
    let shown = '';
    const { dispose } = terminal.onData((text) => {
      shown += text;
      if (!shown.includes(frameStart)) return;
      dispose();
      resolve(performance.now() - from);
      process.kill(-terminal.pid, 'SIGKILL');
    });
  });
}
