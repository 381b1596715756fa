import type { HashrateUnit } from './reading.ts';

/** Hashes per second in one of each printed unit. */
const hashesPerSecond: Readonly<Record<HashrateUnit, number>> = {
  'H/s': 1,
  'KH/s': 1e3,
  'MH/s': 1e6,
  'GH/s': 1e9,
  'TH/s': 1e12,
};

/** The unit as people write it: `GH/s`, `GHs`, `kH/s`, `Mh/s`, `khash/s`; `null` when it is none. */
export function hashrateUnitOf(text: string): HashrateUnit | null {
  // Every line of statistics has one, nearly always the same.
  if (text === 'GH/s' || text === 'KH/s' || text === 'MH/s') return text;
  const prefix = /^([kKMGT]?)[hH](?:ash)?\/?s$/.exec(text)?.[1];
  switch (prefix) {
    case '':
      return 'H/s';
    case 'k':
    case 'K':
      return 'KH/s';
    case 'M':
      return 'MH/s';
    case 'G':
      return 'GH/s';
    case 'T':
      return 'TH/s';
    default:
      return null;
  }
}

/** A hashrate in H/s. */
export function hashrateToSi(value: number, unit: HashrateUnit): number {
  return value * hashesPerSecond[unit];
}

/** A clock given in MHz, in Hz. */
export function megahertzToSi(value: number): number {
  return value * 1e6;
}

/** A percentage as a ratio, 0–1. */
export function percentToRatio(value: number): number {
  return value / 100;
}

/**
 * What a working card can show, in SI units. Beyond it a number is a glitch of a sensor or of a line, and makes no
 * gauge. Silicon ends at 125 °C; no FPGA core takes 5 V or 10 GHz; no card makes 1 PH/s.
 */
export const plausible = {
  hashrate: { min: 0, max: 1e15 },
  clock: { min: 0, max: 1e10 },
  temperature: { min: -55, max: 150 },
  coreVoltage: { min: 0, max: 5 },
  errorRatio: { min: 0, max: 1 },
  /** Solutions or shares since a start; more than a card could count in a century. */
  count: { min: 0, max: 1e12 },
} as const;

/** The value when it is a finite number within the range, else `null`. */
export function within(value: number, range: { readonly min: number; readonly max: number }): number | null {
  return value >= range.min && value <= range.max ? value : null;
}
