// How soon a line that the miner has written stands on /metrics, and what a scrape takes.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { bundleProgram } from '../../scripts/bundle.mjs';
import { atWork } from '../support/at-work.mjs';
import { bundled } from '../support/bundled.mjs';
import { atMost } from '../support/table.mjs';
import { freePort, scrape as pageAt, sleep, sumOf, until } from '../support/wait.mjs';
import { median } from '../support/watch.mjs';
import { machine } from '../support/workplace.mjs';

/** As often as four Prometheus would ask that scrape every second; asked more often, clients have to wait. */
const every = 0.25;

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function scrape(place) {
  const asked = place.settings.quick ? 20 : 100;
  const written = await writtenLines(place, asked);
  const rigs = [];
  for (const cards of [12, 64]) rigs.push({ cards, ...(await scrapesOf(place, cards, asked)) });
  const old = await scrapesAfterAnHour(place, 64, asked);
  const rows = [
    { name: 'a written line', values: [...quantiles(written), null, null] },
    ...rigs.map(({ cards, times, bytes, cpu }) => ({
      name: `a scrape of ${cards} cards`,
      values: [...quantiles(times), bytes / 1e3, cpu],
    })),
    { name: 'of 64, an hour behind them', values: [...quantiles(old.times), old.bytes / 1e3, null] },
  ];
  return [
    {
      title: `Metrics, median of ${asked}; ${machine()}`,
      columns: ['ms', '95 %', 'kB', 'CPU ms'],
      rows,
      goals: [
        atMost('a written line on /metrics, ms', median(written), 3),
        atMost('a scrape of 12 cards, ms', median(rigs[0]?.times ?? []), 2),
        atMost('a scrape of 64 cards, ms', median(rigs[1]?.times ?? []), 4),
        atMost('a scrape of 64 cards after an hour, ms', median(old.times), 4),
      ],
      notes: [
        'CPU: of the process for each scrape, its idle time taken off',
        'the hour: the same parts with a clock of their own; who asks runs in the thread that is asked',
      ],
    },
  ];
}

/** Milliseconds from writing a line until a page has it. @param {import('../support/workplace.mjs').Workplace} place @param {number} count */
async function writtenLines(place, count) {
  const port = await freePort();
  const [node = '', ...args] = place.own(['--no-log', '--plain', '--host', '127.0.0.1', '-p', `${port}`]);
  const child = spawn(node, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  place.onClose(() => child.kill('SIGKILL'));
  const agent = new http.Agent({ keepAlive: true });
  const times = [];
  for (let line = 0; line < count + 5; line += 1) {
    const from = performance.now();
    child.stdin.write(
      `[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${line + 1}/${line + 1}\n`,
    );
    const isThere = (/** @type {string} */ page) => sumOf(page, 'fpga_tee_lines_total') > line;
    while (!isThere(await pageOn(port, agent).catch(() => '')));
    // The first ones wait for the server's start.
    if (line >= 5) times.push(performance.now() - from);
    await sleep(every);
  }
  child.kill('SIGKILL');
  return times;
}

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @param {number} cards
 * @param {number} count
 */
async function scrapesOf(place, cards, count) {
  const port = await freePort();
  const rig = await atWork(place, {
    name: `scraped-${cards}`,
    feed: place.miner('rb4', cards, 1),
    command: place.own(['--no-log', '--plain', '--host', '127.0.0.1', '-p', `${port}`]),
    where: 'null',
  });
  let up = 0;
  const look = setInterval(() => {
    pageAt(port).then(
      (page) => {
        up = sumOf(page, 'fpga_card_up');
      },
      () => {},
    );
  }, 200);
  await until(() => up === cards, 30);
  clearInterval(look);
  const agent = new http.Agent({ keepAlive: true });
  for (let warm = 0; warm < 20; warm += 1) await pageOn(port, agent);
  const idle = await cpuDuring(rig, () => sleep(count * every));
  /** @type {number[]} */
  const times = [];
  let bytes = 0;
  const asking = async () => {
    for (let look = 0; look < count; look += 1) {
      const from = performance.now();
      bytes = (await pageOn(port, agent)).length;
      times.push(performance.now() - from);
      await sleep(every);
    }
  };
  const asked = await cpuDuring(rig, asking);
  agent.destroy();
  return { times, bytes, cpu: ((asked - idle) / count) * 1000 };
}

/**
 * The program's store and its web server, on a clock by which an hour has passed.
 *
 * @param {import('../support/workplace.mjs').Workplace} place
 * @param {number} cards
 * @param {number} count
 */
async function scrapesAfterAnHour(place, cards, count) {
  /** @type {typeof import('../support/rig.ts')} */
  const { rigOf } = await import(await bundled(place, 'bench/support/rig.ts'));
  const rig = rigOf(cards);
  const port = Number(new URL(await rig.serve((await bundleProgram()).worker)).port);
  const agent = new http.Agent({ keepAlive: true });
  for (let warm = 0; warm < 20; warm += 1) await pageOn(port, agent);
  /** @type {number[]} */
  const times = [];
  let bytes = 0;
  for (let look = 0; look < count; look += 1) {
    rig.second();
    const from = performance.now();
    bytes = (await pageOn(port, agent)).length;
    times.push(performance.now() - from);
    await sleep(every);
  }
  agent.destroy();
  return { times, bytes };
}

/**
 * @param {import('../support/at-work.mjs').Process} process
 * @param {() => Promise<unknown>} step
 */
async function cpuDuring(process, step) {
  const before = process.cpu();
  await step();
  return process.cpu() - before;
}

/** The page, on a connection that stays open. @param {number} port @param {http.Agent} agent */
function pageOn(port, agent) {
  return /** @type {Promise<string>} */ (
    new Promise((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path: '/metrics', agent }, (answer) => {
          let page = '';
          answer.setEncoding('utf8').on('data', (text) => {
            page += text;
          });
          answer.on('end', () => resolve(page));
        })
        .on('error', reject);
    })
  );
}

/** @param {readonly number[]} times */
function quantiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return [median(times), sorted[Math.floor(sorted.length * 0.95)] ?? 0];
}
