// How late the bytes of a miner come out: `node probe.mjs <program> <options…>` in a directory of its own.
//
// It starts the program between named pipes, prints its pid, gives it a line of a rig with 12 cards every 5 ms and looks
// every 2 ms at what has come out. For each line on stdin it prints, as JSON, what it has seen since the last time.
// It knows its own delays: a line counts as late only up to the last look at which it was not there yet, and without the
// time in which the system gave the program no processor.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import readline from 'node:readline';

const [program = '', ...options] = process.argv.slice(2);
const writeEvery = 5;
const lookEvery = 2;

const session = execFileSync(
  'fpga-tee',
  'simulate --bitstream whitefire-table --cards 12 --rate 0 --lines 20000'.split(' '),
  { maxBuffer: 2 ** 28 },
);
const lines = session.toString('latin1').match(/[^\n]*\n/g) ?? [];

execFileSync('mkfifo', ['in', 'out']);
// Held open in both ways, neither end waits for the other.
const both = ['in', 'out'].map((name) => openSync(name, constants.O_RDWR));
const stdin = openSync('in', constants.O_RDONLY);
const stdout = openSync('out', constants.O_WRONLY);
const input = openSync('in', constants.O_WRONLY | constants.O_NONBLOCK);
const output = openSync('out', constants.O_RDONLY | constants.O_NONBLOCK);
const child = spawn(program, options, { stdio: [stdin, stdout, 'inherit'] });
for (const fd of [...both, stdin, stdout]) closeSync(fd);
const { pid } = child;
child.once('exit', (code, signal) => {
  tell({ ended: code ?? signal });
  process.exit(0);
});

/** Lines on their way: when each was written, how long the program had waited for a processor then, and its bytes. */
const onTheWay = /** @type {{ at: number; unscheduled: number; text: string }[]} */ ([]);
/** What has come out of the first of them. */
let begun = '';
let next = 0;
let lastLook = 0;
let seen = nothing();
const buffer = Buffer.alloc(64 * 1024);

function nothing() {
  return { lines: 0, latest: 0, latestAsSeen: 0, wrong: 0 };
}

/** Milliseconds for which the program's main thread was ready to run and had no processor; 0 where nobody counts it. */
function unscheduled() {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

function look() {
  for (;;) {
    let count;
    try {
      count = readSync(output, buffer);
    } catch {
      break;
    }
    if (count === 0) break;
    begun += buffer.toString('latin1', 0, count);
  }
  const now = performance.now();
  /** @type {number | null} */
  let waited = null;
  for (
    let first = onTheWay[0];
    first !== undefined && begun.length >= first.text.length;
    first = onTheWay[0]
  ) {
    onTheWay.shift();
    if (!begun.startsWith(first.text)) seen.wrong += 1;
    begun = begun.slice(first.text.length);
    seen.lines += 1;
    seen.latestAsSeen = Math.max(seen.latestAsSeen, now - first.at);
    const late = Math.max(0, lastLook - first.at);
    if (late <= seen.latest) continue;
    waited ??= unscheduled();
    seen.latest = Math.max(seen.latest, late - Math.max(0, waited - first.unscheduled));
  }
  lastLook = performance.now();
}

function write() {
  const text = lines[next % lines.length] ?? '';
  next += 1;
  onTheWay.push({ at: performance.now(), unscheduled: unscheduled(), text });
  writeSync(input, text, null, 'latin1');
}

/** @param {object} what */
function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

setInterval(look, lookEvery);
setInterval(write, writeEvery);
readline.createInterface({ input: process.stdin }).on('line', () => {
  // Of what is still on the way it is known how late it is already.
  const [oldest] = onTheWay;
  const pending =
    oldest === undefined ? 0 : Math.max(0, lastLook - oldest.at - (unscheduled() - oldest.unscheduled));
  tell({ ...seen, latest: Math.max(seen.latest, pending) });
  seen = nothing();
});
tell({ pid });
