import { basename } from 'node:path';
import { age, bytes, dash, duration, gaugeText, hashrate, plural } from '../readings/format.ts';
import { emptyGauges, type GaugeName, gauges } from '../readings/gauges.ts';
import { judge } from '../readings/limits.ts';
import type { ShareCount } from '../readings/reading.ts';
import { poolWords } from '../rig/pool-words.ts';
import type { CardSnapshot, MinerSnapshot, PoolSnapshot, Snapshot, TeeSnapshot } from '../rig/snapshot.ts';
import { stallWords } from '../rig/stall-words.ts';
import { gaugeColumns, style, titles } from './style.ts';

/**
 * The page for a browser: the newest values, loaded anew every five seconds. Self-contained, without script. It shows
 * the tool's own words and numbers, never what the miner printed.
 */
export function pageOf({ rig, pools, tee }: Snapshot): string {
  const silent = rig.cards.filter(({ up }) => !up).length;
  const title = `${silent > 0 ? `${silent} silent · ` : ''}${plural(rig.cards.length, 'card')} · fpga-tee`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>fpga-tee <small>${escapeHtml(tee.version)}</small></h1>
${warningList(tee.warnings)}${rig.cards.length === 0 ? '<p>Waiting for the first card to report.</p>' : table(rig.cards)}
${rig.miners.map(minerLine).join('')}${pools.map(poolLine).join('')}${toolLine(tee)}
<p><a href="metrics">/metrics</a> · <a href="api/cards">/api/cards</a> · <a href="health">/health</a></p>
</body>
</html>
`;
}

function warningList(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  return `<ul class="bad">${warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join('')}</ul>\n`;
}

function table(cards: readonly CardSnapshot[]): string {
  return `<div class="cards"><table>
<thead><tr>${titles.map((title) => `<th>${title}</th>`).join('')}</tr></thead>
<tbody>
${cards.map(row).join('\n')}
</tbody>
</table></div>`;
}

function row(card: CardSnapshot): string {
  const { totals, trend } = card;
  // What a silent card said last is no longer so.
  const values = card.up ? card.gauges : emptyGauges;
  const what = [card.device, card.bitstream].filter((text) => text !== null).join(' · ');
  const average = trend.average === null ? '' : `<small>avg ${hashrate(trend.average)}</small>`;
  const usual =
    card.up && card.slowness?.slow === true
      ? `<small class="yellow">slow, usually ${hashrate(card.slowness.median)}</small>`
      : '';
  const cells = [
    cell(`${escapeHtml(card.name)}<small>${escapeHtml(what)}</small>`),
    cell(`${hashrate(values.hashrate)}${average}${usual}`),
    cell(sparkline(trend.points)),
    ...gaugeColumns.map((name) => gaugeCell(name, values[name])),
    cell(goodAndBad(totals.solutions, totals.solutionsBad, 'bad')),
    cell(
      shares(totals.shares === null ? null : { total: totals.shares, rejected: totals.sharesRejected ?? 0 }),
    ),
    cell(card.up ? `${age(card.age)} ago` : `silent for ${age(card.age)}`, 'state'),
  ];
  return `<tr${card.up ? '' : ' class="silent"'}>${cells.join('')}</tr>`;
}

function gaugeCell(name: GaugeName, value: number | null): string {
  return cell(gaugeText(name, value), judge(value, gauges[name].limits) ?? '');
}

function cell(content: string, kind = ''): string {
  return `<td${kind === '' ? '' : ` class="${kind}"`}>${content}</td>`;
}

/** The hashrate over time, from nothing to its highest; what was not read is a gap. */
function sparkline(points: readonly (number | null)[]): string {
  const highest = Math.max(0, ...points.map((point) => point ?? 0));
  if (highest === 0) return '';
  const lines: string[][] = [[]];
  points.forEach((point, at) => {
    if (point === null) lines.push([]);
    else lines.at(-1)?.push(`${at},${(20 - (point / highest) * 18).toFixed(1)}`);
  });
  const drawn = lines
    .filter((line) => line.length > 0)
    .map((line) => `<polyline points="${line.join(' ')}"/>`);
  const box = `0 0 ${Math.max(1, points.length - 1)} 20`;
  return `<svg viewBox="${box}" preserveAspectRatio="none" aria-hidden="true">${drawn.join('')}</svg>`;
}

function minerLine(miner: MinerSnapshot): string {
  const { status, stalls } = miner;
  const [worst] = stalls;
  const state = miner.up ? 'miner prints' : 'miner silent';
  const facts = [
    ...(worst === undefined ? [state] : [`stuck, ${stallWords(worst)}`]),
    ...(status === null ? [] : [status.text]),
    ...(miner.silentFor === null ? [] : [`last output ${age(miner.silentFor)} ago`]),
    plural(miner.restarts, 'restart'),
    ...(miner.process.cardsTell || miner.process.hashrate === null ? [] : [hashrate(miner.process.hashrate)]),
    ...(miner.process.power === null ? [] : [gaugeText('power', miner.process.power)]),
    ...(miner.shares === null ? [] : [`shares ${miner.shares.total}, ${miner.shares.rejected} rejected`]),
  ];
  const bad = !miner.up || worst !== undefined || status?.level === 'bad';
  return `<p class="${bad ? 'bad' : 'faint'}">${escapeHtml(miner.source)}: ${escapeHtml(facts.join(' · '))}</p>\n`;
}

function poolLine(pool: PoolSnapshot): string {
  const { state, hashrate: rate, cards, ratio, share, balance } = poolWords(pool);
  const facts =
    state === null
      ? [[rate, cards, ratio?.text].filter((text) => text).join(', '), share?.text, balance].filter(
          (text) => text,
        )
      : [state.text];
  const bad = pool.problem !== null || share?.colour === 'red';
  return `<p class="${bad ? 'bad' : 'faint'}">pool ${escapeHtml(pool.name)}: ${escapeHtml(facts.join(' · '))}</p>\n`;
}

function toolLine({ log, uptime }: TeeSnapshot): string {
  const facts = [
    log === null ? 'no log' : `log ${escapeHtml(basename(log.path))}, ${bytes(log.size)}`,
    ...(log !== null && log.dropped > 0 ? [`<span class="bad">${bytes(log.dropped)} lost</span>`] : []),
    `running for ${duration(uptime)}`,
  ];
  return `<p class="faint">${facts.join(' · ')}</p>`;
}

function shares(count: ShareCount | null): string {
  return count === null ? dash : goodAndBad(count.total, count.rejected, 'rejected');
}

function goodAndBad(total: number, bad: number | null, word: string): string {
  return bad === 0 || bad === null ? `${total}` : `${total}<small>${bad} ${word}</small>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
