// Does it live for ever? Ten million lines at full speed, and an hour at ten lines a second: `npm run soak`.
//
//   npm run soak                         all of it, the hour in two minutes: in a build for tests, whose clock runs 30 times faster
//   npm run soak -- flood                ten million lines to a pipe, then one million to a terminal with the panel
//   npm run soak -- flood --lines 100000 --panel-lines 10000
//   npm run soak -- hour                 the accelerated hour; --rate 60 makes it shorter still, --hours 5 longer
//   npm run soak -- hour --real          a whole hour of real time
//
// Each second the metrics are scraped, twice a second memory, descriptors and threads are looked at, after each quarter
// the garbage is collected and what is alive is counted. It fails (1) when the log is not what was fed, byte
// for byte, when lines were not counted, or when memory, descriptors or threads are not flat from the second quarter
// on. The hour has its troubles: the log's directory and the metrics port come minutes late, a card is silent for ten.
//
// Needs Linux (/proc) and 2.5 GB in the temporary directory for ten million lines. The program is copied there first, so
// that dist/ may be built anew meanwhile.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { minersLines, writeLines } from './support/input.mjs';
import { openPipe, openTerminal } from './support/soaked.mjs';
import { freePort, occupied, scrape, sleep, sumOf, until } from './support/wait.mjs';
import { judge } from './support/watch.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '10000000' },
    'panel-lines': { type: 'string', default: '1000000' },
    rate: { type: 'string', default: '30' },
    hours: { type: 'string', default: '1' },
    real: { type: 'boolean', default: false },
  },
});
const parts = positionals.length > 0 ? positionals : ['flood', 'hour'];
const rate = options.real ? 1 : Number(options.rate);
/** Seconds of the program's own time, and lines in each. */
const hour = { seconds: Number(options.hours) * 3600, linesPerSecond: 10 };
/** When its troubles are over, in its own seconds; a card is silent from the first to the second. */
const troubles = { log: 120, port: 480, silence: [1200, 1800] };
/** Frames of the panel in that time: ten a second are asked for, fewer are drawn when ten lines come in bursts. */
const fewestFrames = hour.seconds * 5;

const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-soak-'));
const program = path.join(folder, 'fpga-tee.js');
const log = path.join(folder, 'logs', 'miner.log');
copyFileSync('dist/fpga-tee.js', program);
/** The same with a clock that can run faster. */
const withClock = path.join(folder, 'with-clock');
buildWithClock();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** @type {string[]} */
const failures = [];
if (parts.includes('flood')) {
  await flood('pipe', Number(options.lines));
  await flood('terminal', Number(options['panel-lines']));
}
if (parts.includes('hour')) await anHour();
for (const failure of failures) say(`FAILED ${failure}`);
say(failures.length === 0 ? 'all flat, all logs identical' : `${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);

function buildWithClock() {
  const [entry, worker] = ['entry', 'web-worker'].map((name) => `test/support/test-build/${name}.ts`);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', `${entry}`, withClock, `${worker}`]);
  if (status !== 0) throw new Error(`${entry} could not be built`);
}

/**
 * @param {'pipe' | 'terminal'} where
 * @param {number} lines
 */
async function flood(where, lines) {
  const input = await makeInput(lines);
  const { size } = statSync(input);
  mkdirSync(path.dirname(log), { recursive: true });
  const port = await freePort();
  const setup = { program, folder, input, args: ['-o', log, '--host', '127.0.0.1', '-p', `${port}`] };
  const soaked = await (where === 'pipe' ? openPipe(setup) : openTerminal(setup));
  const scraper = setInterval(() => scrape(port).catch(() => {}), 1000);
  try {
    for (const quarter of [1, 2, 3]) {
      await until(() => sizeOf(log) >= (size * quarter) / 4, 1800);
      await soaked.watch.takeHeap();
    }
    await until(() => sizeOf(log) >= size, 1800);
    const seconds = soaked.watch.elapsed;
    const { cpu, peak } = soaked.watch.cost();
    // A moment to settle, then nothing may be left of the flood.
    await sleep(2);
    await soaked.watch.takeHeap();
    const page = await scrape(port);
    clearInterval(scraper);
    soaked.watch.stop();
    say(
      `\n${lines} lines, ${(size / 1e6).toFixed(0)} MB, to a ${where}: ${seconds.toFixed(1)} s, ` +
        `${Math.round(lines / seconds)} lines/s, ${(size / 1e6 / seconds).toFixed(0)} MB/s, ` +
        `CPU ${cpu.toFixed(1)} s, peak RSS ${(peak / 2 ** 20).toFixed(0)} MiB, ${soaked.frames()} frames`,
    );
    const told = `flood to a ${where}`;
    conclude(told, soaked.watch);
    expectSame(`${told}, lines counted`, sumOf(page, 'fpga_tee_lines_total'), lines);
    expectSame(`${told}, exit code`, await soaked.end(), 0);
    const fed = await hashOf(input);
    expectSame(`${told}, log`, await hashOf(log), fed);
    const shown = await soaked.shown();
    if (shown !== null) expectSame(`${told}, stdout`, shown, fed);
  } finally {
    clearInterval(scraper);
    soaked.kill();
    rmSync(path.dirname(log), { recursive: true });
    rmSync(input);
  }
}

async function anHour() {
  const port = await freePort();
  const occupier = await occupied(port);
  const soaked = await openTerminal({
    program: path.join(withClock, 'fpga-tee.js'),
    folder,
    input: '/dev/null',
    args: ['-b', 'nimiq', '-o', log, '--host', '127.0.0.1', '-p', `${port}`],
    env: { FPGA_TEE_CLOCK_RATE: `${rate}` },
  });
  const hash = createHash('sha256');
  const lines = hour.seconds * hour.linesPerSecond;
  const source = minersLines(program, { lines: lines * 2, bitstreams: ['nimiq'], cards: 3 });
  /** @type {string | undefined} the card that falls silent */
  let silent;
  let [fed, bytes, told] = [0, 0, 300];
  const now = () => soaked.watch.elapsed * rate;
  const next = async () => {
    for (;;) {
      const { value = '' } = await source.next();
      silent ??= /^\[([0-9A-F]{24})\] Hash/.exec(value)?.[1];
      const [from = 0, to = 0] = troubles.silence;
      if (now() > from && now() < to && silent !== undefined && value.includes(silent)) continue;
      return `${value}\n`;
    }
  };
  /** @param {number} seconds of its own time */
  const feedUntil = async (seconds) => {
    for (let at = 0; at < seconds; ) {
      at = Math.min(seconds, now());
      let text = '';
      for (const due = Math.floor(at * hour.linesPerSecond); fed < due; fed += 1) text += await next();
      hash.update(text);
      bytes += Buffer.byteLength(text);
      soaked.write(text);
      for (; told <= at; told += 300) progress(soaked, told);
      if (at >= (hour.seconds * (soaked.watch.heaps.length + 1)) / 4) await soaked.watch.takeHeap();
      await sleep(Math.max(0.001, 0.02 / rate));
    }
  };
  const cardUp = (/** @type {string} */ page) =>
    new RegExp(`^fpga_card_up{[^}]*${silent}[^}]*} (\\d)`, 'm').exec(page)?.[1] ??
    upByName(page, String(silent));
  /** @type {NodeJS.Timeout | undefined} */
  let scraper;
  try {
    await feedUntil(troubles.log);
    mkdirSync(path.dirname(log), { recursive: true });
    await feedUntil(troubles.port);
    await new Promise((resolve) => occupier.close(resolve));
    await feedUntil(troubles.port + 60);
    scraper = setInterval(() => scrape(port).catch(() => {}), Math.max(10, 15_000 / rate));
    expectSame('hour, card before its silence', cardUp(await scrape(port)), '1');
    await feedUntil(troubles.silence[1] ?? 0);
    expectSame('hour, silent card', cardUp(await scrape(port)), '0');
    await feedUntil((troubles.silence[1] ?? 0) + 300);
    expectSame('hour, card after its silence', cardUp(await scrape(port)), '1');
    await feedUntil(hour.seconds);
    await until(() => sizeOf(log) === bytes, 60);
    clearInterval(scraper);
    const page = await scrape(port);
    soaked.watch.stop();
    const { cpu, peak } = soaked.watch.cost();
    const frames = soaked.frames();
    say(
      `\n${fed} lines, ${(bytes / 1e6).toFixed(1)} MB in an hour of ${soaked.watch.elapsed.toFixed(0)} s: ` +
        `CPU ${cpu.toFixed(1)} s, peak RSS ${(peak / 2 ** 20).toFixed(0)} MiB, ${frames} frames`,
    );
    conclude('hour', soaked.watch);
    expectSame('hour, lines counted', sumOf(page, 'fpga_tee_lines_total'), fed);
    if (frames < fewestFrames) failures.push(`hour: ${frames} frames, ${fewestFrames} are the fewest`);
    expectSame('hour, exit code', await soaked.end(), 0);
    expectSame('hour, log', await hashOf(log), hash.digest('hex'));
  } finally {
    clearInterval(scraper);
    occupier.close();
    await source.return(undefined);
    soaked.kill();
    rmSync(path.dirname(log), { recursive: true, force: true });
  }
}

/** @param {number} lines */
async function makeInput(lines) {
  const input = path.join(folder, 'input.log');
  const bitstreams = ['0xbtc', 'rb4', 'nimiq', 'whitefire'];
  await writeLines(input, minersLines(program, { lines, bitstreams, cards: 4 }));
  return input;
}

/**
 * @param {string} what
 * @param {import('./support/watch.mjs').Watch} watch
 */
function conclude(what, watch) {
  const { table, problems } = judge(watch);
  say(table.trimEnd());
  failures.push(...problems.map((problem) => `${what}: ${problem}`));
}

/**
 * @param {import('./support/soaked.mjs').Soaked} soaked
 * @param {number} told seconds of its own time
 */
function progress(soaked, told) {
  const newest = soaked.watch.samples.at(-1);
  if (newest === undefined) return;
  const mebi = (newest.rss / 2 ** 20).toFixed(1);
  say(`  minute ${told / 60}: RSS ${mebi} MiB, ${newest.descriptors} descriptors, ${soaked.frames()} frames`);
}

/**
 * @param {string} page
 * @param {string} dna
 */
function upByName(page, dna) {
  const name = new RegExp(`^fpga_card_info{[^}]*card="([^"]+)"[^}]*dna="${dna}"`, 'm').exec(page)?.[1];
  return new RegExp(`^fpga_card_up{card="${name}"[^}]*} (\\d)`, 'm').exec(page)?.[1];
}

/** @param {string} file */
async function hashOf(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * @param {string} what
 * @param {unknown} is
 * @param {unknown} expected
 */
function expectSame(what, is, expected) {
  if (is === expected) say(`  ${what}: ${is}`);
  else failures.push(`${what}: ${is} where ${expected} is expected`);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
