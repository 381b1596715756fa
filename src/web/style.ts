import { createHash } from 'node:crypto';
import { gaugeNames, gauges } from '../readings/gauges.ts';

/** The gauges with a column of their own; the hashrate has its average and its trend beside it. */
export const gaugeColumns = gaugeNames.filter((name) => name !== 'hashrate');

/** The columns of the page's table. */
export const titles: readonly string[] = [
  'Card',
  gauges.hashrate.title,
  'Trend',
  ...gaugeColumns.map((name) => gauges[name].title),
  'Solutions',
  'Shares',
  'Read',
];

/** On a phone each value stands below its column's title. */
const labels = titles
  .map((title, place) => `  td:nth-child(${place + 1})::before { content: '${place === 0 ? '' : title}' }`)
  .join('\n');

/** How the page looks: light or dark as the system is; on a phone a block for each card instead of a row. */
export const style = `
:root { color-scheme: light dark; --back: #fff; --text: #1c2024; --faint: #667; --line: #dde1e6;
  --green: #1a7f37; --yellow: #8a6100; --red: #c21e2b }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e6e9ec; --faint: #98a2ad;
  --line: #30363d; --green: #56d364; --yellow: #e3b341; --red: #ff7b72 } }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 16px/1.4 system-ui, sans-serif }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
h1 small, .faint { color: var(--faint); font-weight: normal }
.cards { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .4rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line) }
th { color: var(--faint); font-size: .85rem; font-weight: normal }
th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--back) }
td small { display: block; color: var(--faint) }
.green { color: var(--green) }
.yellow { color: var(--yellow) }
.red, .bad { color: var(--red); font-weight: bold }
.silent td { color: var(--faint) }
.silent .state { color: var(--red); font-weight: bold }
svg { height: 1.25rem; width: 6rem; vertical-align: middle }
polyline { fill: none; stroke: currentColor; stroke-width: 1.5; vector-effect: non-scaling-stroke }
ul { padding-left: 1.2rem }
a { color: inherit }
@media (max-width: 42rem) {
  .cards { overflow: visible }
  table, tbody { display: block }
  thead { display: none }
  tr { display: grid; grid-template-columns: repeat(3, 1fr); border-bottom: 1px solid var(--line); padding: .5rem 0 }
  td, td:first-child { border: 0; padding: .2rem 0; text-align: left; position: static; white-space: normal }
  td:nth-child(1) { grid-column: span 2; font-weight: bold }
  td:nth-child(1) small { font-weight: normal }
  td:nth-child(3), .silent td:nth-child(n + 3):not(.state) { display: none }
  td::before { display: block; font-size: .75rem; font-weight: normal; color: var(--faint) }
${labels}
}
`;

/** The page may use this style and nothing else: no script, no image, no frame, nothing from elsewhere. */
export const pageSecurity = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
