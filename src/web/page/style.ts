import { createHash } from 'node:crypto';

/** How the page looks: light or dark as the system is; on a phone two lines for each card instead of a row. */
export const style = `
:root { color-scheme: light dark; --back: #f5f6f8; --box: #fff; --text: #1c2024; --faint: #5c6670; --line: #dde1e6;
  --green: #1a7f37; --yellow: #8a6100; --red: #c21e2b; --rate: #0b6bcb; --heat: #b4540a }
@media (prefers-color-scheme: dark) { :root { --back: #0f1215; --box: #181c20; --text: #e6e9ec; --faint: #98a2ad;
  --line: #2b3138; --green: #56d364; --yellow: #e3b341; --red: #ff7b72; --rate: #58a6ff; --heat: #f0883e } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 88rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 15px/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 1.3rem; margin: 0 0 .75rem }
h1 span { font-weight: normal }
h2 { font-size: 1rem; margin: 1.25rem 0 .5rem }
small, .faint { color: var(--faint); font-weight: normal }
small { font-size: .8rem }
a { color: inherit; text-decoration-color: var(--faint) }
nav { display: inline-block; font-size: .85rem; white-space: nowrap; margin-left: .75rem; font-weight: normal }
nav > * { padding: .1rem .5rem; border: 1px solid var(--line); border-radius: .3rem; text-decoration: none }
nav b { background: var(--text); color: var(--back) }
.heads { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)) }
section, figure, .facts, main > table { background: var(--box); border: 1px solid var(--line); border-radius: .5rem }
section { padding: .75rem 1rem }
section h2 { margin: 0; display: flex; gap: .5rem; align-items: baseline }
section h2 span { margin-left: auto }
.big { font-size: 2.2rem; line-height: 1.2; font-weight: 600; margin: .1rem 0 .5rem; letter-spacing: -.02em }
dl { display: grid; gap: .4rem 1rem; margin: 0; grid-template-columns: repeat(auto-fill, minmax(min(7.2rem, 30%), 1fr)) }
dt { color: var(--faint); font-size: .8rem }
dd { margin: 0; white-space: nowrap }
main > table { border-collapse: separate; border-spacing: 0; width: 100%; margin-top: .75rem; padding: .25rem .5rem }
th, td { padding: .35rem .4rem; text-align: right; white-space: nowrap }
tr + tr td, tr + tr th { border-top: 1px solid var(--line) }
thead th { color: var(--faint); font-size: .8rem; font-weight: normal; border-bottom: 1px solid var(--line) }
thead th:first-child, td.name, .facts th, .facts td { text-align: left }
td.main, td.name a { font-weight: 600 }
td small { display: block }
.facts { width: auto; padding: .5rem }
.facts th { color: var(--faint); font-weight: normal; white-space: normal }
.facts td { white-space: normal; overflow-wrap: anywhere }
.facts td small { display: inline; margin-left: .5rem }
.green { color: var(--green) }
.yellow { color: var(--yellow) }
.red { color: var(--red); font-weight: 600 }
.silent td:not(.main) { color: var(--faint) }
ul { list-style: none; margin: .75rem 0; padding: .6rem 1rem; border-radius: .5rem; background: var(--box);
  border: 1px solid var(--line) }
ul.bad { border-color: var(--red); color: var(--red) }
p.bad, span.bad { color: var(--red) }
.graphs { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19.5rem), 1fr)) }
.graphs.one { max-width: 40rem; grid-template-columns: 1fr }
figure { margin: 0; padding: .5rem .6rem .25rem }
figcaption { display: flex; gap: .75rem; font-size: .9rem }
figcaption a { margin-right: auto; font-weight: 600 }
figure.red, figure.yellow { color: inherit; font-weight: inherit }
figure.red, figure.silent { border-color: var(--red) }
figure.yellow { border-color: var(--yellow) }
b.rate, text.rate { color: var(--rate); fill: var(--rate) }
b.heat, text.heat { color: var(--heat); fill: var(--heat) }
svg { display: block; width: 100%; height: auto }
svg text { font-size: 9.5px; fill: var(--faint) }
svg text.rate { fill: var(--rate) }
svg text.heat { fill: var(--heat) }
.end { text-anchor: end }
.mid { text-anchor: middle }
svg path { stroke: var(--line); fill: none }
polyline { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round }
polyline.rate { stroke: var(--rate) }
polyline.heat { stroke: var(--heat); stroke-opacity: .8 }
@media (max-width: 64rem) { body { font-size: 13.5px } th, td { padding: .3rem } small { font-size: .75rem } }
@media (max-width: 44rem) {
  body { padding: .6rem; font-size: 15px }
  nav { margin-left: 0 }
  main > table:not(.facts), main > table:not(.facts) tbody { display: block }
  main > table:not(.facts) thead, td.more { display: none }
  table:not(.facts) tr { display: grid; grid-template-columns: 5.5rem 1fr auto;
    column-gap: .75rem; padding: .45rem 0; border-bottom: 1px solid var(--line) }
  table:not(.facts) tr:last-child { border: 0 }
  table:not(.facts) td, table:not(.facts) tr + tr td { border: 0; padding: 0; text-align: left }
  td.name { grid-column: 1 / 3; overflow: hidden; text-overflow: ellipsis }
  td.name small { display: inline; margin-left: .5rem }
  table:not(.facts) td.main, table:not(.facts) td.shares { text-align: right }
  td.shares small { display: inline; margin-left: .4rem }
  td.shares::before { content: 'shares '; color: var(--faint); font-weight: normal }
  td.errors::before { content: 'errors '; color: var(--faint); font-weight: normal }
}
`;

/** The page may use this style and its own script, and nothing from elsewhere. */
export const pageSecurity = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
