import type { Snapshot } from '../../rig/snapshot.ts';
import { cardLink, cardTable, troubleFirst } from './card-table.ts';
import { documentOf, type PageParts, spanLinks, titleOf, troubleWords } from './document.ts';
import { graphOf } from './graph.ts';
import { headlines } from './headline.ts';
import { escapeHtml } from './html.ts';
import { eventList, minerList, poolList, toolLine, troubleList } from './lists.ts';

/** Cards that have a graph on the page of all; each has one on its own page. */
const mostGraphs = 24;

/** The names of the cards that have a graph on the page: those in trouble first. */
export function cardsWithGraph(snapshot: Snapshot): readonly string[] {
  return troubleFirst(snapshot)
    .slice(0, mostGraphs)
    .map(({ name }) => name);
}

/** The page for a browser. Self-contained; it shows the tool's own words and numbers, never what the miner printed. */
export function pageOf(snapshot: Snapshot, parts: PageParts): string {
  const { rig, alerts, events, pools, tee } = snapshot;
  const troubles = troubleList(alerts, tee.warnings);
  const heading = `${escapeHtml(parts.host)} <small>fpga-tee ${escapeHtml(tee.version)}</small>`;
  const cards =
    rig.cards.length === 0
      ? '<p>Waiting for the first card to report.</p>\n'
      : `${headlines(rig)}${troubles}${cardTable(snapshot)}${graphs(snapshot, parts)}`;
  const main = `${rig.cards.length === 0 ? troubles : ''}${cards}${eventList(events, rig.takenAt)}${minerList(rig.miners)}${poolList(pools)}${toolLine(tee)}
<p class="faint"><a href="metrics">/metrics</a> · <a href="api/cards">/api/cards</a> · <a href="api/events">/api/events</a> · <a href="health">/health</a></p>
`;
  return documentOf(titleOf(snapshot, parts.host), heading, main, '', isBad(snapshot));
}

/** Whether the icon is red. */
export function isBad(snapshot: Snapshot): boolean {
  return troubleWords(snapshot).length > 0;
}

function graphs(snapshot: Snapshot, { history, span }: PageParts): string {
  const drawn = history.flatMap((one) => {
    const card = snapshot.rig.cards.find(({ name }) => name === one.card);
    return card === undefined ? [] : [graphOf(card, one, span, cardLink(card))];
  });
  if (drawn.length === 0) return '';
  const left = snapshot.rig.cards.length - drawn.length;
  const more = left > 0 ? `<p class="faint">${left} more: each card has a graph on its own page.</p>\n` : '';
  return `<h2>Hashrate and temperature ${spanLinks(span)}</h2>\n<div class="graphs">${drawn.join('\n')}</div>\n${more}`;
}
