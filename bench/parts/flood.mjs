// What a flood costs: 100 MB of a miner's lines at full speed, all of it read.
import { rmSync, statSync } from 'node:fs';
import { programs, regexOf } from '../support/programs.mjs';
import { atLeast, atMost } from '../support/table.mjs';
import { timeOf } from '../support/timed.mjs';
import { median } from '../support/watch.mjs';
import { machine } from '../support/workplace.mjs';

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function flood(place) {
  const { settings } = place;
  const asked = programs(settings.program).filter(({ name }) => settings.programs?.includes(name) ?? true);
  const there = asked.filter(({ needs }) => needs === undefined || place.has(needs));
  const notes = asked
    .filter((program) => !there.includes(program))
    .map(({ label, install }) => `${label} is not installed, so not measured: ${install}`);
  const tables = [];
  for (const format of settings.formats) tables.push(await floodOf(place, format, there, notes));
  return tables;
}

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @param {string} format
 * @param {readonly import('../support/programs.mjs').Program[]} there
 * @param {readonly string[]} notes
 * @returns {Promise<import('../support/table.mjs').Table>}
 */
async function floodOf(place, format, there, notes) {
  const { runs } = place.settings;
  const regex = regexOf(format);
  const input = place.output(format);
  const [copy, rules] = [place.file('copy.log'), place.rules(format)];
  const { size } = statSync(input);
  /** @type {Map<string, import('../support/timed.mjs').Cost[]>} */
  const costs = new Map(there.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const { name, where = 'null', command } of there) {
      const how = { input, report: place.file('time'), where };
      costs.get(name)?.push(await timeOf(command({ input, copy, regex, rules }), how));
      expectWhole(name, copy, size);
      for (const written of [copy, `${copy}.d`]) rmSync(written, { recursive: true, force: true });
    }
  }
  rmSync(input);
  const median = medians(costs);
  const split2 = median.get('split2');
  return {
    title: `${format}: ${(size / 1e6).toFixed(0)} MB, median of ${runs} runs; ${machine()}`,
    columns: ['CPU s', 'wall s', 'RSS MB', '÷ split2'],
    rows: there.map(({ name, label }) => {
      const { cpu = null, wall = null, rss = null } = median.get(name) ?? {};
      return { name: label, values: [cpu, wall, rss, cpu === null || !split2 ? null : cpu / split2.cpu] };
    }),
    goals: goalsOf(format, median),
    notes,
  };
}

/**
 * What copies must have copied everything.
 *
 * @param {string} name
 * @param {string} copy
 * @param {number} size
 */
function expectWhole(name, copy, size) {
  const copied = statSync(copy, { throwIfNoEntry: false })?.size ?? size;
  if (copied !== size) throw new Error(`${name} copied ${copied} of ${size} bytes`);
}

/** @param {ReadonlyMap<string, readonly import('../support/timed.mjs').Cost[]>} costs */
function medians(costs) {
  return new Map(
    [...costs].map(([name, each]) => [
      name,
      {
        cpu: median(each.map(({ cpu }) => cpu)),
        wall: median(each.map(({ wall }) => wall)),
        rss: median(each.map(({ rss }) => rss)),
      },
    ]),
  );
}

/**
 * What docs/performance.md promises.
 *
 * @param {string} format
 * @param {ReadonlyMap<string, import('../support/timed.mjs').Cost>} costs
 */
function goalsOf(format, costs) {
  const goals = [];
  const [pipe, panel, split2, mtail] = ['pipe', 'panel', 'split2', 'mtail'].map((name) => costs.get(name));
  const isTable = format.includes('table');
  if (pipe && split2)
    goals.push(atMost('CPU ÷ Node: copy, split2, a regex', pipe.cpu / split2.cpu, isTable ? 2.2 : 1.6));
  if (pipe && mtail && !isTable) goals.push(atLeast("mtail's CPU ÷ ours", mtail.cpu / pipe.cpu, 8));
  if (pipe) goals.push(atMost('RSS by pipe, MB', pipe.rss, 110));
  if (panel && pipe) goals.push(atMost('CPU with the panel ÷ without', panel.cpu / pipe.cpu, 1.4));
  if (panel) goals.push(atMost('RSS with the panel, MB', panel.rss, 140));
  for (const name of ['check', 'once']) {
    const cost = costs.get(name);
    if (cost && pipe) goals.push(atMost(`CPU of ${name} ÷ by pipe`, cost.cpu / pipe.cpu, 1.1));
    if (cost) goals.push(atMost(`RSS of ${name}, MB`, cost.rss, 110));
  }
  return goals;
}
