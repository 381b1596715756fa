import { forGauges, type GaugeName, gauges, printedExponent } from '../readings/gauges.ts';
import type {
  CardId,
  FailureReason,
  PrintedHashrate,
  PrintedShares,
  ProcessReading,
  ShareCount,
  SolutionCount,
  StatsReading,
} from '../readings/reading.ts';
import { hashrateUnits, timesTenTo, within } from '../readings/units.ts';

/** The pieces of text that a pattern or a table row found, by their names; a `Map` is one. */
export interface Fields {
  get(name: string): string | undefined;
}

/** Turns the pieces of a stats line into a reading in SI units; a piece that is missing or absurd becomes `null`. */
export function statsOf(
  fields: Fields,
  table: number | null,
  partial = false,
  named: Named = allNames,
): StatsReading {
  const values = forGauges((name) => (named.gauges[name] ? gaugeOf(name, fields) : null));
  const reading: StatsReading = {
    type: 'stats',
    card: cardOf(fields),
    gauges: values,
    printed: values.hashrate === null ? null : printedHashrate(fields),
    solutions: named.solutions ? solutionsOf(fields) : null,
    shares: named.shares ? printedSharesOf(fields) : null,
    table,
  };
  return partial ? { ...reading, partial } : reading;
}

/** Which values a pattern has names for: nothing else needs to be looked for in its lines. */
export interface Named {
  readonly gauges: Readonly<Record<GaugeName, boolean>>;
  readonly solutions: boolean;
  readonly shares: boolean;
}

const allNames: Named = { gauges: forGauges(() => true), solutions: true, shares: true };

/** @param has whether the pattern has the name */
export function namedBy(has: (name: string) => boolean): Named {
  return {
    gauges: forGauges(has),
    solutions: ['solutionsGood', 'solutionsBad', 'solutionsTotal'].some(has),
    shares: has('sharesGood'),
  };
}

/** What a line says of all cards together; `null` when it says nothing. */
export function processOf(fields: Fields): ProcessReading | null {
  const hashrate = gaugeOf('hashrate', fields);
  const power = gaugeOf('power', fields);
  const shares = printedSharesOf(fields);
  return hashrate === null && power === null && shares === null
    ? null
    : { type: 'process', hashrate, power, shares };
}

/** Shares as good of all; `null` when one is missing or they contradict each other. */
export function sharesOf(fields: Fields): ShareCount | null {
  const shares = printedSharesOf(fields);
  return shares === null || shares.rejected === null
    ? null
    : { total: shares.total, rejected: shares.rejected };
}

const nothing = {};

/** The same as good of all, good beside bad, or good alone: how many were refused is not known then. */
function printedSharesOf(fields: Fields): PrintedShares | null {
  const good = countOf(fields.get('sharesGood'));
  if (good === null) return null;
  const bad = countOf(fields.get('sharesBad'));
  const late = countOf(fields.get('sharesStale'));
  const stale = late === null ? nothing : { stale: late };
  if (fields.get('sharesTotal') === undefined) return { total: good + (bad ?? 0), rejected: bad, ...stale };
  const total = countOf(fields.get('sharesTotal'));
  return total === null || good > total ? null : { total, rejected: total - good, ...stale };
}

/** The reason in the words of the metrics; whatever is neither stale nor difficulty is `other`. */
export function failureReasonOf(text: string): FailureReason {
  if (/stale/i.test(text)) return 'stale';
  if (/difficulty/i.test(text)) return 'difficulty';
  return 'other';
}

/** A card's DNA in one spelling; `null` where the miner could not read it, which gives all zeros or all ones. */
export function dnaOf(text: string | undefined): string | null {
  return text === undefined || /^(?:0*|[Ff]*)$/.test(text) ? null : text.toUpperCase();
}

/** Solutions or shares since a start: more than a card could count in a century are none. */
const plausibleCount = { min: 0, max: 1e12 };
/** A device is one word; whatever else stands there must not make a label of a whole line. */
const longestDevice = 64;

function cardOf(fields: Fields): CardId {
  return {
    dna: dnaOf(fields.get('dna')),
    index: countOf(fields.get('index')),
    device: fields.get('device')?.slice(0, longestDevice) || null,
  };
}

/** The gauge's number stands under its name, the unit, where the line has one, under the name and `Unit`. */
function gaugeOf(name: GaugeName, fields: Fields): number | null {
  const number = fields.get(name);
  if (number === undefined) return null;
  const exponent = printedExponent(name, fields.get(unitNames[name]));
  return exponent === null ? null : within(timesTenTo(exponent, number), gauges[name].plausible);
}

const unitNames = forGauges((name) => `${name}Unit`);

function printedHashrate(fields: Fields): PrintedHashrate | null {
  const printed = printedExponent('hashrate', fields.get('hashrateUnit'));
  const unit = hashrateUnits.find(([, exponent]) => exponent === printed);
  return unit === undefined ? null : { value: numberOf(fields.get('hashrate')), unit: unit[0] };
}

function solutionsOf(fields: Fields): SolutionCount | null {
  const good = countOf(fields.get('solutionsGood'));
  const bad = countOf(fields.get('solutionsBad'));
  const total = countOf(fields.get('solutionsTotal'));
  if (good !== null && bad !== null) return { total: good + bad, bad };
  if (total === null) return null;
  if (good === null) return { total, bad: null };
  return good > total ? null : { total, bad: total - good };
}

/** `nan`, `inf`, an empty or a missing text is `NaN`, which no range holds. */
function numberOf(text: string | undefined): number {
  return text === undefined ? Number.NaN : timesTenTo(0, text);
}

function countOf(text: string | undefined): number | null {
  const value = numberOf(text);
  return Number.isInteger(value) ? within(value, plausibleCount) : null;
}
