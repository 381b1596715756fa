// What Linux knows of a running program, and whether its memory stays flat.
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';

/** Seconds between two looks. */
const every = 0.5;
/** Linux counts a program's CPU time in hundredths of a second. */
const ticks = 100;
/**
 * MiB by which memory may grow from the second quarter to the last. What is alive tells exactly: over ten million lines
 * a tenth of a byte of each would show. The resident memory moves with V8's mood: its young objects alone have two
 * spaces of 16 MiB, which it fills before it cleans up.
 */
const bounds = { rss: 24, heap: 1 };

/**
 * @typedef {object} Sample
 * @property {number} at seconds since the start of the watch
 * @property {number} rss bytes
 * @property {number} descriptors without the sockets, which come and go with the scrapes
 * @property {number} sockets
 * @property {number} threads
 */

/** Looks at a program twice a second. */
export class Watch {
  /** @type {Sample[]} */
  samples = [];
  /** @type {{readonly heap: number, readonly buffers: number}[]} */
  heaps = [];
  #pid;
  #probe;
  #from = performance.now();
  #timer;

  /**
   * @param {number} pid
   * @param {string | null} probe the file that bench/support/probe.mjs writes
   */
  constructor(pid, probe) {
    this.#pid = pid;
    this.#probe = probe;
    this.#timer = setInterval(() => this.#look(), every * 1000);
  }

  get elapsed() {
    return (performance.now() - this.#from) / 1000;
  }

  /** Bytes of the most it ever had, and its CPU seconds so far. */
  cost() {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return { peak: this.#status('VmHWM') * 1024, cpu: (Number(stat[11]) + Number(stat[12])) / ticks };
  }

  /** Lets it collect its garbage, and notes what is alive then. */
  async takeHeap() {
    if (this.#probe === null) return;
    rmSync(this.#probe, { force: true });
    process.kill(this.#pid, 'SIGUSR2');
    for (let tries = 0; !existsSync(this.#probe); tries += 1) {
      if (tries > 3000) throw new Error('the program does not answer to SIGUSR2');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.heaps.push(JSON.parse(readFileSync(this.#probe, 'utf8')));
  }

  stop() {
    clearInterval(this.#timer);
  }

  #look() {
    try {
      const folder = `/proc/${this.#pid}/fd`;
      const targets = readdirSync(folder).map((fd) => targetOf(`${folder}/${fd}`));
      const sockets = targets.filter((target) => target.startsWith('socket:')).length;
      this.samples.push({
        at: this.elapsed,
        rss: this.#status('VmRSS') * 1024,
        descriptors: targets.length - sockets,
        sockets,
        threads: this.#status('Threads'),
      });
    } catch {
      // It has ended.
      this.stop();
    }
  }

  /** @param {string} name a line of /proc/pid/status */
  #status(name) {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  }
}

/** @param {string} link a descriptor, which may have been closed since it was listed */
function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return 'socket:closed';
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/**
 * The quarters of a watch as a table, and what is wrong: nothing when memory, descriptors and threads are flat. The
 * first quarter is for settling: code is compiled, the heap finds its size, the history fills.
 *
 * @param {Watch} watch
 * @returns {{table: string, problems: string[]}}
 */
export function judge({ samples, heaps }) {
  if (samples.length < 8) return { table: '', problems: [`only ${samples.length} samples: too short a run`] };
  const quarters = [0, 1, 2, 3].map((quarter) =>
    samples.slice((quarter * samples.length) >> 2, ((quarter + 1) * samples.length) >> 2),
  );
  const medians = (/** @type {'rss' | 'descriptors' | 'threads'} */ figure) =>
    quarters.map((quarter) => median(quarter.map((sample) => sample[figure])));
  const mebi = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(2);
  const rss = medians('rss');
  const descriptors = medians('descriptors');
  const threads = medians('threads');
  const sockets = quarters.map((quarter) => Math.max(...quarter.map((sample) => sample.sockets)));
  const alive = heaps.map((heap) => heap.heap);
  const buffers = heaps.map((heap) => heap.buffers);

  const row = (/** @type {string} */ name, /** @type {readonly (string | number)[]} */ values) =>
    `  ${name.padEnd(26)}${values.map((value) => String(value).padStart(9)).join('')}\n`;
  const table = [
    row('quarter', [1, 2, 3, 4]),
    row('RSS, MiB, median', rss.map(mebi)),
    row('descriptors, median', descriptors),
    row('sockets, most', sockets),
    row('threads, median', threads),
    row('alive, MiB: heap', alive.map(mebi)),
    row('alive, MiB: buffers', buffers.map(mebi)),
  ].join('');

  const problems = [];
  const grown = ((rss[3] ?? 0) - (rss[1] ?? 0)) / 2 ** 20;
  if (!(grown < bounds.rss))
    problems.push(`RSS grew by ${grown.toFixed(1)} MiB from the 2nd quarter to the 4th`);
  const kept = ((alive[3] ?? Number.NaN) - (alive[1] ?? Number.NaN)) / 2 ** 20;
  if (!(kept < bounds.heap))
    problems.push(`the heap alive grew by ${kept.toFixed(2)} MiB in the second half`);
  if (descriptors[3] !== descriptors[1]) {
    problems.push(`descriptors went from ${descriptors[1]} to ${descriptors[3]}`);
  }
  if (Math.max(...sockets.slice(2)) > Math.max(...sockets.slice(0, 2)) + 1) {
    problems.push(`sockets pile up: ${sockets.join(', ')}`);
  }
  if (threads[3] !== threads[1]) problems.push(`threads went from ${threads[1]} to ${threads[3]}`);
  return { table, problems };
}
