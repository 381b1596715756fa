import { efficiencyOf } from '../../readings/efficiency.ts';
import { gaugeText, hashrate, perJoule } from '../../readings/format.ts';
import { type GaugeName, gauges } from '../../readings/gauges.ts';
import { judge } from '../../readings/limits.ts';
import { combined, type LikeCards, likeCards, sumOf } from '../../rig/like-cards.ts';
import type { CardSnapshot, RigSnapshot } from '../../rig/snapshot.ts';
import { element, escapeHtml } from './html.ts';
import { percent, rejectColour } from './rejects.ts';

/** What like cards make together, a block for each bitstream: unlike hashrates are not added. */
export function headlines(rig: RigSnapshot): string {
  return `<div class="heads">${likeCards(rig).map(headline).join('\n')}</div>\n`;
}

function headline({ bitstream, cards, rejects }: LikeCards): string {
  const up = cards.filter((card) => card.up);
  const state = up.length === cards.length ? '' : up.length === 0 ? 'red' : 'yellow';
  const told = bitstream === 'generic' ? ' <small>read by units and words</small>' : '';
  const power = combined('power', up);
  const facts: readonly (readonly [string, string, string])[] = [
    ['10 min', hashrate(sumOf(up.map(({ trend }) => trend.average))), ''],
    ['1 h', hashrate(sumOf(up.map(({ trend }) => trend.hour))), ''],
    ['24 h', hashrate(sumOf(up.map(({ trend }) => trend.day))), ''],
    worst('hottest', 'temperature', up),
    worst('most errors', 'errorRatio', up),
    rejected(cards, rejects),
    ...(power === null ? [] : [['power', gaugeText('power', power), ''] as const]),
    ...(power === null ? [] : [['efficiency', efficiencyWords(up), ''] as const]),
  ];
  const shown = facts.map(
    ([name, value, colour]) => `<div><dt>${name}</dt>${element('dd', value, colour)}</div>`,
  );
  return `<section><h2>${escapeHtml(bitstream)}${told} <span class="${state}">${up.length}/${cards.length} up</span></h2>
<p class="big">${hashrate(combined('hashrate', up))}</p><dl>${shown.join('')}</dl></section>`;
}

/** The card that is worst off, with its name where there are several. */
function worst(
  name: string,
  gauge: GaugeName,
  cards: readonly CardSnapshot[],
): readonly [string, string, string] {
  const [card] = cards
    .filter((one) => one.gauges[gauge] !== null)
    .sort((a, b) => (b.gauges[gauge] ?? 0) - (a.gauges[gauge] ?? 0));
  if (card === undefined) return [name, gaugeText(gauge, null), ''];
  const value = card.gauges[gauge];
  const whose = cards.length > 1 ? ` <small>${escapeHtml(card.name)}</small>` : '';
  return [name, gaugeText(gauge, value) + whose, judge(value, card.limits[gauge]) ?? ''];
}

/** The worst of any of them: a mean would hide it. */
function rejected(cards: readonly CardSnapshot[], rejects: number | null): readonly [string, string, string] {
  return ['rejected, 1 h', percent(rejects), rejectColour(rejects, cards[0]?.limits.rejectRatio ?? null)];
}

/** Hashes a joule of the cards of which both are known. */
function efficiencyWords(cards: readonly CardSnapshot[]): string {
  const known = cards.filter((card) => card.gauges.power !== null && card.gauges.hashrate !== null);
  return perJoule(efficiencyOf(combined('hashrate', known), combined('power', known)));
}

/** Which quantities a table of these cards has columns for. */
export function toldGauges(
  cards: readonly CardSnapshot[],
  names: readonly GaugeName[],
): readonly GaugeName[] {
  return names.filter((name) => !gauges[name].seldom || cards.some((card) => card.gauges[name] !== null));
}
