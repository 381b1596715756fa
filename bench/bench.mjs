// What it costs, beside its neighbours, in one run, against what docs/performance.md promises: `npm run bench`.
//
//   npm run bench                        floods: by pipe, with the panel, check, -m --once; 20 to 30 minutes
//   npm run bench -- --quick             the same with a tenth of the data, three times: too little for the start not to count
//   npm run bench -- flood --formats 0xbtc,nimiq --programs pipe,split2,mtail
//   npm run bench -- start scrape        how soon it starts, what a scrape takes; also: idle, follow, cards, big
//   npm run bench -- idle --seconds 600  over ten minutes
//   npm run bench -- idle --json         as JSON, for programs
//
// The programs take turns, so that what else the machine does meets all of them; of each the median counts. It ends with
// 1 where a goal is missed. Needs Linux and GNU time; neighbours that are not installed are named.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { big } from './parts/big.mjs';
import { cards } from './parts/cards.mjs';
import { flood } from './parts/flood.mjs';
import { follow } from './parts/follow.mjs';
import { idle } from './parts/idle.mjs';
import { scrape } from './parts/scrape.mjs';
import { start } from './parts/start.mjs';
import { printTable } from './support/table.mjs';
import { Workplace } from './support/workplace.mjs';

/** @type {Readonly<Record<string, (place: Workplace) => Promise<import('./support/table.mjs').Table[]>>>} */
const parts = { flood, big, idle, start, scrape, follow, cards };

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    runs: { type: 'string' },
    formats: { type: 'string', default: '0xbtc,rb4,nimiq,whitefire-table' },
    programs: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const asked = positionals.length > 0 ? positionals : ['flood'];
for (const part of asked) {
  if (parts[part] !== undefined) continue;
  process.stderr.write(`bench: no part ${part}; there are ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
const place = new Workplace({
  program: path.resolve('dist/fpga-tee.js'),
  megabytes: given.quick ? 10 : 100,
  runs: Number(given.runs ?? (given.quick ? 3 : 5)),
  formats: given.formats.split(','),
  programs: given.programs?.split(',') ?? null,
  seconds: Number(given.seconds ?? (given.quick ? 10 : 30)),
  quick: given.quick,
});
process.on('exit', () => place.close());
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const tables = [];
for (const part of asked) {
  for (const table of (await parts[part]?.(place)) ?? []) {
    tables.push(table);
    if (!given.json) printTable(table);
  }
}
if (given.json) process.stdout.write(`${JSON.stringify(tables, null, 2)}\n`);
const missed = tables.flatMap(({ goals }) => goals).filter((goal) => !goal.met).length;
process.stderr.write(missed === 0 ? 'all goals met\n' : `${missed} goals missed\n`);
process.exit(missed === 0 ? 0 : 1);
