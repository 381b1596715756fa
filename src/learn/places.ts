import type { Found, FoundValues, ValueName } from '../bitstreams/generic/found.ts';
import { type GaugeName, gaugeNames, printedExponent } from '../readings/gauges.ts';
import { timesTenTo } from '../readings/units.ts';
import type { Piece } from './pieces.ts';

/** What a number of a line is: a name of a pattern, and how its unit is known. */
export interface Meaning {
  /** As patterns call it: `temperature`, `sharesGood`, `index`. */
  readonly name: string;
  /** `printed`: it stands behind the number; a unit: none stands there, or none that is known; `null`: it has none. */
  readonly unit: 'printed' | string | null;
  /** How sure it is. */
  readonly sure: number;
}

/** By the piece: what it may be. */
export type Candidates = ReadonlyMap<number, Meaning>;

const gaugeOfValue: Readonly<Record<Exclude<ValueName, 'accepted' | 'rejected' | 'stale'>, GaugeName>> = {
  hashrate: 'hashrate',
  clock: 'clock',
  temperature: 'temperature',
  coreVoltage: 'coreVoltage',
  power: 'power',
  fan: 'fanRatio',
  memoryTemperature: 'memoryTemperature',
  memoryClock: 'memoryClock',
};

/** The units that a header or a word elsewhere can mean, the usual one first. */
const unitsOf: Readonly<Partial<Record<GaugeName, readonly string[]>>> = {
  hashrate: ['MH/s', 'KH/s', 'GH/s', 'H/s', 'TH/s'],
  clock: ['MHz', 'GHz', 'kHz', 'Hz'],
  temperature: ['C'],
  coreVoltage: ['V', 'mV'],
  power: ['W', 'mW', 'kW'],
  fanRatio: ['%'],
  memoryTemperature: ['C'],
  memoryClock: ['MHz', 'GHz', 'kHz', 'Hz'],
};

/** All pieces that a value of a device or of the process can have come from. */
export function candidatesFor(pieces: readonly Piece[], name: ValueName, values: FoundValues): Candidates {
  const found = new Map<number, Meaning>();
  for (const [at, { kind, text }] of pieces.entries()) {
    if (kind !== 'number' || /[,:]/.test(text)) continue;
    const meaning = meaningOf(pieces, at, text, name, values);
    if (meaning !== null) found.set(at, meaning);
  }
  return found;
}

/** All pieces that the device's number can have come from. */
export function deviceCandidates(pieces: readonly Piece[], device: Found['device']): Candidates {
  const found = new Map<number, Meaning>();
  if (device === null) return found;
  for (const [at, { kind, text }] of pieces.entries()) {
    if (text === device.dna) found.set(at, { name: 'dna', unit: null, sure: 5 });
    if (device.dna !== undefined || kind !== 'number' || !/^\d+$/.test(text) || Number(text) !== device.index)
      continue;
    const before = pieces.slice(Math.max(0, at - 4), at).filter((one) => one.kind !== 'blank');
    const named = before.slice(-2).some((one) => one.kind === 'word' && device.kind !== '');
    const marked = ['[', '#', '-', '_'].includes(before.at(-1)?.text ?? '');
    const first = pieces.slice(0, at).every((one) => one.kind === 'blank' || one.kind === 'sign');
    // The first cell of a row.
    const cell = before.at(-1)?.text === '|';
    if (named || marked || first || cell)
      found.set(at, { name: 'index', unit: null, sure: (named ? 3 : 0) + (marked ? 2 : 0) });
  }
  return found;
}

function meaningOf(
  pieces: readonly Piece[],
  at: number,
  text: string,
  name: ValueName,
  values: FoundValues,
): Meaning | null {
  if (name === 'stale')
    return text === String(values.stale) ? { name: 'sharesStale', unit: null, sure: 1 } : null;
  if (name === 'accepted' || name === 'rejected') return countAt(pieces, at, text, name, values);
  const gauge = gaugeOfValue[name];
  const value = values[name];
  const printed = unitBehind(pieces, at);
  if (printed !== null) {
    const exponent = printedExponent(gauge, printed);
    if (exponent !== null && timesTenTo(exponent, text) === value)
      return { name: gauge, unit: 'printed', sure: 5 };
    // The unit of something else.
    if (gaugeNames.some((other) => printedExponent(other, printed) !== null)) return null;
  }
  const unit = (unitsOf[gauge] ?? []).find(
    (one) => timesTenTo(printedExponent(gauge, one) ?? 0, text) === value,
  );
  return unit === undefined ? null : { name: gauge, unit, sure: 1 };
}

function countAt(
  pieces: readonly Piece[],
  at: number,
  text: string,
  name: 'accepted' | 'rejected',
  { accepted = 0, rejected = 0 }: FoundValues,
): Meaning | null {
  if (!/^\d+$/.test(text)) return null;
  const count = Number(text);
  if (name === 'accepted')
    return count === accepted ? { name: 'sharesGood', unit: null, sure: nearWord(pieces, at, /^a/i) } : null;
  // `12/13` is accepted of all, `12/0` accepted and refused; with `0/0` only what stands behind can tell.
  const ofAll = accepted > 0 || /^\s*(?:\(|R:)/.test(textAt(pieces, at + 1, 4));
  if (ofAll && textAt(pieces, at - 2, 2) === '/' && count === accepted + rejected)
    return { name: 'sharesTotal', unit: null, sure: 3 };
  return count === rejected ? { name: 'sharesBad', unit: null, sure: nearWord(pieces, at, /^r/i) } : null;
}

function nearWord(pieces: readonly Piece[], at: number, word: RegExp): number {
  return pieces.slice(Math.max(0, at - 4), at).some(({ kind, text }) => kind === 'word' && word.test(text))
    ? 2
    : 1;
}

function textAt(pieces: readonly Piece[], from: number, count: number): string {
  return pieces
    .slice(from, from + count)
    .map(({ text }) => text)
    .join('');
}

/** The unit behind a number, with a blank between them or none; `null` where no word stands there. */
export function unitBehind(pieces: readonly Piece[], at: number): string | null {
  const rest = textAt(pieces, at + 1, 8);
  return /^ ?([\p{L}°º˚℃%]+(?:\/[A-Za-z]+)?)/u.exec(rest)?.[1] ?? null;
}
