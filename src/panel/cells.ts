import { plainText } from '../lines/safe-text.ts';
import { efficiencyOf } from '../readings/efficiency.ts';
import * as format from '../readings/format.ts';
import { forGauges, type GaugeName } from '../readings/gauges.ts';
import { type Colour, judge } from '../readings/limits.ts';
import type { ShareCount } from '../readings/reading.ts';
import type { HashrateUnit } from '../readings/units.ts';
import { combined, type LikeCards, sumOf } from '../rig/like-cards.ts';
import type { CardSnapshot, Trend } from '../rig/snapshot.ts';
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
  /** Takes the room of the columns behind it, up to this one. */
  readonly through?: ColumnName;
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

/** A card's own shares, or the miner's where it has only this card, and what part of the last hour's was rejected. */
export interface CardShares {
  readonly shares: ShareCount | null;
  readonly rejects: number | null;
}

const unknown: Cell = { text: format.dash, style: { dim: true } };

/** The header: what each column is, with its unit; brighter what the cards are sorted by. */
export function headerCells(
  unit: HashrateUnit | null,
  { order }: Pick<PanelSettings, 'order'> = defaultSettings,
  trend: Pick<Trend, 'step' | 'points'> | null = null,
  trendWidth = 0,
): Cells {
  const titleOf = (column: ColumnName): string => {
    if (column === 'hashrate' && unit !== null) return unit;
    if (column === 'trend' && trend !== null) return trendTitle(trend, trendWidth);
    return columnKinds[column].title;
  };
  return Object.fromEntries(
    columnNames.map((column) => [
      column,
      { text: titleOf(column), style: column === order ? { bold: true } : { dim: true } },
    ]),
  );
}

/** The time that the trends show, and where there is room how they are to be read. */
function trendTitle({ step, points }: Pick<Trend, 'step' | 'points'>, width: number): string {
  const time = spanWords(step * points.length);
  const choices = [
    `trend over ${time}, each row from its lowest to its highest`,
    `over ${time}, each row by itself`,
    `over ${time}`,
    time,
  ];
  return choices.find((words) => words.length <= width) ?? time;
}

/**
 * One card's row.
 *
 * @param name how it is called in this table
 */
export function cardCells(
  card: CardSnapshot,
  name: string,
  { shares, rejects }: CardShares,
  options: CellOptions,
): Cells {
  const solutions = solutionCell(card.totals.solutions, card.totals.solutionsBad, card);
  const age = format.age(card.age);
  const device: Cell = { text: plainText(card.device ?? format.dash), style: { dim: true } };
  if (!card.up) {
    const last = gaugeCell('temperature', card.gauges.temperature, null);
    return {
      name: { text: name, style: { dim: true } },
      hashrate: { text: `silent ${sinceWords(card.age)}`, style: { colour: 'red' }, through: 'clock' },
      temperature: { text: last.text, style: { dim: true } },
      solutions: { text: solutions.text, style: { dim: true } },
      shares: { text: shareCell(shares, null).text, style: { dim: true } },
      device,
      age: { text: age, style: { colour: 'red' }, alarm: true },
    };
  }
  const slow = card.slowness?.slow === true ? { colour: 'yellow' as const } : null;
  return {
    ...forGauges((gauge) =>
      gaugeCell(gauge, card.gauges[gauge], judge(card.gauges[gauge], card.limits[gauge])),
    ),
    name: { text: name },
    device,
    hashrate: {
      ...rateCell(card.gauges.hashrate, options, { bold: true, ...slow }),
      ...(slow && { low: true }),
    },
    average: rateCell(card.trend.average, options, { ...slow }),
    hour: rateCell(card.trend.hour, options, {}),
    efficiency: efficiencyCell(card.gauges.hashrate, card.gauges.power),
    trend: { text: sparkline(card.trend.points, options.trendWidth) },
    solutions,
    shares: shareCell(shares, judge(rejects, card.limits.rejectRatio)),
    rejects: rejectCell(rejects, judge(rejects, card.limits.rejectRatio)),
    age: { text: age, style: card.age >= options.staleAfter / 2 ? { colour: 'yellow' } : {} },
  };
}

/** A silent card's time in at most four columns, without the minutes of long ones. */
function sinceWords(seconds: number): string {
  return seconds < 3600 ? format.age(seconds) : format.age(seconds).replace(/h\d+$/, 'h');
}

/**
 * The row of like cards: totals of what adds up, the worst of what can be bad.
 *
 * @param among whether other bitstreams have such a row, too: then it is called by its own
 */
export function likeCells(like: LikeCards, among: boolean, options: CellOptions): Cells {
  const { cards, shares, rejects } = like;
  const up = cards.filter((card) => card.up);
  const counted = cards.some(countsSolutions) ? cards : [];
  return {
    ...forGauges((gauge) => gaugeCell(gauge, combined(gauge, up), worst(gauge, up))),
    name: {
      text: likeName(like, among),
      style: up.length === cards.length ? {} : { colour: up.length === 0 ? 'red' : 'yellow' },
    },
    hashrate: rateCell(combined('hashrate', up), options, { bold: true }),
    average: rateCell(sumOf(up.map((card) => card.trend.average)), options, {}),
    efficiency: efficiencyCell(...both(up)),
    hour: rateCell(sumOf(up.map((card) => card.trend.hour)), options, {}),
    trend: {
      text: sparkline(
        sumOfPoints(
          up.map((card) => card.trend.points),
          settle(cards, options),
        ),
        options.trendWidth,
      ),
    },
    solutions:
      counted.length === 0
        ? unknown
        : solutionCell(
            sumOf(counted.map((card) => card.totals.solutions)) ?? 0,
            sumOf(counted.map((card) => card.totals.solutionsBad)),
          ),
    shares: shareCell(shares, judge(rejects, cards[0]?.limits.rejectRatio ?? null)),
    rejects: rejectCell(rejects, judge(rejects, cards[0]?.limits.rejectRatio ?? null)),
    device: { text: '' },
    age: { text: '' },
  };
}

/** The worst that any of them is judged to be: each has limits of its own. */
function worst(gauge: GaugeName, cards: readonly CardSnapshot[]): Colour | null {
  const colours = cards.map((card) => judge(card.gauges[gauge], card.limits[gauge]));
  return (['red', 'yellow', 'green'] as const).find((colour) => colours.includes(colour)) ?? null;
}

function gaugeCell(gauge: GaugeName, value: number | null, colour: Colour | null): Cell {
  const text = format.gaugeNumber(gauge, value);
  if (text === format.dash) return unknown;
  return colour === null ? { text } : { text, style: { colour }, alarm: colour === 'red' };
}

/** The hashrate and the power of those cards that tell both. */
function both(cards: readonly CardSnapshot[]): readonly [hashrate: number | null, power: number | null] {
  const telling = cards.filter(({ gauges }) => gauges.hashrate !== null && gauges.power !== null);
  return [combined('hashrate', telling), combined('power', telling)];
}

function efficiencyCell(rate: number | null, power: number | null): Cell {
  const efficiency = efficiencyOf(rate, power);
  return efficiency === null ? unknown : { text: format.perJoule(efficiency) };
}

function rateCell(hashrate: number | null, { unit }: CellOptions, style: Style): Cell {
  if (hashrate === null) return unknown;
  return { text: unit === null ? format.hashrate(hashrate) : format.hashrateIn(unit, hashrate), style };
}

/** Points within which cards that were there from the start have been read for the first time. */
function settle(cards: readonly CardSnapshot[], { staleAfter }: CellOptions): number {
  return Math.ceil(staleAfter / (cards[0]?.trend.step ?? staleAfter));
}

/** How the row of like cards is called: `12 cards`, `11/12 up`, or `3/4 nimiq`. */
export function likeName({ cards, bitstream }: LikeCards, among: boolean): string {
  const up = cards.filter((card) => card.up).length;
  const number = up === cards.length ? `${up}` : `${up}/${cards.length}`;
  if (among) return `${number} ${plainText(bitstream)}`;
  return up === cards.length ? format.plural(up, 'card') : `${number} up`;
}

/** Whether its miner tells solutions at all: nothing counted is not the same as none found. */
function countsSolutions({ totals, minerCounts }: CardSnapshot): boolean {
  return totals.solutions > 0 || minerCounts.solutionsTotal !== null;
}

function solutionCell(total: number, bad: number | null, card: CardSnapshot | null = null): Cell {
  if (card !== null && !countsSolutions(card)) return unknown;
  return { text: format.counts(total - (bad ?? 0), bad) };
}

/** Where none was ever told nobody knows whether there were any: `0/0` would read as "none accepted". */
function shareCell(shares: ShareCount | null, colour: Colour | null): Cell {
  if (shares === null || shares.total === 0) return unknown;
  return {
    text: format.counts(shares.total - shares.rejected, shares.rejected),
    style: colour === null || colour === 'green' ? {} : { colour },
  };
}

function rejectCell(ratio: number | null, colour: Colour | null): Cell {
  if (ratio === null) return unknown;
  const text = ratio === 0 ? '0' : (100 * ratio).toFixed(ratio < 0.0995 ? 1 : 0);
  return { text, style: colour === null ? {} : { colour }, alarm: colour === 'red' };
}
