// What a log of a gigabyte takes to check and to read once: no more memory than a small one, and hardly more than by pipe.
import { rmSync } from 'node:fs';
import { programs } from '../support/programs.mjs';
import { atMost } from '../support/table.mjs';
import { timeOf } from '../support/timed.mjs';
import { machine } from '../support/workplace.mjs';

/**
 * @param {import('../support/workplace.mjs').Workplace} place
 * @returns {Promise<import('../support/table.mjs').Table[]>}
 */
export async function big(place) {
  const megabytes = place.settings.quick ? 200 : 1000;
  const rows = [];
  const goals = [];
  const [format = '0xbtc'] = place.settings.formats;
  const input = place.output(format, megabytes);
  let pipe = Number.NaN;
  for (const { name, label, command } of programs(place.settings.program)) {
    if (!['pipe', 'check', 'once'].includes(name)) continue;
    const [copy, regex, rules] = [place.file('copy'), '', ''];
    const stdin = name === 'pipe' ? input : '/dev/null';
    const how = { input: stdin, report: place.file('time'), where: /** @type {const} */ ('null') };
    const { cpu, wall, rss } = await timeOf(command({ input, copy, regex, rules }), how);
    rmSync(copy, { force: true });
    rows.push({ name: label, values: [cpu, wall, rss] });
    goals.push(atMost(`RSS of ${name}, MB`, rss, 110));
    if (name === 'pipe') pipe = cpu;
    else goals.push(atMost(`CPU of ${name} ÷ of the pipe`, cpu / pipe, 1.1));
  }
  return [
    {
      title: `${format}, ${megabytes} MB, one run; ${machine()}`,
      columns: ['CPU s', 'wall s', 'RSS MB'],
      rows,
      goals,
      notes: [],
    },
  ];
}
