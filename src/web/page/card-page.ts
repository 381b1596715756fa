import { efficiencyOf } from '../../readings/efficiency.ts';
import { age, gaugeText, hashrate, perJoule, plural } from '../../readings/format.ts';
import { type GaugeName, gaugeNames, gauges } from '../../readings/gauges.ts';
import { judge } from '../../readings/limits.ts';
import type { CardSnapshot, Snapshot } from '../../rig/snapshot.ts';
import { documentOf, type PageParts, spanLinks } from './document.ts';
import { graphOf } from './graph.ts';
import { escapeHtml } from './html.ts';
import { eventList, troubleList } from './lists.ts';
import { percent, rejectColour } from './rejects.ts';

/** One card's own page. */
export function cardPageOf(card: CardSnapshot, snapshot: Snapshot, parts: PageParts): string {
  const { name, up } = card;
  const isIts = (one: { readonly card: string | null }) => one.card === name;
  const state = up ? hashrate(card.gauges.hashrate) : `silent for ${age(card.age)}`;
  const [history] = parts.history;
  const graph =
    history === undefined
      ? ''
      : `<h2>Hashrate and temperature ${spanLinks(parts.span)}</h2>
<div class="graphs one">${graphOf(card, history, parts.span, encodeURIComponent(name))}</div>\n`;
  const alerts = snapshot.alerts.filter(isIts);
  const main = `${troubleList(alerts, [])}<table class="facts"><tbody>
${factsOf(card)
  .map(([title, value, colour]) => `<tr><th>${title}</th><td class="${colour}">${value}</td></tr>`)
  .join('\n')}
</tbody></table>
${graph}${eventList(snapshot.events.filter(isIts), snapshot.rig.takenAt)}`;
  const heading = `<a href="../">${escapeHtml(parts.host)}</a> <span>${escapeHtml(name)}</span>`;
  return documentOf(`${name} ${state} · ${parts.host}`, heading, main, '../', !up || alerts.length > 0);
}

type Fact = readonly [title: string, value: string, colour: string];

function factsOf(card: CardSnapshot): readonly Fact[] {
  const { totals, trend, slowness, rejectRatio, limits } = card;
  const efficiency = efficiencyOf(card.gauges.hashrate, card.gauges.power);
  const text = (title: string, value: string | null): readonly Fact[] =>
    value === null ? [] : [[title, escapeHtml(value), '']];
  return [
    ['State', card.up ? `read ${age(card.age)} ago` : `silent for ${age(card.age)}`, card.up ? '' : 'red'],
    ...gaugeNames.filter((name) => card.gauges[name] !== null).map((name) => gaugeFact(name, card)),
    ...text('Efficiency', efficiency === null ? null : perJoule(efficiency)),
    ['Hashrate, 10 min · 1 h · 24 h', [trend.average, trend.hour, trend.day].map(hashrate).join(' · '), ''],
    ...text('Usual hashrate', slowness === null ? null : hashrate(slowness.median)),
    [
      'Solutions',
      `${totals.solutions}${totals.solutionsBad === null ? '' : `, ${totals.solutionsBad} bad`}`,
      '',
    ],
    ...(totals.shares === null || totals.shares === 0
      ? []
      : [
          [
            'Shares',
            `${plural(totals.shares, 'share')}, ${totals.sharesRejected ?? 0} rejected${totals.sharesStale === undefined ? '' : `, ${totals.sharesStale} stale`}`,
            '',
          ] as const,
          [
            'Rejected in the last hour',
            percent(rejectRatio),
            rejectColour(rejectRatio, limits.rejectRatio),
          ] as const,
        ]),
    ...text('Bitstream', card.bitstream === 'generic' ? 'generic: read by units and words' : card.bitstream),
    ...text('Device', card.device),
    ...text('DNA', card.dna),
    ...text('Number', card.index === null ? null : String(card.index)),
    ...text('Miner', card.source),
  ];
}

function gaugeFact(name: GaugeName, { gauges: values, limits, up }: CardSnapshot): Fact {
  const limit = limits[name];
  const words =
    limit === null
      ? ''
      : ` <small>limits ${gaugeText(name, limit.yellow)}, ${gaugeText(name, limit.red)}</small>`;
  return [
    gauges[name].title,
    gaugeText(name, values[name]) + words,
    up ? (judge(values[name], limit) ?? '') : 'faint',
  ];
}
