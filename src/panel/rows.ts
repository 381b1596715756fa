import stringWidth from 'string-width';
import { plainText } from '../lines/safe-text.ts';
import { sanitiseLine } from '../lines/sanitise.ts';
import * as format from '../readings/format.ts';
import { gaugeNames } from '../readings/gauges.ts';
import type { HashrateUnit } from '../readings/units.ts';
import { rigShares, sharesOf } from '../rig/shares.ts';
import type { CardSnapshot, RigSnapshot, Snapshot } from '../rig/snapshot.ts';
import { type Cells, cardCells, headerCells, rigCells } from './cells.ts';
import { keyRows } from './key-rows.ts';
import { type Column, layoutColumns, layoutWidth, widest } from './layout.ts';
import { minerRemarks, minerRows, mostMinerRows } from './miner-rows.ts';
import { inOrder } from './order.ts';
import { poolRows } from './pools.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import { crop, cropSpans, pad, type Row, type Span } from './span.ts';
import { statusSpans, titleSpans, waitingSpans, warningRows } from './status.ts';

/** All that the panel depends on. */
export interface PanelProps {
  readonly snapshot: Snapshot;
  /** Size of the terminal. */
  readonly columns: number;
  readonly rows: number;
  /** The newest, still unterminated line of the miner; `''` keeps its row free, `null` has no row for it. */
  readonly tail: string | null;
  readonly colour: boolean;
  /** What is waited for: a bitstream's name or `auto`. */
  readonly bitstream: string;
  /** Seconds after which a card is silent. */
  readonly staleAfter: number;
  /** What a person has chosen with the tool's own keys. */
  readonly settings?: PanelSettings;
  /** Lines of the miner that are held back. */
  readonly held?: number;
}

/**
 * What is looked at of the unterminated line: more than any terminal is wide, its colours included. Measuring the width
 * of a very long text takes minutes.
 */
const longestTail = 4096;

/** Everything the panel shows, from top to bottom. Never higher than the terminal's rows − 2, nor wider than it. */
export function panelRows(props: PanelProps): readonly Row[] {
  const { snapshot, tail, colour } = props;
  const columns = Math.min(widest, props.columns);
  const height = panelHeight(props.rows);
  const { cards, miners } = snapshot.rig;

  // The last column stays free: terminals do not agree on what happens there.
  const tailRow = tail === null ? [] : [row('tail', [{ text: tailText(tail, colour, props.columns - 1) }])];
  const status = [row('status', statusSpans(snapshot, columns))];
  const pools = poolRows(snapshot.pools, columns);
  const warnings = (rows: number) =>
    warningRows(snapshot.tee, columns, rows).map((spans, place) => row(`warning ${place}`, spans));
  const said = (rows: number) =>
    minerRows(miners, columns, rows).map((spans, place) => row(`miner ${place}`, spans));
  const { settings = defaultSettings, held = 0 } = props;
  const keys = keyRows(settings, held, columns).map((spans, place) => row(`keys ${place}`, spans));

  if (cards.length === 0) {
    // A miner that prints one hashrate for all its cards has nothing else to tell.
    const waiting = miners.some(({ up, process }) => up && process.hashrate !== null)
      ? []
      : [row('waiting', waitingSpans(snapshot, waitedFor(props), columns))];
    return stack(height, [
      { rows: tailRow, drop: 4 },
      { rows: [row('title', titleSpans(snapshot, columns))], drop: 2 },
      { rows: said(Math.max(1, Math.min(mostMinerRows, height - 5))), drop: 6 },
      { rows: waiting, drop: cardsStay },
      { rows: pools, drop: 1 },
      { rows: status, drop: 3 },
      { rows: warnings(2), drop: 5 },
      { rows: keys, drop: 8 },
    ]);
  }

  // The table alone may be wider, for long names.
  const table = tableOf(props, props.columns);
  // Between the title and the cards: when such a row comes or goes the cards keep their place above the bottom.
  const parts = (warningHeight: number, minerHeight: number): readonly Part[] => [
    { rows: tailRow, drop: 7 },
    { rows: [row('title', titleSpans(snapshot, table.width))], drop: 1 },
    { rows: said(minerHeight), drop: 8 },
    { rows: [table.header], drop: 4 },
    { rows: [], drop: cardsStay },
    { rows: cards.length > 1 ? [table.total()] : [], drop: 3 },
    { rows: pools, drop: 2 },
    { rows: status, drop: 5 },
    { rows: warnings(warningHeight), drop: 6 },
    { rows: keys, drop: 9 },
  ];
  const leastCards = Math.min(cards.length, 3);
  const free = (warningHeight: number) => height - heightOf(parts(warningHeight, 0)) - cards.length;
  const minerHeight = rowsForMiners(minerRemarks(miners), free(1), height);
  const warningHeight = free(2) >= minerHeight ? 2 : 1;
  const kept = shed(parts(warningHeight, minerHeight), height, cards.length, leastCards);
  const cardRows = table.cards(Math.max(1, height - heightOf(kept)));
  return kept.flatMap((part) => (part.drop === cardsStay ? cardRows : part.rows));
}

/** The cards, or what stands for them, are never left out. */
const cardsStay = 10;

/**
 * How high the panel may be: some rows stay for the miner's lines, and one for the cursor. A panel as high as the
 * terminal would make Ink wipe the scrollback.
 */
export function panelHeight(rows: number): number {
  const forMiner = Math.min(5, Math.max(1, Math.floor(rows / 4)));
  return Math.max(1, rows - 1 - forMiner);
}

/**
 * How many rows what is said of the miners may take: those that no card needs, at least one, and where the cards do not
 * fit anyway a few.
 */
function rowsForMiners(remarks: number, free: number, height: number): number {
  const most = free > 0 ? Math.min(free, mostMinerRows) : free > -3 || height < 12 ? 1 : 3;
  return Math.min(remarks, most);
}

/**
 * How many of the terminal's rows are left for the miner's lines. Warnings and keys, which come and go, do not count: a
 * miner is not to lay out its lines anew for each of them.
 */
export function rowsForMiner(panel: readonly Row[], rows: number): number {
  const passing = /^(?:tail|warning|miner|keys)\b/;
  return Math.max(1, rows - 1 - panel.filter(({ key }) => !passing.test(key)).length);
}

/** Rows that belong together; those with the lowest `drop` are left out first. */
interface Part {
  readonly rows: readonly Row[];
  readonly drop: number;
}

function heightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.rows.length, 0);
}

/** First the title goes for the sake of the last card; after that only so much that the least number of cards fits. */
function shed(parts: readonly Part[], height: number, cards: number, leastCards: number): readonly Part[] {
  let kept = parts;
  const free = () => height - heightOf(kept);
  if (free() === cards - 1) kept = kept.filter((part) => part.drop !== 1);
  for (let drop = 1; drop < cardsStay && free() < leastCards; drop++)
    kept = kept.filter((part) => part.drop !== drop);
  return kept;
}

function stack(height: number, parts: readonly Part[]): readonly Row[] {
  return shed(parts, height, 0, 0)
    .flatMap((part) => part.rows)
    .slice(-height);
}

interface Table {
  readonly width: number;
  readonly header: Row;
  total(): Row;
  /** The cards in at most `rows` rows. */
  cards(rows: number): readonly Row[];
}

function tableOf({ snapshot, staleAfter, settings = defaultSettings }: PanelProps, columns: number): Table {
  const rig = { ...snapshot.rig, cards: inOrder(snapshot.rig.cards, settings.order) };
  const unit = commonUnit(rig);
  const layout = layoutColumns({
    columns,
    nameWidth: Math.max(...rig.cards.map((card) => stringWidth(plainText(card.name)))),
    shares: rigShares(rig) !== null,
    seldom: gaugeNames.filter((name) => rig.cards.some((card) => card.gauges[name] !== null)),
    ownUnits: unit === null,
  });
  const options = {
    unit,
    staleAfter,
    trendWidth: layout.find(({ name }) => name === 'trend')?.width ?? 0,
  };
  const line = (key: string, cells: Cells): Row => row(key, cropSpans(cellSpans(layout, cells), columns));
  const card = (one: CardSnapshot, place: number): Row =>
    line(`card ${place}`, cardCells(one, sharesOf(one, rig), options));
  return {
    width: Math.min(columns, layoutWidth(layout)),
    header: line('header', headerCells(unit, settings)),
    total: () => line('total', rigCells(rig, options)),
    cards(rows) {
      if (rig.cards.length <= rows) return rig.cards.map(card);
      const shown = rig.cards.slice(0, rows - 1);
      return [...shown.map(card), row('hidden', hiddenSpans(rig.cards.slice(shown.length), columns))];
    },
  };
}

function cellSpans(layout: readonly Column[], cells: Cells): readonly Span[] {
  const spans: Span[] = [];
  let mark: Span | null = null;
  for (const { name, width, gap, align } of layout) {
    const cell = cells[name] ?? { text: format.dash, style: { dim: true } };
    const blanks = ' '.repeat(mark === null ? gap : gap - 1);
    if (mark !== null) spans.push(mark);
    const text = pad(cell.text, width, align);
    spans.push({ text: blanks }, cell.style === undefined ? { text } : { text, style: cell.style });
    const sign = cell.alarm === true ? '!' : cell.low === true ? '↓' : null;
    mark = sign === null ? null : { text: sign, style: cell.style ?? {} };
  }
  return mark === null ? spans : [...spans, mark];
}

/** The cards that do not fit: how many, what they make, and whether one of them is silent. */
function hiddenSpans(cards: readonly CardSnapshot[], columns: number): readonly Span[] {
  const up = cards.filter((card) => card.up);
  const total = up.reduce((sum, card) => sum + (card.gauges.hashrate ?? 0), 0);
  const silent = cards.length - up.length;
  const spans: Span[] = [
    { text: `… ${cards.length} more ${cards.length === 1 ? 'card' : 'cards'}`, style: { dim: true } },
    { text: `  ${format.hashrate(total)}` },
  ];
  const slow = up.filter((card) => card.slowness?.slow === true).length;
  if (slow > 0) spans.push({ text: `  ${slow} slow`, style: { colour: 'yellow' } });
  if (silent > 0) spans.push({ text: `  ${silent} silent!`, style: { colour: 'red' } });
  return cropSpans(spans, columns);
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

function tailText(tail: string, colour: boolean, columns: number): string {
  return crop(sanitiseLine(tail.slice(0, longestTail), { colour }), columns);
}

function waitedFor({ snapshot: { rig }, bitstream }: PanelProps): string {
  return rig.miners.find((miner) => miner.bitstream !== null)?.bitstream ?? bitstream;
}

function row(key: string, spans: readonly Span[]): Row {
  return { key, spans };
}
