/** The columns from left to right. */
export const columnNames = [
  'name',
  'hashrate',
  'average',
  'trend',
  'clock',
  'temperature',
  'voltage',
  'errors',
  'solutions',
  'shares',
  'age',
] as const;

/** One of {@link columnNames}. */
export type ColumnName = (typeof columnNames)[number];

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
  /** Whether each hashrate has its own unit. */
  readonly ownUnits: boolean;
}

/**
 * Widest that the panel gets, but for long names where there is room. A terminal made narrower breaks wider rows, and not
 * every one tells which.
 */
export const widest = 78;

/** Width of every column but the name. */
const widths: Readonly<Record<Exclude<ColumnName, 'name'>, number>> = {
  hashrate: 5,
  average: 5,
  trend: 10,
  clock: 4,
  temperature: 4,
  voltage: 5,
  errors: 4,
  solutions: 9,
  shares: 9,
  age: 4,
};

const hashrateWithUnit = 10;
const shortTrend = 8;
/** The first columns to go where there is no room; the name and the hashrate stay. */
const dropOrder: readonly ColumnName[] = [
  'average',
  'voltage',
  'trend',
  'clock',
  'solutions',
  'shares',
  'errors',
  'age',
  'temperature',
];
/** Columns that can carry a mark: what stands behind them gets air first, then what begins a group. */
const marked: readonly (ColumnName | undefined)[] = ['temperature', 'errors'];
const groupStarts: readonly ColumnName[] = ['hashrate', 'clock', 'solutions', 'age'];

const name = { narrowest: 8, usual: 12, widest: 20 };
/** The column behind the last value, for its mark. */
const lastMark = 1;

/** Which columns are shown at which width. Depends on nothing that changes from reading to reading. */
export function layoutColumns(needs: LayoutNeeds): readonly Column[] {
  const forLongNames = Math.max(0, Math.min(needs.nameWidth, name.widest) - name.narrowest);
  const available = Math.max(0, Math.min(widest + forLongNames, needs.columns) - lastMark);
  let shown = columnNames.filter((column) => column !== 'shares' || needs.shares);
  let trend = widths.trend;
  let nameWidth = Math.max(name.narrowest, Math.min(needs.nameWidth, name.widest));

  const widthOf = (column: ColumnName): number => {
    if (column === 'name') return nameWidth;
    if (column === 'trend') return trend;
    if (column === 'hashrate' && needs.ownUnits) return hashrateWithUnit;
    return widths[column];
  };
  const spare = (): number =>
    available - shown.reduce((sum, column) => sum + widthOf(column), 0) - (shown.length - 1);

  if (spare() < 0) nameWidth = Math.min(nameWidth, Math.max(name.usual, nameWidth + spare()));
  if (spare() < marked.length) trend = shortTrend;
  for (const column of dropOrder) {
    if (spare() >= 0) break;
    shown = shown.filter((other) => other !== column);
  }
  if (spare() < 0) nameWidth = Math.max(1, nameWidth + spare());
  if (spare() > 0) {
    nameWidth += Math.min(spare(), Math.max(0, Math.min(needs.nameWidth, name.widest) - nameWidth));
  }

  const urgency = (column: ColumnName, place: number): number => {
    if (marked.includes(shown[place - 1])) return 0;
    return groupStarts.includes(column) ? 1 : 2;
  };
  const byUrgency = shown
    .map((column, place) => ({ column, urgency: urgency(column, place) }))
    .slice(1)
    .sort((a, b) => a.urgency - b.urgency);
  const withAir = new Set(byUrgency.slice(0, Math.max(0, spare())).map(({ column }) => column));

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
