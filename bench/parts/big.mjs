// What a log of a gigabyte takes to check and to read once: no more memory than a small one.

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
  const input = place.output('0xbtc', megabytes);
  for (const { name, label, command } of programs(place.settings.program)) {
    if (name !== 'check' && name !== 'once') continue;
    const [copy, regex, rules] = ['', '', ''];
    const how = { input: '/dev/null', report: place.file('time'), where: /** @type {const} */ ('null') };
    const { cpu, wall, rss } = await timeOf(command({ input, copy, regex, rules }), how);
    rows.push({ name: label, values: [cpu, wall, rss] });
    goals.push(atMost(`RSS of ${name}, MB`, rss, 110));
  }
  return [
    {
      title: `0xbtc, ${megabytes} MB, one run; ${machine()}`,
      columns: ['CPU s', 'wall s', 'RSS MB'],
      rows,
      goals,
      notes: [],
    },
  ];
}
