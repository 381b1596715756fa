// What a farm costs its Prometheus: `npm run farm`. Needs Prometheus (Debian's package `prometheus`).
//
//   npm run farm                       both
//   npm run farm -- load --rigs 30 --cards 12 --seconds 180
//                                      a real Prometheus scrapes so many rigs (the built program, fed by its own
//                                      simulator) once a second: as many samples as 15 times the rigs give at 15 s
//   npm run farm -- rules --cards 120  how long the rules take over seven hours of so many cards
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, scrape, sleep, sumOf } from './support/wait.mjs';
import { median } from './support/watch.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rigs: { type: 'string', default: '30' },
    cards: { type: 'string' },
    seconds: { type: 'string', default: '180' },
  },
});
const parts = positionals.length > 0 ? positionals : ['load', 'rules'];
const program = path.resolve('dist/fpga-tee.js');
const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-farm-'));
/** @type {import('node:child_process').ChildProcess[]} */
const started = [];
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

if (parts.includes('load'))
  await load(Number(options.rigs), Number(options.cards ?? 12), Number(options.seconds));
if (parts.includes('rules')) await rules(Number(options.cards ?? 120));
process.exit(0);

/**
 * @param {number} rigs
 * @param {number} cards
 * @param {number} seconds
 */
async function load(rigs, cards, seconds) {
  const all = [];
  for (let rig = 0; rig < rigs; rig += 1) all.push(await startRig(rig, cards));
  const targets = all.map(({ port }, rig) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { rig: `rig${rig}`, site: 'bench' },
  }));
  writeFileSync(path.join(folder, 'rigs.json'), '[]');
  const prometheus = await startPrometheus(`
global: { scrape_interval: 1s }
scrape_configs:
  - job_name: fpga
    file_sd_configs: [{ files: [rigs.json], refresh_interval: 1s }]
`);
  await sleep(8);
  const empty = costOf(prometheus.pid);
  writeFileSync(path.join(folder, 'rigs.json'), JSON.stringify(targets));
  await waitFor(async () => (await prometheus.value('sum(up)')) === rigs);
  await sleep(5);
  const from = { ...costOf(prometheus.pid), samples: await samplesOf(prometheus), at: performance.now() };
  const rigsFrom = all.map(({ pid }) => costOf(pid).cpu);
  await sleep(seconds);
  const to = { ...costOf(prometheus.pid), samples: await samplesOf(prometheus), at: performance.now() };
  const samples = to.samples - from.samples;
  const passed = (to.at - from.at) / 1000;
  const series = (await prometheus.value('sum(scrape_samples_scraped)')) ?? 0;
  const slowest = (await prometheus.value('max(max_over_time(scrape_duration_seconds[1m]))')) ?? 0;
  const mean = (await prometheus.value('avg(avg_over_time(scrape_duration_seconds[1m]))')) ?? 0;
  const failed =
    (await prometheus.value(`count(min_over_time(up[${Math.floor(passed)}s]) == 0) or vector(0)`)) ?? 0;
  const rigCpu = median(all.map(({ pid }, rig) => (costOf(pid).cpu - (rigsFrom[rig] ?? 0)) / passed));
  const rigRss = median(all.map(({ pid }) => costOf(pid).rss));
  const { bytes, inBlock } = await prometheus.snapshot();
  say(
    `\n${rigs} rigs of ${cards} cards in ${rigs * 2} processes (each rig the built program and a simulator), scraped once a second:`,
  );
  say(
    `  series                   ${series} (${(series / rigs).toFixed(0)} a rig, ${(series / rigs / cards).toFixed(1)} a card)`,
  );
  say(
    `  samples                  ${Math.round(samples / passed)} a second over ${passed.toFixed(0)} s; ${failed} rigs with a failed scrape`,
  );
  say(
    `  a scrape                 ${(mean * 1000).toFixed(1)} ms on average, ${(slowest * 1000).toFixed(0)} ms the slowest`,
  );
  say(
    `  Prometheus, CPU          ${(((to.cpu - from.cpu) / passed) * 100).toFixed(1)} % of a core, ${(((to.cpu - from.cpu) / samples) * 1e6).toFixed(2)} µs a sample`,
  );
  say(
    `  Prometheus, memory       ${(to.rss / 2 ** 20).toFixed(0)} MiB, ${(empty.rss / 2 ** 20).toFixed(0)} MiB when empty: ${((to.rss - empty.rss) / series / 1024).toFixed(1)} KiB a series`,
  );
  say(
    `  on disk                  ${(bytes / inBlock).toFixed(2)} bytes a sample (block of ${inBlock} samples)`,
  );
  say(
    `  fpga-tee                 ${(rigCpu * 100).toFixed(1)} % of a core, ${(rigRss / 2 ** 20).toFixed(0)} MiB (median of the rigs, scraped once a second)`,
  );
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

/** @param {number} cards */
async function rules(cards) {
  const [interval, hours] = [15, 7];
  const now = Math.floor(Date.now() / 1000 / interval) * interval;
  const steps = (hours * 3600) / interval;
  /** Gauges about a value, counters that grow by so much a step. @type {[string, number, number][]} */
  const metrics = [
    ['fpga_hashrate_hashes_per_second', 2e9, 0],
    ['fpga_temperature_celsius', 50, 0],
    ['fpga_error_ratio', 0.001, 0],
    ['fpga_card_up', 1, 0],
    ['fpga_card_info', 1, 0],
    ['fpga_solutions_total', 0, 5],
    ['fpga_solutions_bad_total', 0, 0.02],
    ['fpga_shares_total', 0, 0.5],
    ['fpga_shares_rejected_total', 0, 0.01],
  ];
  /** @type {string[]} */
  const text = [];
  for (const [name, base, growth] of metrics) {
    for (let card = 0; card < cards; card += 1) {
      const labels = `job="fpga",instance="rig${Math.floor(card / 12)}",card="card${card % 12}"`;
      const series = `${name}{${labels}${name === 'fpga_card_info' ? ',bitstream="rb4",dna="",device=""' : ''}}`;
      for (let step = 0; step < steps; step += 1) {
        const noise = growth === 0 && base > 1 ? base * 0.05 * Math.sin(step * 7.3 + card) : 0;
        text.push(
          `${series} ${base + noise + Math.floor(step * growth)} ${now - (steps - step) * interval}\n`,
        );
      }
    }
  }
  text.push('# EOF\n');
  const file = path.join(folder, 'history.om');
  writeFileSync(file, '');
  for (let at = 0; at < text.length; at += 50_000)
    writeFileSync(file, text.slice(at, at + 50_000).join(''), { flag: 'a' });
  text.length = 0;
  rmSync(path.join(folder, 'data'), { recursive: true, force: true });
  const made = spawnSync(
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', file, path.join(folder, 'data')],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  rmSync(file);
  mkdirSync(path.join(folder, 'rules'));
  for (const name of ['fpga-tee.rules.yml', 'fpga-tee.alerts.yml']) {
    // Each group soon, not only after its minutes.
    const rules = readFileSync(path.join('dashboards/rules', name), 'utf8').replace(
      /interval: \d+m/g,
      'interval: 5s',
    );
    writeFileSync(path.join(folder, 'rules', name), rules);
  }
  const prometheus = await startPrometheus(
    'global: { evaluation_interval: 5s }\nrule_files: [rules/*.yml]\n',
  );
  await sleep(30);
  say(`\nthe rules over ${hours} hours of ${cards} cards, scraped every ${interval} s:`);
  for (const group of await prometheus.groups())
    say(
      `  ${group.name.padEnd(24)} ${(group.evaluationTime * 1000).toFixed(0)} ms, ${((group.evaluationTime / cards) * 1e6).toFixed(0)} µs a card`,
    );
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

/**
 * A rig: the simulator into the built program.
 *
 * @param {number} rig
 * @param {number} cards
 */
async function startRig(rig, cards) {
  const port = await freePort();
  const simulator = spawn(
    process.execPath,
    [
      program,
      'simulate',
      '-b',
      'rb4',
      '--cards',
      `${cards}`,
      '--seed',
      `${rig + 1}`,
      '--restart-every',
      '20m',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const tee = spawn(
    process.execPath,
    [program, '--host', '127.0.0.1', '-p', `${port}`, '-o', path.join(folder, `rig${rig}.log`), '--plain'],
    { stdio: [simulator.stdout, 'ignore', 'ignore'] },
  );
  // Only the tool reads what the simulator prints.
  simulator.stdout.destroy();
  started.push(simulator, tee);
  await waitFor(async () => sumOf(await scrape(port), 'fpga_card_up') === cards);
  return { port, pid: tee.pid ?? 0 };
}

/** @param {string} configuration */
async function startPrometheus(configuration) {
  const port = await freePort();
  writeFileSync(path.join(folder, 'prometheus.yml'), configuration);
  mkdirSync(path.join(folder, 'data'), { recursive: true });
  const child = spawn(
    'prometheus',
    [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-admin-api',
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] },
  );
  child.once('error', () => {
    say('prometheus could not be started: apt-get install prometheus');
    process.exit(2);
  });
  started.push(child);
  /** @param {string} what @param {RequestInit} [init] */
  const ask = async (what, init) =>
    JSON.parse(await (await fetch(`http://127.0.0.1:${port}/api/v1/${what}`, init)).text()).data;
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
  return {
    pid: child.pid ?? 0,
    port,
    /** @param {string} expr @returns {Promise<number | null>} */
    async value(expr) {
      const { result } = await ask(`query?query=${encodeURIComponent(expr)}`);
      return result[0] === undefined ? null : Number(result[0].value[1]);
    },
    /** @returns {Promise<{name: string, evaluationTime: number}[]>} */
    async groups() {
      return (await ask('rules')).groups;
    },
    /** Everything as a block, as it will be after two hours. */
    async snapshot() {
      const { name } = await ask('admin/tsdb/snapshot', { method: 'POST' });
      let [bytes, inBlock] = [0, 0];
      for (const block of readdirSync(path.join(folder, 'data/snapshots', name))) {
        const place = path.join(folder, 'data/snapshots', name, block);
        inBlock += JSON.parse(readFileSync(path.join(place, 'meta.json'), 'utf8')).stats.numSamples;
        const files = [
          path.join(place, 'index'),
          ...readdirSync(path.join(place, 'chunks')).map((file) => path.join(place, 'chunks', file)),
        ];
        for (const file of files) bytes += statSync(file).size;
      }
      return { bytes, inBlock };
    },
  };
}

/** @param {{port: number}} prometheus */
async function samplesOf({ port }) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return sumOf(
    text.replace(/^(prometheus_tsdb_head_samples_appended_total) /m, '$1{} '),
    'prometheus_tsdb_head_samples_appended_total',
  );
}

/** CPU seconds so far and resident bytes, from Linux. @param {number} pid */
function costOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const rss = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  return { cpu: (Number(stat[11]) + Number(stat[12])) / 100, rss };
}

/** @param {() => Promise<boolean>} condition */
async function waitFor(condition) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await condition().catch(() => false)) return;
    await sleep(0.1);
  }
  throw new Error(`not within a minute: ${condition}`);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
