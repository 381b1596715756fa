import type { PrintedHashrate } from '../../readings/reading.ts';
import { hashrateUnits } from '../../readings/units.ts';

/**
 * What a line of a miner that no format knows tells of one device, or of the whole process. SI units; what is left out is
 * not told.
 */
export interface FoundValues {
  /** H/s. */
  hashrate?: number;
  /** Hz. */
  clock?: number;
  /** Hz. */
  memoryClock?: number;
  /** °C. */
  temperature?: number;
  /** °C. */
  memoryTemperature?: number;
  /** V. */
  coreVoltage?: number;
  /** W. */
  power?: number;
  /** 0–1. */
  fan?: number;
  /** Shares since the miner's start. */
  accepted?: number;
  rejected?: number;
  stale?: number;
}

/** The name of a value. */
export type ValueName = keyof FoundValues;

/** A device by the words that the miner has for it. */
export interface FoundDevice {
  /** `GPU`, `FPGA`, …; `''` for a bare number. */
  readonly kind: string;
  readonly index: number;
  /** The DNA by which an FPGA is known instead. */
  readonly dna?: string;
}

/** The values of a device; of the process where there is none. */
export interface Found {
  readonly device: FoundDevice | null;
  readonly values: FoundValues;
  /** The rate as it stands in a table. */
  readonly printed?: PrintedHashrate | null;
}

/** Powers of ten of the prefixes; `k` in both spellings. */
const prefixes: Readonly<Record<string, number>> = { '': 0, k: 3, K: 3, M: 6, G: 9, T: 12, P: 15 };

/** A decimal number times a power of ten, without the tail that a multiplication leaves: `34.21` and 6 are 34210000. */
export function decimal(text: string, exponent: number): number {
  return Number(`${text.replace(',', '.')}e${exponent}`);
}

/** A rate in H/s from its number and prefix. */
export function rateOf(text: string, prefix: string): number {
  return decimal(text, exponentOf(prefix) ?? Number.NaN);
}

/** `m` is mega: nobody prints thousandths of a hash. */
function exponentOf(prefix: string): number | undefined {
  return prefixes[prefix] ?? prefixes[prefix.toUpperCase()];
}

/** The same as it stands there. */
export function printedRateOf(text: string, prefix: string): PrintedHashrate | null {
  const unit = hashrateUnits.find(([, exponent]) => exponent === exponentOf(prefix));
  return unit === undefined ? null : { value: Number(text), unit: unit[0] };
}
