import { forGauges, type GaugeName, gaugeNames, gauges, isGaugeName } from '../readings/gauges.ts';

/** A column of the table of cards: a gauge, or what is said of a card besides. */
export type ColumnName =
  | GaugeName
  | 'name'
  | 'average'
  | 'hour'
  | 'trend'
  | 'solutions'
  | 'shares'
  | 'rejects'
  | 'efficiency'
  | 'rejects'
  | 'device'
  | 'age';

/** The columns from left to right. */
export const columnNames: readonly ColumnName[] = [
  ...(['name', 'hashrate', 'average', 'hour', 'trend'] as const),
  ...gaugeNames.filter((gauge) => gauge !== 'hashrate'),
  ...(['efficiency', 'solutions', 'shares', 'rejects', 'device', 'age'] as const),
];

interface ColumnKind {
  readonly title: string;
  readonly width: number;
  /** Where there is no room those with the lowest go first; `null` stays. */
  readonly keep: number | null;
}

const name = { narrowest: 8, usual: 12, widest: 28 };
const shortTrend = 8;
/** As wide as a trend gets where there is room. */
const longestTrend = 60;

/** What the columns are; the name is as wide as there is room for. */
export const columnKinds: Readonly<Record<ColumnName, ColumnKind>> = {
  name: { title: 'card', width: name.usual, keep: null },
  average: { title: '10m', width: 5, keep: 10 },
  hour: { title: '1 h', width: 5, keep: 2 },
  trend: { title: 'trend', width: 10, keep: 30 },
  ...forGauges((gauge) => gauges[gauge].column),
  solutions: { title: 'good/bad', width: 9, keep: 50 },
  shares: { title: 'acc/rej', width: 9, keep: 60 },
  efficiency: { title: 'per joule', width: 10, keep: 2.2 },
  rejects: { title: 'rej%', width: 4, keep: 2.5 },
  device: { title: 'device', width: 8, keep: 1 },
  age: { title: 'age', width: 4, keep: 80 },
};

/** A column as it is laid out. */
export interface Column {
  readonly name: ColumnName;
  readonly width: number;
  /** Blank columns in front of it; the first of them may hold the mark of the column before. */
  readonly gap: number;
  readonly align: 'left' | 'right';
}

/** What the layout depends on. */
export interface LayoutNeeds {
  /** Width of the terminal. */
  readonly columns: number;
  /** Width of the longest name. */
  readonly nameWidth: number;
  /** Whether anything in this rig counts shares. */
  readonly shares: boolean;
  /** What few miners print, of which there is a value here. */
  readonly seldom?: readonly GaugeName[];
  /** Whether each hashrate has its own unit. */
  readonly ownUnits: boolean;
  /** Width of the longest device; 0 where none is told. */
  readonly deviceWidth?: number;
}

/** Narrower than this a terminal has no room for what is nice to know. */
const roomy = 100;
/**
 * Widest that the panel gets in a terminal that is not roomy, but for long names: a terminal made narrower breaks wider
 * rows, and not every one tells which.
 */
const widestOfNarrow = 78;

/** How wide the panel may be. */
export function panelWidth(columns: number): number {
  return columns < roomy ? Math.min(widestOfNarrow, columns) : columns - 1;
}

const hashrateWithUnit = 10;
const widestDevice = 16;

/** The first columns to go where there is no room. */
const dropOrder = columnNames
  .flatMap((column) => {
    const { keep } = columnKinds[column];
    return keep === null ? [] : [{ column, keep }];
  })
  .sort((a, b) => a.keep - b.keep);

/** Columns that can carry a mark: what stands behind them gets air first, then what begins a group. */
const marked: ReadonlySet<ColumnName> = new Set<ColumnName>([
  ...gaugeNames.filter((gauge) => gauges[gauge].limits !== null),
  'rejects',
]);
const groupStarts: ReadonlySet<ColumnName> = new Set(['hashrate', 'clock', 'solutions', 'age']);

/** The column behind the last value, for its mark. */
const lastMark = 1;

/** Which columns are shown at which width. Depends on nothing that changes from reading to reading. */
export function layoutColumns(needs: LayoutNeeds): readonly Column[] {
  const longestName = Math.min(needs.nameWidth, name.widest);
  const { deviceWidth = 0 } = needs;
  const isRoomy = needs.columns >= roomy;
  const most = isRoomy ? needs.columns - 1 : widestOfNarrow + Math.max(0, longestName - name.narrowest);
  const available = Math.max(0, Math.min(most, needs.columns) - lastMark);

  const known = (column: ColumnName): boolean =>
    isGaugeName(column)
      ? !gauges[column].seldom || needs.seldom?.includes(column) === true
      : (column !== 'shares' || needs.shares) &&
        (column !== 'device' || (isRoomy && deviceWidth > 0)) &&
        (column !== 'hour' || isRoomy) &&
        (column !== 'efficiency' || (isRoomy && needs.seldom?.includes('power') === true)) &&
        (column !== 'rejects' || (isRoomy && needs.shares));
  let shown = columnNames.filter(known);
  const widths = new Map(shown.map((column) => [column, columnKinds[column].width]));
  if (needs.ownUnits)
    for (const rate of ['hashrate', 'average', 'hour'] as const) widths.set(rate, hashrateWithUnit);
  widths.set('device', Math.min(Math.max(deviceWidth, columnKinds.device.title.length), widestDevice));
  let nameWidth = Math.max(name.narrowest, longestName);
  const widthOf = (column: ColumnName): number => (column === 'name' ? nameWidth : (widths.get(column) ?? 0));
  const spare = (): number =>
    available - shown.reduce((sum, column) => sum + widthOf(column), 0) - (shown.length - 1);

  if (spare() < 0) nameWidth = Math.min(nameWidth, Math.max(name.usual, nameWidth + spare()));
  if (spare() < marked.size) widths.set('trend', shortTrend);
  for (const { column } of dropOrder) {
    if (spare() >= 0) break;
    shown = shown.filter((other) => other !== column);
  }
  if (spare() < 0) nameWidth = Math.max(1, nameWidth + spare());
  if (spare() > 0) nameWidth += Math.min(spare(), Math.max(0, longestName - nameWidth));
  const forTrend = spare() - shown.length;
  if (isRoomy && forTrend > 0 && shown.includes('trend'))
    widths.set('trend', Math.min(longestTrend, widthOf('trend') + forTrend));

  const withAir = columnsWithAir(shown, spare());
  return shown.map((column) => ({
    name: column,
    width: widthOf(column),
    gap: column === 'name' ? 0 : withAir.has(column) ? 2 : 1,
    align: column === 'name' || column === 'trend' ? 'left' : 'right',
  }));
}

/** The width of the whole table. */
export function layoutWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + column.gap + column.width, lastMark);
}

/** In front of which columns there is a second blank, where there are so many to spare. */
function columnsWithAir(shown: readonly ColumnName[], spare: number): ReadonlySet<ColumnName> {
  const [, ...columns] = shown;
  const behindMark = columns.filter((_, place) => marked.has(shown[place] ?? 'name'));
  const starts = columns.filter((column) => groupStarts.has(column));
  return new Set([...new Set([...behindMark, ...starts, ...columns])].slice(0, Math.max(0, spare)));
}
