import { gaugeNames } from '../readings/gauges.ts';
import type { Reading } from '../readings/reading.ts';

/**
 * Whether a pattern reads a line as it was read by units and words: nothing else, and nothing where nothing was found. It
 * may read less, or not match at all.
 */
export function agree(expected: readonly Reading[], found: readonly Reading[]): boolean {
  const values = new Map(expected.flatMap(valuesOf));
  return found.flatMap(valuesOf).every(([name, value]) => values.get(name) === value);
}

/** All values of a reading, by whom they are of and what they are. */
export function valuesOf(reading: Reading): [name: string, value: number][] {
  const pairs: [string, number | null | undefined][] = [];
  if (reading.type === 'stats') {
    const card = String(reading.card.index);
    for (const name of gaugeNames) pairs.push([`${card} ${name}`, reading.gauges[name]]);
    pairs.push([`${card} shares`, reading.shares?.total], [`${card} rejected`, reading.shares?.rejected]);
  }
  if (reading.type === 'process') {
    pairs.push(['hashrate', reading.hashrate], ['power', reading.power]);
    pairs.push(['shares', reading.shares?.total], ['rejected', reading.shares?.rejected]);
  }
  return pairs.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
}
