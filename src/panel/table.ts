import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { gaugeNames } from '../readings/gauges.ts';
import type { HashrateUnit } from '../readings/units.ts';
import { combined, type LikeCards, likeCards } from '../rig/like-cards.ts';
import { rejectsOfCard, rigShares, sharesOfCard } from '../rig/shares.ts';
import type { CardSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import { shownFirst, troubleColours, troubles, troublesOf } from '../rig/trouble.ts';
import { type Cell, type Cells, cardCells, headerCells, likeCells, likeName } from './cells.ts';
import { type Column, type ColumnName, layoutColumns, layoutWidth } from './layout.ts';
import { inOrder } from './order.ts';
import type { PanelSettings } from './settings.ts';
import { cropSpans, cropStart, faint, join, pad, type Row, type Span, text } from './span.ts';
import { textWidth } from './text-width.ts';

/** The cards below each other, with a header and, where there are several, what like ones make together. */
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
  const { rig, groups, unit, nameOf, layout, totals } = planOf(snapshot, settings, columns);
  const columnWidth = (name: ColumnName): number => layout.find((column) => column.name === name)?.width ?? 0;
  const options = { unit, staleAfter, trendWidth: columnWidth('trend') };
  const line = (key: string, cells: Cells): Row => ({
    key,
    spans: cropSpans(cellSpans(layout, cells), columns),
  });
  const card = (one: CardSnapshot): Row => {
    // The card's name stands at the end, behind its miner's.
    const chosen = one.name === settings.card ? '›' : '';
    const name = chosen + cropStart(nameOf(one), columnWidth('name') - chosen.length);
    return line(
      `card ${rig.cards.indexOf(one)}`,
      cardCells(one, name, { shares: sharesOfCard(one, rig), rejects: rejectsOfCard(one, rig) }, options),
    );
  };
  return {
    width: Math.min(columns, layoutWidth(layout)),
    header: [line('header', headerCells(unit, settings, rig.cards[0]?.trend, options.trendWidth))],
    total: totals.map((like) =>
      line(
        groups.length > 1 ? `total ${like.bitstream}` : 'total',
        likeCells(like, groups.length > 1, options),
      ),
    ),
    count: rig.cards.length,
    cards(rows) {
      if (rig.cards.length <= rows) return rig.cards.map(card);
      const shown = shownFirst(rig.cards, rows - 1);
      const hidden = rig.cards.filter((one) => !shown.includes(one));
      return [...shown.map(card), { key: 'hidden', spans: cropSpans(hiddenSpans(hidden), columns) }];
    },
  };
}

/** How many points the trends of a table have: as many as their column is wide; 10 where there is none. */
export function trendPoints(snapshot: RigSnapshot, settings: PanelSettings, columns: number): number {
  if (snapshot.cards.length === 0) return 10;
  const { layout } = planOf(snapshot, settings, columns);
  return layout.find(({ name }) => name === 'trend')?.width ?? 10;
}

/** The cards as they stand, and the columns. */
function planOf(snapshot: RigSnapshot, settings: PanelSettings, columns: number) {
  const rig = { ...snapshot, cards: inOrder(snapshot.cards, settings.order, settings.sequence) };
  const groups = likeCards(snapshot);
  const unit = groups.length > 1 ? null : commonUnit(rig.cards);
  const nameOf = namesOf(rig);
  const totals = rig.cards.length > 1 ? groups : [];
  const totalName = (like: LikeCards): string => likeName(like, groups.length > 1);
  const layout = layoutColumns({
    columns,
    // With keys there is room for the mark of a card that is chosen.
    nameWidth:
      (settings.opener === null ? 0 : 1) +
      Math.max(...[...rig.cards.map(nameOf), ...totals.map(totalName)].map((name) => textWidth(name))),
    shares: rigShares(rig) !== null,
    seldom: gaugeNames.filter((name) => rig.cards.some((card) => card.gauges[name] !== null)),
    ownUnits: unit === null,
    deviceWidth: Math.max(0, ...rig.cards.map(({ device }) => textWidth(plainText(device ?? '')))),
  });
  return { rig, groups, unit, nameOf, layout, totals };
}

/** How the cards are called: where several miners have cards, with the miner's name in front. */
function namesOf({ cards }: RigSnapshot): (card: CardSnapshot) => string {
  const several = new Set(cards.map(({ source }) => source)).size > 1;
  return ({ source, name }) => (several ? `${plainText(source)}/${plainText(name)}` : plainText(name));
}

function cellSpans(layout: readonly Column[], cells: Cells): readonly Span[] {
  const spans: Span[] = [];
  let mark: Span | null = null;
  for (const { column, cell, width } of placed(layout, cells)) {
    const { gap, align } = column;
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

interface Placed {
  readonly column: Column;
  readonly cell: Cell;
  readonly width: number;
}

const unknown: Cell = { text: format.dash, style: { dim: true } };

/** The cells in their columns; one that reaches through several has the room of all of them, where it needs it. */
function placed(layout: readonly Column[], cells: Cells): readonly Placed[] {
  const result: Placed[] = [];
  for (let place = 0; place < layout.length; place += 1) {
    const column = layout[place];
    if (column === undefined) continue;
    const cell = cells[column.name] ?? unknown;
    if (cell.through === undefined) {
      result.push({ column, cell, width: column.width });
      continue;
    }
    const end = layout.findLastIndex(({ name }) => isBefore(name, cell.through));
    const more = layout.slice(place + 1, Math.max(place, end) + 1);
    const width = more.reduce((sum, { gap, width }) => sum + gap + width, column.width);
    if (textWidth(cell.text) > width) result.push({ column, cell: unknown, width: column.width });
    else {
      result.push({ column: { ...column, align: 'left' }, cell, width });
      place += more.length;
    }
  }
  return result;
}

const merged: readonly ColumnName[] = ['hashrate', 'average', 'hour', 'trend', 'clock'];

function isBefore(name: ColumnName, last: ColumnName | undefined): boolean {
  return last !== undefined && merged.includes(name) && merged.indexOf(name) <= merged.indexOf(last);
}

/** The cards that do not fit: how many, what they make where they are alike, and how many are in which trouble. */
function hiddenSpans(cards: readonly CardSnapshot[]): readonly Span[] {
  const like = new Set(cards.map(({ bitstream }) => bitstream)).size === 1;
  const rate = like
    ? combined(
        'hashrate',
        cards.filter(({ up }) => up),
      )
    : null;
  const worst = cards.map((card) => troublesOf(card)[0]);
  const parts = troubles.flatMap((trouble) => {
    const count = worst.filter((one) => one === trouble).length;
    const colour = troubleColours[trouble];
    return count === 0 ? [] : [[text(`${count} ${trouble}${colour === 'red' ? '!' : ''}`, { colour })]];
  });
  return join([
    [faint(`… ${cards.length} more`)],
    ...(rate === null ? [] : [[text(format.hashrate(rate))]]),
    ...parts,
  ]);
}

/**
 * Cards of one bitstream are of one size, so the unit stands once, in the header: that of the strongest card, so that
 * it does not change with the luck of another. Cards of different bitstreams need a unit each.
 */
function commonUnit(cards: readonly CardSnapshot[]): HashrateUnit {
  return format.hashrateUnit(
    Math.max(...cards.map((card) => card.trend.average ?? card.gauges.hashrate ?? 0)),
  );
}
