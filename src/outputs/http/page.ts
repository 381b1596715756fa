import type { ShareCount } from '../../cards/reading.ts';
import type { CardSnapshot, MinerSnapshot, Snapshot, TeeSnapshot } from '../../cards/snapshot.ts';
import { style } from './style.ts';

/**
 * The page for a browser: the newest values, loaded anew every five seconds. Self-contained, without script. It shows
 * the tool's own words and numbers, never what the miner printed.
 */
export function pageOf({ rig, tee }: Snapshot): string {
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
${rig.miners.map(minerLine).join('')}${toolLine(tee)}
<p><a href="/metrics">/metrics</a> · <a href="/api/cards">/api/cards</a> · <a href="/health">/health</a></p>
</body>
</html>
`;
}

function warningList(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  return `<ul class="bad">${warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join('')}</ul>\n`;
}

function table(cards: readonly CardSnapshot[]): string {
  const titles = [
    'Card',
    'Hashrate',
    'Trend',
    'Clock',
    'Temp',
    'Core',
    'Errors',
    'Solutions',
    'Shares',
    'Read',
  ];
  return `<div class="cards"><table>
<thead><tr>${titles.map((title) => `<th>${title}</th>`).join('')}</tr></thead>
<tbody>
${cards.map(row).join('\n')}
</tbody>
</table></div>`;
}

function row(card: CardSnapshot): string {
  const { gauges, totals, trend } = card;
  const what = [card.device, card.bitstream].filter((text) => text !== null).join(' · ');
  const average = trend.average === null ? '' : `<small>avg ${hashrate(trend.average)}</small>`;
  const cells = [
    cell(`${escapeHtml(card.name)}<small>${escapeHtml(what)}</small>`),
    cell(`${shown(gauges.hashrate, hashrate)}${average}`),
    cell(sparkline(trend.points)),
    cell(shown(gauges.clock, (value) => `${trimmed(value / 1e6, 1)} MHz`)),
    cell(
      shown(gauges.temperature, (value) => `${value.toFixed(1)} °C`),
      limit(card, gauges.temperature, 65, 80),
    ),
    cell(shown(gauges.coreVoltage, (value) => `${value.toFixed(3)} V`)),
    cell(
      shown(gauges.errorRatio, (value) => `${(value * 100).toFixed(2)} %`),
      limit(card, gauges.errorRatio, 0.01, 0.03),
    ),
    cell(goodAndBad(totals.solutions, totals.solutionsBad, 'bad')),
    cell(
      shares(totals.shares === null ? null : { total: totals.shares, rejected: totals.sharesRejected ?? 0 }),
    ),
    cell(card.up ? `${duration(card.age)} ago` : `silent for ${duration(card.age)}`, 'state'),
  ];
  return `<tr${card.up ? '' : ' class="silent"'}>${cells.join('')}</tr>`;
}

/** The miner's own limits; the last values of a silent card have no colour. */
function limit(card: CardSnapshot, value: number | null, warm: number, bad: number): string {
  if (!card.up || value === null) return '';
  if (value < warm) return 'good';
  return value < bad ? 'warm' : 'bad';
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
  const facts = [
    miner.up ? 'miner prints' : 'miner silent',
    ...(miner.silentFor === null ? [] : [`last output ${duration(miner.silentFor)} ago`]),
    plural(miner.restarts, 'restart'),
    ...(miner.shares === null ? [] : [`shares ${shares(miner.shares)}`]),
  ];
  return `<p class="${miner.up ? 'faint' : 'bad'}">${escapeHtml(miner.source)}: ${facts.join(' · ')}</p>\n`;
}

function toolLine({ log, uptime }: TeeSnapshot): string {
  const facts = [
    log === null ? 'no log' : `log ${escapeHtml(log.path)}, ${bytes(log.size)}`,
    ...(log !== null && log.dropped > 0 ? [`<span class="bad">${bytes(log.dropped)} lost</span>`] : []),
    `running for ${duration(uptime)}`,
  ];
  return `<p class="faint">${facts.join(' · ')}</p>`;
}

function shares(count: ShareCount | null): string {
  return count === null ? '–' : goodAndBad(count.total, count.rejected, 'rejected');
}

function goodAndBad(total: number, bad: number, word: string): string {
  return bad === 0 ? `${total}` : `${total}<small>${bad} ${word}</small>`;
}

function shown(value: number | null, words: (value: number) => string): string {
  return value === null ? '–' : words(value);
}

function hashrate(value: number): string {
  return `${scaled(value, ['', 'k', 'M', 'G', 'T', 'P'])}H/s`;
}

function bytes(value: number): string {
  return value < 1000 ? `${value} B` : `${scaled(value, ['', 'k', 'M', 'G', 'T'])}B`;
}

/** Four digits and the prefix that fits, such as `17.52 G`. */
function scaled(value: number, prefixes: readonly string[]): string {
  const step = value < 1000 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(value) / 3));
  return `${trimmed(value / 1000 ** step, step === 0 ? 1 : 2)} ${prefixes[step]}`;
}

/** Rounded, without zeros that say nothing. */
function trimmed(value: number, digits: number): string {
  return `${Number(value.toFixed(digits))}`;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
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
