import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { judge, limits } from '../readings/limits.ts';
import type { HashrateUnit, ShareCount } from '../readings/reading.ts';
import type { CardSnapshot, MinerSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import { spanWords } from './key-rows.ts';
import type { ColumnName } from './layout.ts';
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
): Readonly<Record<ColumnName, Cell>> {
  const cell = (text: string, sorted = false): Cell => ({
    text,
    style: sorted ? { bold: true } : { dim: true },
  });
  return {
    name: cell('card', order === 'name'),
    hashrate: cell(unit ?? 'hashrate', order === 'hashrate'),
    average: cell('avg'),
    trend: cell(trendSpan === null ? 'trend' : spanWords(trendSpan)),
    clock: cell('MHz'),
    temperature: cell('°C', order === 'temperature'),
    voltage: cell('V'),
    errors: cell('err%', order === 'errors'),
    solutions: cell('good/bad'),
    shares: cell('acc/rej'),
    age: cell('age'),
  };
}

/** One card's row. `shares` are the card's own, or the miner's where it has only this card. */
export function cardCells(card: CardSnapshot, shares: ShareCount | null, options: CellOptions): Cells {
  const counters: Cells = {
    solutions: solutionCell(card.totals.solutions, card.totals.solutionsBad),
    shares: shareCell(shares),
  };
  if (!card.up) {
    return {
      ...dimmed(counters),
      name: { text: plainText(card.name), style: { dim: true } },
      age: { text: format.age(card.age), style: { colour: 'red' }, alarm: true },
    };
  }
  const { gauges } = card;
  const slow = card.slowness?.slow === true;
  return {
    ...counters,
    name: { text: plainText(card.name) },
    hashrate: slow
      ? { ...rateCell(gauges.hashrate, options, { bold: true, colour: 'yellow' }), low: true }
      : rateCell(gauges.hashrate, options, { bold: true }),
    average: rateCell(card.trend.average, options, slow ? { colour: 'yellow' } : {}),
    trend: { text: sparkline(card.trend.points, options.trendWidth) },
    clock: valueCell(format.megahertz(gauges.clock)),
    temperature: judgedCell(gauges.temperature, format.celsius, limits.temperature),
    voltage: valueCell(format.volts(gauges.coreVoltage)),
    errors: judgedCell(gauges.errorRatio, format.percent, limits.errorRatio),
    age: {
      text: format.age(card.age),
      style: card.age >= options.staleAfter / 2 ? { colour: 'yellow' } : {},
    },
  };
}

/** The row of the whole rig: totals of what adds up, means of what does not. */
export function rigCells(rig: RigSnapshot, options: CellOptions): Cells {
  const up = rig.cards.filter((card) => card.up);
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const total = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  };
  const all = rig.cards.length;
  return {
    name:
      up.length === all
        ? { text: format.plural(all, 'card') }
        : { text: `${up.length}/${all} up`, style: { colour: up.length === 0 ? 'red' : 'yellow' } },
    hashrate: rateCell(total(up.map((card) => card.gauges.hashrate)), options, { bold: true }),
    average: rateCell(total(up.map((card) => card.trend.average)), options, {}),
    trend: { text: sparkline(sumOfPoints(up.map((card) => card.trend.points)), options.trendWidth) },
    clock: valueCell(format.megahertz(mean(up.map((card) => card.gauges.clock)))),
    temperature: judgedCell(
      mean(up.map((card) => card.gauges.temperature)),
      format.celsius,
      limits.temperature,
    ),
    voltage: valueCell(format.volts(mean(up.map((card) => card.gauges.coreVoltage)))),
    errors: judgedCell(mean(up.map((card) => card.gauges.errorRatio)), format.percent, limits.errorRatio),
    solutions: solutionCell(
      total(rig.cards.map((card) => card.totals.solutions)) ?? 0,
      total(rig.cards.map((card) => card.totals.solutionsBad)),
    ),
    shares: shareCell(rigShares(rig)),
    age: { text: '' },
  };
}

/** A card's shares; the miner's, where the miner has no other card. */
export function sharesOf(card: CardSnapshot, rig: RigSnapshot): ShareCount | null {
  const own = cardShares(card);
  if (own !== null || rig.cards.some((other) => other !== card && other.source === card.source)) return own;
  return addShares(rig.miners.filter(({ source }) => source === card.source).map(({ shares }) => shares));
}

/** All shares of the rig: those counted for a card, and those that a miner counts for all of its cards. */
export function rigShares(rig: RigSnapshot): ShareCount | null {
  return addShares([...rig.cards.map(cardShares), ...rig.miners.map((miner: MinerSnapshot) => miner.shares)]);
}

function cardShares({ totals }: CardSnapshot): ShareCount | null {
  return totals.shares === null ? null : { total: totals.shares, rejected: totals.sharesRejected ?? 0 };
}

function addShares(shares: readonly (ShareCount | null)[]): ShareCount | null {
  return shares.reduce(
    (sum, one) =>
      one === null || sum === null
        ? (sum ?? one)
        : { total: sum.total + one.total, rejected: sum.rejected + one.rejected },
    null,
  );
}

function valueCell(text: string): Cell {
  return text === format.dash ? unknown : { text };
}

function rateCell(hashrate: number | null, { unit }: CellOptions, style: Style): Cell {
  if (hashrate === null) return unknown;
  return { text: unit === null ? format.hashrate(hashrate) : format.hashrateIn(unit, hashrate), style };
}

function judgedCell(
  value: number | null,
  text: (value: number | null) => string,
  limit: { readonly yellow: number; readonly red: number },
): Cell {
  if (value === null) return unknown;
  const colour = judge(value, limit);
  return { text: text(value), style: { colour }, alarm: colour === 'red' };
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

function dimmed(cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).map(([column, { text }]) => [column, { text, style: { dim: true } }]),
  );
}
