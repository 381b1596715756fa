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

/** A regular expression's source for a unit in any of its spellings, with or without a prefix. */
export function spellingPattern({ names, prefixes }: Spelling): string {
  const letters = Object.keys(prefixes).join('');
  return `${letters === '' ? '' : `[${letters}]?`}(?:${names.map(anyCase).join('|')})`;
}

/** The spellings that came so far: few, and each line brings them again. */
const known = new WeakMap<Spelling, Map<string, number | null>>();
const mostKnown = 100;

/** The power of ten that the unit stands for: 9 for `GH/s`; `null` where the text is another unit, or none. */
export function exponentOf(text: string, spelling: Spelling): number | null {
  const exponents = known.get(spelling) ?? new Map<string, number | null>();
  known.set(spelling, exponents);
  const before = exponents.get(text);
  if (before !== undefined) return before;
  const exponent = readExponent(text.trim(), spelling);
  if (exponents.size < mostKnown) exponents.set(text, exponent);
  return exponent;
}

function readExponent(unit: string, { names, exponent = 0, prefixes }: Spelling): number | null {
  const isName = (rest: string) => names.some((name) => name.toLowerCase() === rest.toLowerCase());
  if (isName(unit)) return exponent;
  const prefix = isName(unit.slice(1)) ? prefixes[unit.charAt(0)] : undefined;
  return prefix === undefined ? null : prefix + exponent;
}

/** Powers of ten that are exact. */
const powersOfTen = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
] as const;
/** Whole numbers below it are exact, also when they were rounded from a product. */
const exact = 2 ** 51;

/** The number times ten to the power, exactly: its digits stay, only the point moves. `NaN` for what is no number. */
export function timesTenTo(exponent: number, decimal: number | string): number {
  const text = typeof decimal === 'string' ? decimal : String(decimal);
  const value = text === '' ? Number.NaN : Number(text);
  if (exponent === 0 || !Number.isFinite(value)) return value;
  if (text.includes('e') || text.includes('E')) {
    const [digits = '', power = '0'] = text.toLowerCase().split('e');
    return Number(`${digits}e${Number(power) + exponent}`);
  }
  // The same without making a text, which each line would have to pay for: the digits as a whole number, one product.
  const point = text.indexOf('.');
  const places = point === -1 ? 0 : text.length - point - 1;
  const digits = Math.round(value * (powersOfTen[places] ?? Number.NaN));
  const power = powersOfTen[Math.abs(exponent - places)];
  if (power === undefined || !(Math.abs(digits) < exact)) return Number(`${text}e${exponent}`);
  return exponent >= places ? digits * power : digits / power;
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
