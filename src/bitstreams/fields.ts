import { forGauges, type GaugeName, gauges, mapGauges, printedExponent } from '../readings/gauges.ts';
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
import { hashrateUnitOf, type Range, timesTenTo, within } from '../readings/units.ts';

/** Where in a line's pieces of text each value stands: known before any line comes. */
export interface Places {
  /** The piece's number under the name; `undefined` where lines never have it. */
  of(name: string): number | undefined;
  /** The unit that is stated for the name once and for all, as `clockUnit`; `undefined` where lines must have it. */
  stated(name: string): string | undefined;
}

/** The pieces of one line: the match of a pattern, or the cells of a row. */
export type Pieces = readonly (string | undefined)[];

/** Pieces that come with their names. */
export function placesOf(named: readonly (readonly [name: string, text: string])[]): {
  readonly places: Places;
  readonly pieces: Pieces;
} {
  const numbers = new Map(named.map(([name], number) => [name, number] as const));
  return {
    places: { of: (name) => numbers.get(name), stated: () => undefined },
    pieces: named.map(([, text]) => text),
  };
}

/** Turns the pieces of a line of statistics into a reading in SI units; a piece that is missing or absurd becomes `null`. */
export type StatsOf = (pieces: Pieces, table: number | null) => StatsReading;

/** @param partial whether a card's values stand on several lines */
export function statsBy(places: Places, partial = false): StatsOf {
  const gaugePlaces = forGauges((name) => gaugePlaceIn(name, places, partial));
  const { hashrate } = gaugePlaces;
  const cardOf = cardBy(places);
  const solutionsOf = solutionsBy(places);
  const sharesOf = printedSharesBy(places);
  return (pieces, table) => {
    const values = mapGauges(gaugePlaces, (place) => (place === null ? null : place.read(pieces)));
    const printed = hashrate === null || values.hashrate === null ? null : hashrate.printed(pieces);
    const reading = {
      type: 'stats',
      card: cardOf(pieces),
      gauges: values,
      printed,
      solutions: solutionsOf(pieces),
      shares: sharesOf(pieces),
      table,
    } as const;
    return partial ? { ...reading, partial } : reading;
  };
}

/** Turns the pieces of a line into what it says of all cards together; `null` when it says nothing. */
export function processBy(places: Places): (pieces: Pieces) => ProcessReading | null {
  const hashrateAt = gaugePlaceIn('hashrate', places, false);
  const powerAt = gaugePlaceIn('power', places, true);
  const sharesOf = printedSharesBy(places);
  return (pieces) => {
    const hashrate = hashrateAt?.read(pieces) ?? null;
    const power = powerAt?.read(pieces) ?? null;
    const shares = sharesOf(pieces);
    return hashrate === null && power === null && shares === null
      ? null
      : { type: 'process', hashrate, power, shares };
  };
}

/** Turns the pieces of a line into shares as good of all; `null` when one is missing or they contradict each other. */
export function sharesBy(places: Places): (pieces: Pieces) => ShareCount | null {
  const sharesOf = printedSharesBy(places);
  return (pieces) => {
    const shares = sharesOf(pieces);
    return shares === null || shares.rejected === null
      ? null
      : { total: shares.total, rejected: shares.rejected };
  };
}

/** One gauge of a line: its number stands under its name, the unit, where the line has one, under the name and `Unit`. */
class GaugePlace {
  readonly #name: GaugeName;
  readonly #number: number;
  readonly #unit: number | undefined;
  readonly #plausible: Range;
  /** The newest unit and what it means: a miner seldom changes it. */
  #newest: string | undefined;
  #exponent: number | null;

  constructor(name: GaugeName, number: number, places: Places, plausible: Range) {
    this.#name = name;
    this.#number = number;
    this.#unit = places.of(`${name}Unit`);
    this.#plausible = plausible;
    this.#newest = this.#unit === undefined ? places.stated(`${name}Unit`) : undefined;
    this.#exponent = printedExponent(name, this.#newest);
  }

  /** In SI units; `null` where it is missing or absurd. */
  read(pieces: Pieces): number | null {
    const number = pieces[this.#number];
    const exponent = this.#exponentIn(pieces);
    return number === undefined || exponent === null
      ? null
      : within(timesTenTo(exponent, number), this.#plausible);
  }

  /** The number and the unit as they stand there. */
  printed(pieces: Pieces): PrintedHashrate | null {
    const unit = hashrateUnitOf(this.#exponentIn(pieces));
    return unit === null ? null : { value: numberOf(pieces[this.#number]), unit };
  }

  #exponentIn(pieces: Pieces): number | null {
    if (this.#unit === undefined) return this.#exponent;
    const unit = pieces[this.#unit];
    if (unit !== this.#newest) {
      this.#newest = unit;
      this.#exponent = printedExponent(this.#name, unit);
    }
    return this.#exponent;
  }
}

/** What such miners print as 0 where they know nothing of it. */
const unknownAsZero: ReadonlySet<GaugeName> = new Set([
  'clock',
  'temperature',
  'coreVoltage',
  'power',
  'memoryTemperature',
  'memoryClock',
]);

/** `null` where lines never have the gauge. */
function gaugePlaceIn(name: GaugeName, places: Places, partial: boolean): GaugePlace | null {
  const number = places.of(name);
  if (number === undefined) return null;
  const { plausible } = gauges[name];
  const least = partial && unknownAsZero.has(name) ? Number.MIN_VALUE : plausible.min;
  return new GaugePlace(name, number, places, { ...plausible, min: least });
}

function at(place: number | undefined, pieces: Pieces): string | undefined {
  return place === undefined ? undefined : pieces[place];
}

const nothing = {};

/** The same as good of all, good beside bad, or good alone: how many were refused is not known then. */
function printedSharesBy(places: Places): (pieces: Pieces) => PrintedShares | null {
  const [goodAt, badAt, staleAt, totalAt] = [
    places.of('sharesGood'),
    places.of('sharesBad'),
    places.of('sharesStale'),
    places.of('sharesTotal'),
  ];
  if (goodAt === undefined) return () => null;
  return (pieces) => {
    const good = countOf(pieces[goodAt]);
    if (good === null) return null;
    const bad = countOf(at(badAt, pieces));
    const late = countOf(at(staleAt, pieces));
    const stale = late === null ? nothing : { stale: late };
    const all = at(totalAt, pieces);
    if (all === undefined) return { total: good + (bad ?? 0), rejected: bad, ...stale };
    const total = countOf(all);
    return total === null || good > total ? null : { total, rejected: total - good, ...stale };
  };
}

/** The reason in the words of the metrics; whatever is neither stale nor difficulty is `other`. */
export function failureReasonOf(text: string): FailureReason {
  if (/stale/i.test(text)) return 'stale';
  if (/difficulty/i.test(text)) return 'difficulty';
  return 'other';
}

/** A card's DNA in one spelling; `null` where the miner could not read it, which gives all zeros or all ones. */
export function dnaOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text === newest.text) return newest.dna;
  newest = spelledOf(text);
  return newest.dna;
}

function spelledOf(text: string): Spelled {
  const before = spelled.get(text);
  if (before !== undefined) return before;
  // A copy: a piece of a chunk's text holds the whole of it.
  const own = Buffer.from(text).toString();
  const found = { text: own, dna: /^(?:0*|[Ff]*)$/.test(own) ? null : own.toUpperCase() };
  if (spelled.size < mostSpelled) spelled.set(own, found);
  return found;
}

interface Spelled {
  readonly text: string;
  readonly dna: string | null;
}

/** DNAs as they were printed so far: few, and each line brings them again. */
const spelled = new Map<string, Spelled>();
const mostSpelled = 256;
/** Most miners have one card. */
let newest: Spelled = { text: '', dna: null };

/** Solutions or shares since a start: more than a card could count in a century are none. */
const plausibleCount = { min: 0, max: 1e12 };
/** A device is one word; whatever else stands there must not make a label of a whole line. */
const longestDevice = 64;

function cardBy(places: Places): (pieces: Pieces) => CardId {
  const [dnaAt, indexAt, deviceAt] = [places.of('dna'), places.of('index'), places.of('device')];
  return (pieces) => ({
    dna: dnaOf(at(dnaAt, pieces)),
    index: countOf(at(indexAt, pieces)),
    device: at(deviceAt, pieces)?.slice(0, longestDevice) || null,
  });
}

function solutionsBy(places: Places): (pieces: Pieces) => SolutionCount | null {
  const [goodAt, badAt, totalAt] = [
    places.of('solutionsGood'),
    places.of('solutionsBad'),
    places.of('solutionsTotal'),
  ];
  if (goodAt === undefined && totalAt === undefined) return () => null;
  return (pieces) => {
    const good = countOf(at(goodAt, pieces));
    const bad = countOf(at(badAt, pieces));
    const total = countOf(at(totalAt, pieces));
    if (good !== null && bad !== null) return { total: good + bad, bad };
    if (total === null) return null;
    if (good === null) return { total, bad: null };
    return good > total ? null : { total, bad: total - good };
  };
}

/** `nan`, `inf`, an empty or a missing text is `NaN`, which no range holds. */
function numberOf(text: string | undefined): number {
  return text === undefined ? Number.NaN : timesTenTo(0, text);
}

function countOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = timesTenTo(0, text);
  return Number.isInteger(value) ? within(value, plausibleCount) : null;
}
