import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { forGauges, type GaugeName, gauges } from '../readings/gauges.ts';
import { judge } from '../readings/limits.ts';
import type { ShareCount } from '../readings/reading.ts';
import type { HashrateUnit } from '../readings/units.ts';
import { rigShares } from '../rig/shares.ts';
import type { CardSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import { spanWords } from './key-rows.ts';
import { type ColumnName, columnKinds, columnNames } from './layout.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import type { Style } from './span.ts';
import { sparkline, sumOfPoints } from './sparkline.ts';

/** One value of a row. */
export interface Cell {
  readonly text: string;
  readonly style?: Style;
  /** Marked with `!`, so that it is seen without colour too. */
  readonly alarm?: boolean;
  /** Marked with `↓`: less than it should be. */
  readonly low?: boolean;
}

/** A row of the table; a column without a cell says that nothing is known. */
export type Cells = Readonly<Partial<Record<ColumnName, Cell>>>;

/** What all cells of a table have in common. */
export interface CellOptions {
  /** The unit of all hashrates, or `null` where each has its own. */
  readonly unit: HashrateUnit | null;
  readonly trendWidth: number;
  /** Seconds after which a card is silent. */
  readonly staleAfter: number;
}

const unknown: Cell = { text: format.dash, style: { dim: true } };

/** The header: what each column is, with its unit; brighter what the cards are sorted by. */
export function headerCells(
  unit: HashrateUnit | null,
  { order, trendSpan }: Pick<PanelSettings, 'order' | 'trendSpan'> = defaultSettings,
): Cells {
  const titleOf = (column: ColumnName): string => {
    if (column === 'hashrate' && unit !== null) return unit;
    if (column === 'trend' && trendSpan !== null) return spanWords(trendSpan);
    return columnKinds[column].title;
  };
  return Object.fromEntries(
    columnNames.map((column) => [
      column,
      { text: titleOf(column), style: column === order ? { bold: true } : { dim: true } },
    ]),
  );
}

/** One card's row. `shares` are the card's own, or the miner's where it has only this card. */
export function cardCells(card: CardSnapshot, shares: ShareCount | null, options: CellOptions): Cells {
  const name = plainText(card.name);
  const solutions = solutionCell(card.totals.solutions, card.totals.solutionsBad);
  const age = format.age(card.age);
  if (!card.up) {
    return {
      name: { text: name, style: { dim: true } },
      solutions: { text: solutions.text, style: { dim: true } },
      shares: { text: shareCell(shares).text, style: { dim: true } },
      age: { text: age, style: { colour: 'red' }, alarm: true },
    };
  }
  const slow = card.slowness?.slow === true ? { colour: 'yellow' as const } : null;
  return {
    ...forGauges((gauge) => gaugeCell(gauge, card.gauges[gauge])),
    name: { text: name },
    hashrate: {
      ...rateCell(card.gauges.hashrate, options, { bold: true, ...slow }),
      ...(slow && { low: true }),
    },
    average: rateCell(card.trend.average, options, { ...slow }),
    trend: { text: sparkline(card.trend.points, options.trendWidth) },
    solutions,
    shares: shareCell(shares),
    age: { text: age, style: card.age >= options.staleAfter / 2 ? { colour: 'yellow' } : {} },
  };
}

/** The row of the whole rig: totals of what adds up, means of what does not. */
export function rigCells(rig: RigSnapshot, options: CellOptions): Cells {
  const up = rig.cards.filter((card) => card.up);
  const all = rig.cards.length;
  return {
    ...forGauges((gauge) => gaugeCell(gauge, mean(up.map((card) => card.gauges[gauge])))),
    name:
      up.length === all
        ? { text: format.plural(all, 'card') }
        : { text: `${up.length}/${all} up`, style: { colour: up.length === 0 ? 'red' : 'yellow' } },
    hashrate: rateCell(total(up.map((card) => card.gauges.hashrate)), options, { bold: true }),
    average: rateCell(total(up.map((card) => card.trend.average)), options, {}),
    trend: { text: sparkline(sumOfPoints(up.map((card) => card.trend.points)), options.trendWidth) },
    solutions: solutionCell(
      total(rig.cards.map((card) => card.totals.solutions)) ?? 0,
      total(rig.cards.map((card) => card.totals.solutionsBad)),
    ),
    shares: shareCell(rigShares(rig)),
    age: { text: '' },
  };
}

function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly (number | null)[]): number | null {
  const sum = total(values);
  return sum === null ? null : sum / values.filter((value) => value !== null).length;
}

function gaugeCell(gauge: GaugeName, value: number | null): Cell {
  const text = format.gaugeNumber(gauge, value);
  if (text === format.dash) return unknown;
  const colour = judge(value, gauges[gauge].limits);
  return colour === null ? { text } : { text, style: { colour }, alarm: colour === 'red' };
}

function rateCell(hashrate: number | null, { unit }: CellOptions, style: Style): Cell {
  if (hashrate === null) return unknown;
  return { text: unit === null ? format.hashrate(hashrate) : format.hashrateIn(unit, hashrate), style };
}

function solutionCell(total: number, bad: number | null): Cell {
  return { text: format.counts(total - (bad ?? 0), bad) };
}

function shareCell(shares: ShareCount | null): Cell {
  if (shares === null) return unknown;
  return {
    text: format.counts(shares.total - shares.rejected, shares.rejected),
    style: shares.rejected > 0 ? { colour: 'yellow' } : {},
  };
}
