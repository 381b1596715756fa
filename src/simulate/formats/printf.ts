import { forGauges, type GaugeName, type Gauges, gauges } from '../../readings/gauges.ts';
import { type HashrateUnit, hashrateExponent, timesTenTo } from '../../readings/units.ts';
import { type CardState, gaugesOf } from '../card.ts';

/** Numbers as C's printf writes them. */

/** `%W.Df`: at least `width` characters wide; `nan` and `inf` as the C library has them. */
export function fixed(value: number, width: number, decimals: number): string {
  if (Number.isNaN(value)) return 'nan'.padStart(width);
  if (!Number.isFinite(value)) return (value < 0 ? '-inf' : 'inf').padStart(width);
  return value.toFixed(decimals).padStart(width);
}

/** A clock in whole MHz, `%d`. */
export function megahertz(clock: number): string {
  return String(Math.round(clock / 1e6));
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export function dateTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** `HH:MM:SS` in UTC. */
export function timeOfDay(unixSeconds: number): string {
  const seconds = Math.floor(unixSeconds) % 86_400;
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}

/** A part of a whole in per cent; nothing of nothing is 0. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}

/** How a format prints: digits behind the point of each gauge that it prints. */
export interface Precision extends Readonly<Partial<Record<GaugeName, number>>> {
  readonly hashrateUnit: HashrateUnit;
}

/** A card's gauges as they stand in a stats line, in the miner's units, and the clock asked for; `''` for what does not. */
export interface Figures extends Readonly<Record<GaugeName, string>> {
  readonly targetClock: string;
}

/** A card's numbers, rounded as the format prints them. */
export function figuresOf(card: CardState, precision: Precision): Figures {
  const values = gaugesOf(card);
  return {
    targetClock: megahertz(card.targetClock),
    ...forGauges((name) => {
      const value = timesTenTo(-exponentOf(name, precision), values[name]);
      const digits = precision[name];
      return digits === undefined ? '' : fixed(value, name === 'hashrate' ? 5 : 0, digits);
    }),
  };
}

/** What can be read back from the printed numbers, in SI units; `null` for `nan` and `inf`, and what is not printed. */
export function readBack(figures: Figures, precision: Precision): Gauges {
  return forGauges((name) => {
    const value = timesTenTo(exponentOf(name, precision), figures[name]);
    return Number.isFinite(value) ? value : null;
  });
}

function exponentOf(name: GaugeName, { hashrateUnit }: Precision): number {
  return gauges[name].unit?.exponent ?? hashrateExponent(hashrateUnit);
}
