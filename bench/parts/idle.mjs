// What it costs while miners print as they do: a few lines a second, the panel on a terminal, the metrics served.
import { atWork } from '../support/at-work.mjs';
import { atMost } from '../support/table.mjs';
import { freePort, sleep } from '../support/wait.mjs';
import { machine } from '../support/workplace.mjs';

/** Lines a second in all, and per cent of a core that are promised. */
const cases = [
  { name: 'nothing, no card', cards: 0, lines: 0, goal: null },
  { name: '1 line/s, 1 card', cards: 1, lines: 1, goal: 0.8 },
  { name: '12 lines/s, 12 cards', cards: 12, lines: 12, goal: 1.6 },
  { name: '50 lines/s, 12 cards', cards: 12, lines: 50, goal: 2.2 },
  { name: '1,000 lines/s, 12 cards', cards: 12, lines: 1000, goal: 3 },
];
const format = '0xbtc';
/** Megabytes of 12 cards with the panel and a page open. */
const memoryGoal = 110;

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function idle(place) {
  const { seconds } = place.settings;
  const started = [];
  for (const { name, cards, lines, goal } of cases) {
    const log = place.file(`${lines}.log`);
    const port = await freePort();
    const command = place.own(['-o', log, '--host', '127.0.0.1', '-p', `${port}`]);
    const miner = cards > 0 ? { feed: place.miner(format, cards, lines / cards) } : {};
    const process = await atWork(place, { name: `${lines}`, ...miner, command, where: 'terminal' });
    if (lines === 12) openPage(port);
    started.push({ name, goal, process });
  }
  for (const lines of place.has('mtail') ? [1, 50] : []) {
    const command = [
      'mtail',
      '-progs',
      place.rules(format),
      '-logs',
      place.file(`${lines}.log`),
      '-port',
      '0',
    ];
    const process = await atWork(place, { name: `mtail-${lines}`, command, where: 'null' });
    started.push({ name: `mtail, ${lines} lines/s`, goal: null, process });
  }
  await sleep(10);
  const before = started.map(({ process }) => process.cpu());
  const from = performance.now();
  await sleep(seconds);
  const passed = (performance.now() - from) / 1000;
  const rows = started.map(({ name, process }, at) => {
    const { now, peak } = process.memory();
    return { name, values: [((process.cpu() - (before[at] ?? 0)) / passed) * 100, now, peak] };
  });
  const goals = started.flatMap(({ name, goal }, at) =>
    goal === null ? [] : [atMost(`% of a core at ${name}`, rows[at]?.values[0] ?? Number.NaN, goal)],
  );
  const minutes = (seconds / 60).toFixed(1);
  goals.push(
    atMost(`peak RSS of 12 cards after ${minutes} minutes, MB`, rows[2]?.values[2] ?? Number.NaN, memoryGoal),
  );
  return [
    {
      title: `With the panel on a terminal, over ${seconds} s; ${machine()}`,
      columns: ['% of core', 'RSS MB', 'peak MB'],
      rows,
      goals,
      notes: ['12 lines/s with a page open as well'],
    },
  ];
}

/** Somebody has the page open: it is asked for as often as its script does. @param {number} port */
function openPage(port) {
  const headers = { accept: 'text/html' };
  setInterval(() => {
    fetch(`http://127.0.0.1:${port}/`, { headers })
      .then((answer) => answer.text())
      .catch(() => {});
  }, 3000).unref();
}
