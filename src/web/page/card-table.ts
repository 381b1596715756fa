import { age, dash, gaugeText, hashrate } from '../../readings/format.ts';
import { type GaugeName, gaugeNames, gauges } from '../../readings/gauges.ts';
import { judge } from '../../readings/limits.ts';
import { alertKinds } from '../../rig/alert.ts';
import type { CardSnapshot, Snapshot } from '../../rig/snapshot.ts';
import { toldGauges } from './headline.ts';
import { escapeHtml } from './html.ts';
import { percent, rejectColour } from './rejects.ts';

/** Those with a column besides the hashrate, which has its averages beside it. */
const others: readonly GaugeName[] = [
  'temperature',
  'errorRatio',
  ...gaugeNames.filter((name) => !['hashrate', 'temperature', 'errorRatio'].includes(name)),
];

/** The cards, those in trouble first: what is worst comes before what is less so. */
export function troubleFirst({ rig, alerts }: Pick<Snapshot, 'rig' | 'alerts'>): readonly CardSnapshot[] {
  const rank = (card: CardSnapshot): number => {
    const own = alerts
      .filter((alert) => alert.card === card.name)
      .map(({ kind }) => alertKinds.indexOf(kind));
    return Math.min(...own, card.up ? alertKinds.length : alertKinds.indexOf('silent'));
  };
  const ranked = rig.cards.map((card) => ({ card, rank: rank(card) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ card }) => card);
}

/** Where a card's own page is, from the page of all. */
export function cardLink({ name }: Pick<CardSnapshot, 'name'>): string {
  return `card/${encodeURIComponent(name)}`;
}

/** A row for each card; on a phone two lines. */
export function cardTable(snapshot: Snapshot): string {
  const cards = troubleFirst(snapshot);
  const shown = toldGauges(cards, others);
  // Where the miner counts them for all its cards they stand in its line.
  const counted = cards.some(({ totals }) => (totals.shares ?? 0) > 0);
  const titles = [
    'Card',
    gauges.hashrate.title,
    '10 min',
    '1 h',
    ...shown.map((name) => gauges[name].title),
    'Solutions',
    ...(counted ? ['Shares'] : []),
    'Read',
  ];
  const head = titles.map((title, place) => `<th class="c${place}">${title}</th>`).join('');
  const several = snapshot.rig.miners.length > 1;
  return `<table>
<thead><tr>${head}</tr></thead>
<tbody>
${cards.map((card) => row(card, shown, counted, several)).join('\n')}
</tbody>
</table>
`;
}

function row(card: CardSnapshot, shown: readonly GaugeName[], counted: boolean, several: boolean): string {
  const { totals, trend, up } = card;
  const what = [several ? card.source : null, card.device, card.bitstream]
    .filter((text) => text !== null)
    .join(' · ');
  const slow = up && card.slowness?.slow === true;
  const usual = slow ? `<small class="yellow">slow, usually ${hashrate(card.slowness.median)}</small>` : '';
  const cells = [
    `<td class="name"><a href="${cardLink(card)}">${escapeHtml(card.name)}</a><small>${escapeHtml(what)}</small></td>`,
    up
      ? `<td class="main">${hashrate(card.gauges.hashrate)}${usual}</td>`
      : `<td class="main red">silent ${age(card.age)}</td>`,
    `<td class="more">${hashrate(trend.average)}</td>`,
    `<td class="more">${hashrate(trend.hour)}</td>`,
    ...shown.map((name) => gaugeCell(name, card)),
    `<td class="more">${solutions(card)}</td>`,
    ...(counted ? [`<td class="shares">${totals.shares === null ? dash : shares(card)}</td>`] : []),
    `<td class="more">${age(card.age)} ago</td>`,
  ];
  return `<tr${up ? '' : ' class="silent"'}>${cells.join('')}</tr>`;
}

/** What a silent card said last is no longer so; how hot it was may tell why. */
function gaugeCell(name: GaugeName, card: CardSnapshot): string {
  const last = card.up || name === 'temperature' ? card.gauges[name] : null;
  const colour = card.up ? (judge(last, card.limits[name]) ?? '') : '';
  const where = name === 'errorRatio' ? 'errors' : name === 'temperature' ? '' : 'more';
  const classes = [where, colour].filter((one) => one !== '').join(' ');
  return `<td${classes === '' ? '' : ` class="${classes}"`}>${gaugeText(name, last)}</td>`;
}

function solutions({ totals: { solutions: total, solutionsBad: bad } }: CardSnapshot): string {
  return bad === 0 || bad === null ? `${total}` : `${total}<small>${bad} bad</small>`;
}

function shares({ totals, rejectRatio: ratio, limits }: CardSnapshot): string {
  const rejected = totals.sharesRejected ?? 0;
  if (totals.shares === 0) return dash;
  const stale = totals.sharesStale ?? 0;
  const late = stale === 0 ? '' : `<small>${stale} stale</small>`;
  if (rejected === 0) return `${totals.shares}${late}`;
  const lately = ratio === null || ratio === 0 ? '' : `, ${percent(ratio)} in 1 h`;
  const colour = rejectColour(ratio, limits.rejectRatio);
  return `${totals.shares}<small${colour === '' ? '' : ` class="${colour}"`}>${rejected} rejected${lately}</small>${late}`;
}
