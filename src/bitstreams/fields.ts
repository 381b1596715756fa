import type {
  CardId,
  FailureReason,
  Gauges,
  HashrateUnit,
  PrintedHashrate,
  ShareCount,
  SolutionCount,
  StatsReading,
} from '../readings/reading.ts';
import {
  hashrateToSi,
  hashrateUnitOf,
  megahertzToSi,
  percentToRatio,
  plausible,
  within,
} from '../readings/units.ts';

/** The named pieces of text that a pattern or a table row found. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** Turns the pieces of a stats line into a reading in SI units; a piece that is missing or absurd becomes `null`. */
export function statsOf(fields: Fields, table: number | null): StatsReading {
  const unit = hashrateUnitOf(fields['hashrateUnit'] ?? '');
  const printed = printedHashrate(fields['hashrate'], unit);
  return {
    type: 'stats',
    card: cardOf(fields),
    gauges: gaugesOf(fields, printed),
    printed,
    solutions: solutionsOf(fields),
    shares: sharesOf(fields),
    table,
  };
}

/** Shares as `good` of `total`; `null` when either is missing or they contradict each other. */
export function sharesOf(fields: Fields): ShareCount | null {
  const good = countOf(fields['sharesGood']);
  const total = countOf(fields['sharesTotal']);
  if (good === null || total === null || good > total) return null;
  return { total, rejected: total - good };
}

/** The reason in the words of the metrics; whatever is neither stale nor difficulty is `other`. */
export function failureReasonOf(text: string): FailureReason {
  if (/stale/i.test(text)) return 'stale';
  if (/difficulty/i.test(text)) return 'difficulty';
  return 'other';
}

/** A card's DNA in one spelling. */
export function dnaOf(text: string): string {
  return text.toUpperCase();
}

/** A device is one word; whatever else stands there must not make a label of a whole line. */
const longestDevice = 64;

function cardOf(fields: Fields): CardId {
  return {
    dna: fields['dna'] === undefined ? null : dnaOf(fields['dna']),
    index: countOf(fields['index']),
    device: fields['device']?.slice(0, longestDevice) || null,
  };
}

function gaugesOf(fields: Fields, printed: PrintedHashrate | null): Gauges {
  return {
    hashrate: printed === null ? null : hashrateToSi(printed.value, printed.unit),
    clock: within(megahertzToSi(numberOf(fields['clock'])), plausible.clock),
    temperature: within(numberOf(fields['temperature']), plausible.temperature),
    coreVoltage: within(numberOf(fields['coreVoltage']), plausible.coreVoltage),
    errorRatio: within(percentToRatio(numberOf(fields['errors'])), plausible.errorRatio),
  };
}

function printedHashrate(text: string | undefined, unit: HashrateUnit | null): PrintedHashrate | null {
  if (unit === null) return null;
  const value = numberOf(text);
  return within(hashrateToSi(value, unit), plausible.hashrate) === null ? null : { value, unit };
}

function solutionsOf(fields: Fields): SolutionCount | null {
  const good = countOf(fields['solutionsGood']);
  const bad = countOf(fields['solutionsBad']);
  const total = countOf(fields['solutionsTotal']);
  if (good !== null && bad !== null) return { total: good + bad, bad };
  if (total === null) return null;
  if (good === null) return { total, bad: null };
  return good > total ? null : { total, bad: total - good };
}

/** `nan`, `inf`, an empty or a missing text is `NaN`, which no range holds. */
function numberOf(text: string | undefined): number {
  return text === undefined || text === '' ? Number.NaN : Number(text);
}

function countOf(text: string | undefined): number | null {
  const value = numberOf(text);
  return Number.isInteger(value) ? within(value, plausible.count) : null;
}
