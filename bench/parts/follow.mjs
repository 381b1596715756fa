// What 64 followed logs cost: silent, and with 1,000 lines a second in all.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { atWork } from '../support/at-work.mjs';
import { atMost } from '../support/table.mjs';
import { sleep } from '../support/wait.mjs';
import { machine } from '../support/workplace.mjs';

const logs = 64;
const linesPerSecond = 1000;
/** Seconds between two writes of the miners. */
const every = 0.05;

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function follow(place) {
  const { seconds } = place.settings;
  const files = Array.from({ length: logs }, (_, number) => place.file(`miner-${number}.log`));
  const lines = readFileSync(place.output('0xbtc', 1), 'utf8').split('\n').slice(0, -1);
  for (const [number, file] of files.entries()) writeFileSync(file, `${lines[number]}\n`);
  const command = place.own(['-m', ...files, '--plain', '--host', '127.0.0.1', '-p', '0']);
  const followed = await atWork(place, { name: 'followed', command, where: 'null' });
  const silent = place.has('mtail') ? [await mtail(place, files)] : [];
  const processes = [followed, ...silent];
  await sleep(5);
  // They have been written once, as logs of miners have; then they are silent for longer than a pause.
  await write(files, lines, 0.2);
  await sleep(place.settings.quick ? 12 : 15);
  const idle = await costs(processes, () => sleep(seconds));
  // What is measured is what years of it take, not the compiling at the start.
  await write(files, lines, place.settings.quick ? 5 : 20);
  const busy = await costs(processes, () => write(files, lines, seconds));
  const names = ['fpga-tee -m', 'mtail'].slice(0, processes.length);
  return [
    {
      title: `${logs} followed logs, over ${seconds} s each; ${machine()}`,
      columns: ['silent %', 'busy %', 'RSS MB', 'peak MB'],
      rows: names.map((name, at) => {
        const { now = 0, peak = 0 } = processes[at]?.memory() ?? {};
        return { name, values: [idle[at] ?? 0, busy[at] ?? 0, now, peak] };
      }),
      goals: [
        atMost('% of a core, silent', idle[0] ?? Number.NaN, 0.8),
        atMost(`% of a core at ${linesPerSecond} lines/s in all`, busy[0] ?? Number.NaN, 8),
      ],
      notes: [],
    },
  ];
}

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @param {readonly string[]} files
 */
function mtail(place, files) {
  const rules = place.rules('0xbtc');
  const command = ['mtail', '-progs', rules, '-logs', files.join(','), '-port', '0'];
  return atWork(place, { name: 'mtail', command, where: 'null' });
}

/**
 * Per cent of a core that each takes meanwhile.
 *
 * @param {readonly import('../support/at-work.mjs').Process[]} processes
 * @param {() => Promise<unknown>} step
 */
async function costs(processes, step) {
  const before = processes.map((process) => process.cpu());
  const from = performance.now();
  await step();
  const passed = (performance.now() - from) / 1000;
  return processes.map((process, at) => ((process.cpu() - (before[at] ?? 0)) / passed) * 100);
}

/**
 * The miners write, each in its turn.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} lines
 * @param {number} seconds
 */
async function write(files, lines, seconds) {
  const from = performance.now();
  let written = 0;
  for (let passed = 0; passed < seconds; passed = (performance.now() - from) / 1000) {
    for (; written < passed * linesPerSecond; written += 1)
      appendFileSync(files[written % logs] ?? '', `${lines[written % lines.length]}\n`);
    await sleep(every);
  }
}
