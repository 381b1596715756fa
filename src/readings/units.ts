/*
 * Units as miners spell them, and numbers brought to SI. What a miner prints is decimal, and stays so: `17.147 GH/s` is
 * 17147000000 H/s and nothing beside it.
 */

/** The ways in which miners spell a unit. */
export interface Spelling {
  /** The unit without a prefix, in any case of its letters. */
  readonly names: readonly string[];
  /** The power of ten that it stands for; 0 unless told. */
  readonly exponent?: number;
  /** What may stand in front of it, exactly so, and the powers of ten that it stands for. */
  readonly prefixes: Readonly<Record<string, number>>;
}

/** The units in which miners print hashrates, in one spelling, with their powers of ten. */
export const hashrateUnits = [
  ['H/s', 0],
  ['KH/s', 3],
  ['MH/s', 6],
  ['GH/s', 9],
  ['TH/s', 12],
] as const;

/** One of {@link hashrateUnits}. */
export type HashrateUnit = (typeof hashrateUnits)[number][0];

/** The power of ten of a hashrate's unit. */
export function hashrateExponent(unit: HashrateUnit): number {
  return hashrateUnits.find(([name]) => name === unit)?.[1] ?? 0;
}

/** The unit of hashrates with the power of ten; `null` where there is none. */
export function hashrateUnitOf(exponent: number | null): HashrateUnit | null {
  return exponent === null ? null : (unitsByExponent[exponent] ?? null);
}

const unitsByExponent: readonly (HashrateUnit | undefined)[] = Array.from(
  { length: 13 },
  (_, exponent) => hashrateUnits.find((unit) => unit[1] === exponent)?.[0],
);

/** A regular expression's source for a unit in any of its spellings, with or without a prefix. */
export function spellingPattern({ names, prefixes }: Spelling): string {
  const letters = Object.keys(prefixes).join('');
  return `${letters === '' ? '' : `[${letters}]?`}(?:${names.map(anyCase).join('|')})`;
}

/** The power of ten that the unit stands for: 9 for `GH/s`; `null` where the text is another unit, or none. */
export function exponentOf(text: string, spelling: Spelling): number | null {
  return readExponent(text.trim(), spelling);
}

function readExponent(unit: string, { names, exponent = 0, prefixes }: Spelling): number | null {
  const isName = (rest: string) => names.some((name) => name.toLowerCase() === rest.toLowerCase());
  if (isName(unit)) return exponent;
  const prefix = isName(unit.slice(1)) ? prefixes[unit.charAt(0)] : undefined;
  return prefix === undefined ? null : prefix + exponent;
}

/** Powers of ten that are exact. */
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** So many digits make a whole number that is exact. */
export const exactDigits = 15;

/** A number without a sign as it stands in a line: its digits as a whole number, and how many of them are behind the point. */
export class Decimal {
  /** At most {@link exactDigits} of them. */
  digits = 0;
  readonly behindPoint: number;

  constructor(behindPoint: number) {
    this.behindPoint = behindPoint;
  }
}

/** The number times ten to the power, exactly: its digits stay, only the point moves. `NaN` for what is no number. */
export function timesTenTo(exponent: number, decimal: number | string | Decimal): number {
  if (decimal instanceof Decimal) return shifted(decimal.digits, exponent - decimal.behindPoint);
  const text = typeof decimal === 'string' ? decimal : String(decimal);
  // The digits as a whole number, of which the point is moved: that is rounded once, as `Number` rounds.
  const signed = text.startsWith('-') || text.startsWith('+');
  let digits = 0;
  let point = -1;
  for (let at = signed ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits = digits * 10 + (code - 48);
    else if (code === 46 && point === -1) point = at;
    else return timesTenToAsText(exponent, text);
  }
  const count = text.length - (signed ? 1 : 0) - (point === -1 ? 0 : 1);
  const power = exponent - (point === -1 ? 0 : text.length - 1 - point);
  if (Math.abs(power) >= powersOfTen.length || count === 0 || count > exactDigits)
    return timesTenToAsText(exponent, text);
  const value = shifted(digits, power);
  return text.startsWith('-') ? -value : value;
}

/** One product or quotient of exact numbers, so that it is rounded once. */
function shifted(digits: number, power: number): number {
  const factor = powersOfTen[Math.abs(power)] ?? Number.NaN;
  return power >= 0 ? digits * factor : digits / factor;
}

/** The same for exponents, infinities, many digits, and what is no number. */
function timesTenToAsText(exponent: number, text: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (exponent === 0 || !Number.isFinite(value)) return value;
  const [digits = '', power = '0'] = text.toLowerCase().split('e');
  return Number(`${digits}e${Number(power) + exponent}`);
}

/** A mean, a sum or a product without the tail of digits that binary fractions grow. */
export function rounded(value: number, digits = 12): number {
  return Number(value.toPrecision(digits));
}

/** What a value can be. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The value when it is a finite number within the range, else `null`. */
export function within(value: number, range: Range): number | null {
  return value >= range.min && value <= range.max ? value : null;
}

function anyCase(name: string): string {
  return name.replace(/[A-Za-z/]/g, (letter) =>
    letter === '/' ? '\\/' : `[${letter.toLowerCase()}${letter.toUpperCase()}]`,
  );
}
