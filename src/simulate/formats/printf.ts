import type { Gauges, HashrateUnit } from '../../readings/reading.ts';
import { hashrateToSi, megahertzToSi, percentToRatio } from '../../readings/units.ts';
import type { CardState } from '../card.ts';

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

/** How exactly a format prints; digits after the point. */
export interface Precision {
  readonly hashrateUnit: HashrateUnit;
  readonly hashrate: number;
  readonly temperature: number;
  readonly coreVoltage: number;
  readonly errors: number;
}

/** A card's numbers as they stand in a stats line, without units. */
export interface Figures {
  readonly hashrate: string;
  /** MHz. */
  readonly targetClock: string;
  /** MHz. */
  readonly clock: string;
  readonly temperature: string;
  readonly coreVoltage: string;
  /** Per cent. */
  readonly errors: string;
}

/** A card's numbers, rounded as the format prints them. The miners divide bad by total for their percentage. */
export function figuresOf(card: CardState, precision: Precision): Figures {
  const unit = hashrateToSi(1, precision.hashrateUnit);
  return {
    hashrate: fixed(card.hashrate / unit, 5, precision.hashrate),
    targetClock: megahertz(card.targetClock),
    clock: megahertz(card.clock),
    temperature: fixed(card.temperature, 3, precision.temperature),
    coreVoltage: fixed(card.coreVoltage, 3, precision.coreVoltage),
    errors: fixed(percentOf(card.solutionsBad, card.solutions), 3, precision.errors),
  };
}

/** What can be read back from the printed numbers, in SI units; `null` for `nan` and `inf`. */
export function gaugesOf(figures: Figures, precision: Precision): Gauges {
  const hashrate = hashrateToSi(Number(figures.hashrate), precision.hashrateUnit);
  return {
    hashrate: Number.isFinite(hashrate) ? hashrate : null,
    clock: megahertzToSi(Number(figures.clock)),
    temperature: Number(figures.temperature),
    coreVoltage: Number(figures.coreVoltage),
    errorRatio: percentToRatio(Number(figures.errors)),
  };
}
