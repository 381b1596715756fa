import type { Gauge } from './gauge.ts';
import { type GaugeName, gauges } from './gauges.ts';
import { type HashrateUnit, hashrateExponent, hashrateUnits, timesTenTo } from './units.ts';

/*
 * Numbers as people read them. Every function gives `dash` for what is not known, and a text that never gets wider
 * than its comment says, so that columns can have a fixed width.
 */

/** Stands for a value that nobody told. */
export const dash = '–';

/** The unit in which a hashrate (H/s) reads as 1.000 to 999.9. */
export function hashrateUnit(hashrate: number): HashrateUnit {
  // 999.95 would round to 1000: it is 1.000 of the next unit.
  return hashrateUnits.findLast(([, exponent]) => hashrate >= 0.99995 * 10 ** exponent)?.[0] ?? 'H/s';
}

/** A hashrate (H/s) as a number in the given unit, with 4 digits: `17.52`. 5 columns up to 99999. */
export function hashrateIn(unit: HashrateUnit, hashrate: number | null): string {
  return decimal(hashrate, -hashrateExponent(unit), gauges.hashrate.digits);
}

/** A hashrate (H/s) with 4 digits and its unit: `17.52 GH/s`. Up to 10 columns. */
export function hashrate(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const unit = hashrateUnit(value);
  return `${hashrateIn(unit, value)} ${unit}`;
}

/** Hashes per joule, with a prefix as hashrates have it. */
export function perJoule(value: number | null): string {
  return hashrate(value).replace('/s', '/J');
}

/** A gauge's value as a number in its unit; with the unit where each value has one of its own. */
export function gaugeNumber(name: GaugeName, value: number | null): string {
  const { unit, digits } = gauges[name];
  return unit === null ? hashrate(value) : decimal(value, -unit.exponent, digits);
}

/** A gauge's value with its unit: `730 MHz`. */
export function gaugeText(name: GaugeName, value: number | null): string {
  const number = gaugeNumber(name, value);
  const { unit } = gauges[name];
  return unit === null || number === dash ? number : `${number} ${unit.name}`;
}

/** A size in bytes: `512 B`, `1.2 MB`, `37 GB`. 6 columns. */
export function bytes(size: number | null): string {
  if (size === null || !Number.isFinite(size)) return dash;
  if (size < 1000) return `${Math.round(size)} B`;
  return scaled(size, ['kB', 'MB', 'GB', 'TB', 'PB'], ' ');
}

/** A count in at most `columns` (4 or more): `12345`, `123k`, `1.2M`. */
export function count(value: number | null, columns = 5): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const exact = String(Math.round(value));
  return exact.length <= columns ? exact : scaled(value, ['k', 'M', 'G', 'T', 'P'], '');
}

/** Two counts, such as good and bad, in at most `columns` (9 or more): `12345/12`. */
export function counts(first: number | null, second: number | null, columns = 9): string {
  if (first === null && second === null) return dash;
  const right = count(second, 4);
  return `${count(first, columns - 1 - right.length)}/${right}`;
}

/** A time in seconds: `4s`, `12m`, `3h07`, `2d 4h`, `400d`. 6 columns. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return dash;
  const days = Math.floor(seconds / 86_400);
  if (days <= 0) return age(seconds);
  return days < 100 ? `${days}d ${Math.floor((seconds % 86_400) / 3600)}h` : `${days}d`;
}

/** How long ago something was (seconds): `4s`, `12m`, `3h07`, `27h`, `12d`. 4 columns up to 999 days. */
export function age(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return dash;
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m`;
  const hours = Math.floor(whole / 3600);
  if (hours < 10) return `${hours}h${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}`;
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

/** A number and its noun: `1 card`, `12 cards`. */
export function plural(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A number to its last digit, in groups of three: `1,204`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** As many digits behind the point as there are in all, and no more than there may be. */
function decimal(value: number | null, shift: number, { behindPoint, inAll }: Gauge['digits']): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const number = timesTenTo(shift, value);
  let digits = behindPoint;
  while (digits > 0 && number >= 10 ** (inAll - digits) - 0.5 * 10 ** -digits) digits -= 1;
  return number.toFixed(digits);
}

/** One digit behind the point below ten, none above: 4 characters and a suffix at the most. */
function scaled(value: number, suffixes: readonly string[], space: string): string {
  let rest = value / 1000;
  let place = 0;
  while (rest >= 999.5 && place < suffixes.length - 1) {
    rest /= 1000;
    place += 1;
  }
  return `${rest.toFixed(rest < 9.95 ? 1 : 0)}${space}${suffixes[place] ?? ''}`;
}
