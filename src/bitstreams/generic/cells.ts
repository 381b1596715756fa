import type { PrintedHashrate } from '../../readings/reading.ts';
import { decimal, type FoundValues, printedRateOf, rateOf } from './found.ts';
import type { Cell, Title } from './titles.ts';

/** A value in a row, with its unit if one stands at it; a sensor that tells nothing; no piece of a name or of a size. */
const value =
  /(?<![\w./])(?:(?:n\/?a|-+)(?![\w.])|\d+(?:[.,]\d+)*(?:\/(?:\d+|-))*(?:\s?(?:[kKMGTP]?(?:[Hh]|[Ss]ols?|[Hh]ash)\/s|[kmgtpKMGTP]?[hH]|[kKMGT]?[Hh]\/W|°?C|%|W|w|[MmGg]?[Hh]z|mV|V|[KMGT])(?![A-Za-z]))?(?![A-Za-z\d]|[.,]\d))/g;

/** The values of a row, each with its place. */
export function valuesIn(line: string): readonly Cell[] {
  return [...line.matchAll(value)].map((found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** `Core` and `Mem` alone may be the title of something else: only a number like a clock's in MHz is one. */
const leastClock = 150;

/** Puts a cell's value under its name; a sensor that reads 0 is unknown. */
export function put(values: FoundValues, title: Pick<Title, 'column' | 'unit' | 'text'>, cell: string): void {
  if (title.column === 'shares') putShares(values, title.unit, cell);
  if (title.column === 'temperature') putTemperatures(values, cell);
  const { number, own, unit } = partsOf(title, cell);
  if (number === undefined) return;
  const amount = Number(number);
  switch (title.column) {
    case 'hashrate': {
      const prefix = ratePrefix(unit);
      if (prefix !== null) values.hashrate = rateOf(number, prefix);
      return;
    }
    case 'accepted':
    case 'rejected':
    case 'stale':
      if (own === '') values[title.column] = amount;
      return;
    case 'clock':
    case 'memoryClock':
      if (unit === '' ? !isClock(title.text, amount) : !/^[mg]hz$/i.test(unit)) return;
      if (amount > 0) values[title.column] = decimal(number, /^g/i.test(unit) ? 9 : 6);
      return;
    case 'coreVoltage':
      if (amount > 0) values.coreVoltage = decimal(number, /^m/.test(unit) ? -3 : 0);
      return;
    case 'fan':
      if (/^(?:%|pct)?$/i.test(unit) && amount > 0 && amount <= 100) values.fan = decimal(number, -2);
      return;
    case 'temperature':
    case 'memoryTemperature':
      if (/^(?:(?:°|deg )?c)?$/i.test(unit) && amount > 0) values[title.column] = amount;
      return;
    case 'power':
      if (/^(?:w)?$/i.test(unit) && amount > 0) values.power = amount;
      return;
    default:
  }
}

function isClock(title: string, amount: number): boolean {
  return amount >= leastClock || !/^(?:core|mem(?:ory)?)$/i.test(title.trim());
}

/** The rate that stands in a cell, as it stands there. */
export function printedRate(title: Pick<Title, 'column' | 'unit'>, cell: string): PrintedHashrate | null {
  const { number, unit } = partsOf(title, cell);
  const prefix = ratePrefix(unit);
  const isRate = title.column === 'hashrate' && number !== undefined && prefix !== null;
  return isRate ? printedRateOf(number, prefix) : null;
}

/** A cell's number with its unit: its own, or else the header's. */
function partsOf({ unit }: Pick<Title, 'unit'>, cell: string) {
  const [, number, own = ''] = /^(\d+(?:\.\d+)?)\s?([^\d/].*)?$/.exec(cell) ?? [];
  return { number, own, unit: (own === '' ? unit : own).trim() };
}

/** `null` for a unit of something else, and for none: the number alone says nothing. */
function ratePrefix(unit: string): string | null {
  if (!/^(?:[kmgtp]|[kmgtp]?(?:h|sols?|hash)(?:\/?s)?)$/i.test(unit)) return null;
  const prefix = /^[kmgtp](?=h|sol|$)/i.exec(unit)?.[0] ?? '';
  return prefix.toLowerCase() === 'k' ? 'k' : prefix.toUpperCase();
}

/** The core's and the memory's in one cell, as `53/78`. */
function putTemperatures(values: FoundValues, cell: string): void {
  const [, core = 0, memory = 0] = (/^(\d+)\/(\d+)$/.exec(cell) ?? []).map(Number);
  if (core > 0) values.temperature = core;
  if (memory > 0) values.memoryTemperature = memory;
}

/** @param counted the letters of what is counted; without them accepted and rejected */
function putShares(values: FoundValues, counted: string, cell: string): void {
  const letters = /^a\//i.test(counted) ? counted.toLowerCase().split('/') : ['a', 'r'];
  for (const [place, text] of cell.split('/').entries()) {
    const name = ({ a: 'accepted', r: 'rejected', s: 'stale' } as const)[letters[place] ?? ''];
    if (name !== undefined && /^\d+$/.test(text)) values[name] = Number(text);
  }
  if (values.accepted === undefined) {
    delete values.rejected;
    delete values.stale;
  }
}
