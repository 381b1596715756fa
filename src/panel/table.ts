import stringWidth from 'string-width';
import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { gaugeNames } from '../readings/gauges.ts';
import type { HashrateUnit } from '../readings/units.ts';
import { rigShares, sharesOfCard } from '../rig/shares.ts';
import type { CardSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import { type Cells, cardCells, headerCells, rigCells } from './cells.ts';
import { type Column, layoutColumns, layoutWidth } from './layout.ts';
import { inOrder } from './order.ts';
import type { PanelSettings } from './settings.ts';
import { cropSpans, faint, pad, type Row, type Span, text } from './span.ts';

/** The cards below each other, with a header and, where there are several, the sum of all. */
export interface CardTable {
  readonly width: number;
  readonly header: readonly Row[];
  readonly total: readonly Row[];
  /** How many rows there would be for the cards, did all of them have one. */
  readonly count: number;
  /** The cards in at most `rows` rows. */
  cards(rows: number): readonly Row[];
}

/**
 * The table of a rig's cards.
 *
 * @param staleAfter seconds after which a card is silent
 * @param columns width of the terminal
 */
export function cardTable(
  snapshot: RigSnapshot,
  staleAfter: number,
  settings: PanelSettings,
  columns: number,
): CardTable {
  const rig = { ...snapshot, cards: inOrder(snapshot.cards, settings.order) };
  const unit = commonUnit(rig);
  const layout = layoutColumns({
    columns,
    nameWidth: Math.max(...rig.cards.map((card) => stringWidth(plainText(card.name)))),
    shares: rigShares(rig) !== null,
    seldom: gaugeNames.filter((name) => rig.cards.some((card) => card.gauges[name] !== null)),
    ownUnits: unit === null,
  });
  const trendWidth = layout.find(({ name }) => name === 'trend')?.width ?? 0;
  const options = { unit, staleAfter, trendWidth };
  const line = (key: string, cells: Cells): Row => ({
    key,
    spans: cropSpans(cellSpans(layout, cells), columns),
  });
  const card = (one: CardSnapshot, place: number): Row =>
    line(`card ${place}`, cardCells(one, sharesOfCard(one, rig), options));
  return {
    width: Math.min(columns, layoutWidth(layout)),
    header: [line('header', headerCells(unit, settings))],
    total: rig.cards.length > 1 ? [line('total', rigCells(rig, options))] : [],
    count: rig.cards.length,
    cards(rows) {
      if (rig.cards.length <= rows) return rig.cards.map(card);
      const shown = rig.cards.slice(0, rows - 1);
      const hidden = cropSpans(hiddenSpans(rig.cards.slice(shown.length)), columns);
      return [...shown.map(card), { key: 'hidden', spans: hidden }];
    },
  };
}

function cellSpans(layout: readonly Column[], cells: Cells): readonly Span[] {
  const spans: Span[] = [];
  let mark: Span | null = null;
  for (const { name, width, gap, align } of layout) {
    const cell = cells[name] ?? { text: format.dash, style: { dim: true } };
    if (mark !== null) spans.push(mark);
    spans.push(
      text(' '.repeat(mark === null ? gap : gap - 1)),
      text(pad(cell.text, width, align), cell.style),
    );
    const sign = cell.alarm === true ? '!' : cell.low === true ? '↓' : null;
    mark = sign === null ? null : text(sign, cell.style);
  }
  return mark === null ? spans : [...spans, mark];
}

/** The cards that do not fit: how many, what they make, and whether one of them is slow or silent. */
function hiddenSpans(cards: readonly CardSnapshot[]): readonly Span[] {
  const up = cards.filter((card) => card.up);
  const total = up.reduce((sum, card) => sum + (card.gauges.hashrate ?? 0), 0);
  const slow = up.filter((card) => card.slowness?.slow === true).length;
  const silent = cards.length - up.length;
  return [
    faint(`… ${format.plural(cards.length, 'more card')}`),
    text(`  ${format.hashrate(total)}`),
    ...(slow > 0 ? [text(`  ${slow} slow`, { colour: 'yellow' })] : []),
    ...(silent > 0 ? [text(`  ${silent} silent!`, { colour: 'red' })] : []),
  ];
}

/**
 * Cards of one bitstream are of one size, so the unit stands once, in the header: that of the strongest card, so that
 * it does not change with the luck of another. Cards of different bitstreams need a unit each.
 */
function commonUnit({ cards }: RigSnapshot): HashrateUnit | null {
  if (new Set(cards.map((card) => card.bitstream)).size > 1) return null;
  return format.hashrateUnit(
    Math.max(...cards.map((card) => card.trend.average ?? card.gauges.hashrate ?? 0)),
  );
}
