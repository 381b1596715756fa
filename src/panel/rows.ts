import { plainText } from '../lines/safe-text.ts';
import { sanitiseLine } from '../lines/sanitise.ts';
import type { SeriesOf } from '../rig/history.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import { alertCount, alertRows, mostAlertRows } from './alert-rows.ts';
import { addressRows, extraRows } from './extra-rows.ts';
import { cardGraphs, graphHeight } from './graph.ts';
import { keyRows } from './key-rows.ts';
import { panelWidth } from './layout.ts';
import { minerRemarks, minerRows, mostMinerRows, remarkOf } from './miner-rows.ts';
import { minerTable, minerTableHeight } from './miner-table.ts';
import { poolRows } from './pools.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import { crop, type Row, type Span, text } from './span.ts';
import { statusSpans, titleSpans, waitingSpans, warningRows } from './status.ts';
import { type CardTable, cardTable } from './table.ts';

/** All that the panel depends on. */
export interface PanelProps {
  readonly snapshot: Snapshot;
  /** Size of the terminal. */
  readonly columns: number;
  readonly rows: number;
  /** The newest, still unterminated line of the miner; `''` keeps its row free, `null` has no row for it. */
  readonly tail: string | null;
  readonly colour: boolean;
  /** The terminal shows nothing but ASCII. */
  readonly ascii?: boolean;
  /** What is waited for: a bitstream's name or `auto`. */
  readonly bitstream: string;
  /** Seconds after which a card is silent. */
  readonly staleAfter: number;
  /** What a person has chosen with the tool's own keys. */
  readonly settings?: PanelSettings;
  /** A card's quantity over time; without it there are no graphs. */
  readonly series?: SeriesOf | undefined;
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
  const { snapshot, tail, colour, staleAfter, settings = defaultSettings, held = 0 } = props;
  const { cards, miners } = snapshot.rig;
  const columns = panelWidth(props.columns);
  const height = panelHeight(props.rows);
  // The table alone may be wider, for long names.
  const table =
    cards.length === 0
      ? waitingTable(props, columns)
      : cardTable(snapshot.rig, staleAfter, settings, props.columns);

  const common = { columns, colour, ascii: props.ascii === true };
  const title = [row('title', titleSpans(snapshot, table.width, keysHint(settings)))];
  const keys = numbered('keys', keyRows(settings, held, columns));
  if (settings.extra === 'address') {
    const address = numbered('address', addressRows(snapshot, { ...common, rows: height - 2 }));
    return [...title, ...address, ...keys].slice(0, height);
  }

  const tailRow = tail === null ? [] : [row('tail', tailSpans(tail, colour, props.columns - 1))];
  const pools = poolRows(snapshot.pools, columns);
  const status = [row('status', statusSpans(snapshot, columns))];
  // What is said of the miners stands between the title and the cards: when such a row comes or goes the cards keep
  // their place above the bottom.
  const parts = ({
    warningHeight,
    minerHeight,
    tabled,
    alertHeight,
    graphs,
    extra,
  }: Heights): readonly Part[] => [
    // The last column stays free: terminals do not agree on what happens there.
    { rows: tailRow, drop: 7 },
    { rows: title, drop: 1 },
    {
      rows: numbered(
        'miner',
        tabled ? minerTable(miners.map(remarkOf), columns) : minerRows(miners, columns, minerHeight),
      ),
      drop: 8,
    },
    { rows: numbered('alert', alertRows(snapshot.alerts, columns, alertHeight)), drop: 6 },
    { rows: table.header, drop: 4 },
    { rows: [], drop: cardsStay },
    { rows: table.total, drop: 3 },
    { rows: numbered('graph', graphs), drop: 2 },
    { rows: numbered('extra', extra), drop: 8 },
    { rows: pools, drop: 2 },
    { rows: status, drop: 5 },
    { rows: numbered('warning', warningRows(snapshot.tee, columns, warningHeight)), drop: 6 },
    { rows: keys, drop: 9 },
  ];
  const heights = heightsOf(props, (some) => height - heightOf(parts(some)) - table.count, {
    height,
    columns,
  });
  const kept = shed(parts(heights), height, table.count);
  const cardRows = table.cards(Math.max(1, height - heightOf(kept)));
  return kept.flatMap((part) => (part.drop === cardsStay ? cardRows : part.rows));
}

/** How high that is which takes what there is room for. */
interface Heights {
  readonly warningHeight: number;
  readonly minerHeight: number;
  /** The miners stand in a table. */
  readonly tabled: boolean;
  readonly alertHeight: number;
  readonly graphs: readonly (readonly Span[])[];
  readonly extra: readonly (readonly Span[])[];
}

/**
 * Shares out the room that no card needs.
 *
 * @param free rows that are left with these heights; below 0 where cards go short
 */
function heightsOf(
  props: PanelProps,
  free: (heights: Heights) => number,
  { height, columns }: { readonly height: number; readonly columns: number },
): Heights {
  const { snapshot, settings = defaultSettings } = props;
  const { miners } = snapshot.rig;
  const none: Heights = {
    warningHeight: 1,
    minerHeight: 0,
    tabled: false,
    alertHeight: 0,
    graphs: [],
    extra: [],
  };
  const minerHeight = rowsForMiners(minerRemarks(miners), free(none), height);
  const warningHeight = free({ ...none, warningHeight: 2 }) >= minerHeight ? 2 : 1;
  // A row for each miner only where every card has one, too.
  const tableHeight = minerTableHeight(miners);
  const tabled = tableHeight > 0 && free({ ...none, warningHeight: 2 }) >= tableHeight;
  const left = free({ ...none, warningHeight, minerHeight, tabled });
  const alertHeight = Math.min(
    alertCount(snapshot.alerts),
    Math.max(height >= 12 ? 1 : 0, Math.min(left, mostAlertRows)),
  );
  const extra = extraRows(snapshot, settings, columns, left - alertHeight);
  const graphs = graphsOf(props, columns, left - alertHeight - extra.length);
  return { warningHeight, minerHeight, tabled, alertHeight, graphs, extra };
}

/** Fewest rows of a terminal in which there are graphs. */
const rowsForGraphs = 30;

/** A graph of each card, or of the chosen one, where that leaves the miner a third of the terminal. */
function graphsOf(
  { snapshot, settings = defaultSettings, series, rows }: PanelProps,
  columns: number,
  free: number,
): readonly (readonly Span[])[] {
  const { cards } = snapshot.rig;
  const names = cards.map(({ name }) => name);
  const shown = settings.card === null ? names : names.filter((name) => name === settings.card);
  const left = free - Math.max(0, Math.floor(rows / 3) - (rows - panelHeight(rows)));
  if (series === undefined || rows < rowsForGraphs || left < shown.length * graphHeight) return [];
  return shown.flatMap((name) => cardGraphs(plainText(name), series, settings.trendSpan, columns));
}

/** How the keys are had, for whoever can type any. */
function keysHint({ opener }: PanelSettings): string {
  if (opener === null) return '';
  return opener === '' ? 'h keys' : `${opener} keys`;
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
  const passing = /^(?:tail|warning|miner|keys|alert|extra|address)\b/;
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

/** First the title goes for the sake of the last card; after that only so much that three cards fit, or as many as there are. */
function shed(parts: readonly Part[], height: number, cards: number): readonly Part[] {
  let kept = parts;
  const free = () => height - heightOf(kept);
  if (free() === cards - 1) kept = kept.filter((part) => part.drop !== 1);
  for (let drop = 1; drop < cardsStay && free() < Math.min(cards, 3); drop++)
    kept = kept.filter((part) => part.drop !== drop);
  return kept;
}

/** In place of the cards as long as there are none. */
function waitingTable({ snapshot, bitstream }: PanelProps, columns: number): CardTable {
  const known = snapshot.rig.miners.find((miner) => miner.bitstream !== null)?.bitstream;
  const waiting = [row('waiting', waitingSpans(snapshot, known ?? bitstream, columns))];
  // A miner that prints one hashrate for all its cards has nothing else to tell.
  const told = snapshot.rig.miners.some(({ up, process }) => up && process.hashrate !== null);
  return {
    width: columns,
    header: [],
    total: [],
    count: told ? 0 : 1,
    cards: () => (told ? [] : waiting),
  };
}

function tailSpans(tail: string, colour: boolean, columns: number): readonly Span[] {
  return [text(crop(sanitiseLine(tail.slice(0, longestTail), { colour }), columns))];
}

function numbered(key: string, rows: readonly (readonly Span[])[]): readonly Row[] {
  return rows.map((spans, place) => row(`${key} ${place}`, spans));
}

function row(key: string, spans: readonly Span[]): Row {
  return { key, spans };
}
