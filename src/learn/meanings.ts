import type { Found, FoundValues, ValueName } from '../bitstreams/generic/found.ts';
import type { Piece } from './pieces.ts';
import { type Candidates, candidatesFor, deviceCandidates, type Meaning } from './places.ts';

/** A line, taken apart, with what was found in it. */
export interface ReadLine {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly found: readonly Found[];
}

/** Whom a number is of: a device by its place in the line, or `null` for the process. */
export interface Placed extends Meaning {
  readonly of: number | null;
}

/** What numbers of all lines of one shape mean, by the piece. */
export interface Meanings {
  readonly at: ReadonlyMap<number, Placed>;
  /** How many devices a line is about. */
  readonly devices: number;
  /** Values that were found, but not where they stand. */
  readonly lost: readonly ValueName[];
}

/** So many lines tell enough. */
const mostLines = 50;
const valueNames: readonly ValueName[] = [
  'hashrate',
  'temperature',
  'fan',
  'power',
  'clock',
  'coreVoltage',
  'memoryTemperature',
  'memoryClock',
  'accepted',
  'rejected',
  'stale',
];

/** Finds where the values of lines of one shape stand: where they stand in each of them. */
export function meaningsOf(lines: readonly ReadLine[]): Meanings {
  const some = lines.filter(({ found }) => found.length > 0).slice(0, mostLines);
  const devices = Math.max(0, ...some.map((line) => devicesOf(line).length));
  const whole = some.filter((line) => devicesOf(line).length === devices);
  const at = new Map<number, Placed>();
  const lost: ValueName[] = [];
  const starts = indexPlaces(whole, devices, at);
  for (let device = 0; device < devices; device += 1) {
    // Without numbers they stand in their order.
    const from = starts[device] ?? Math.max(-1, ...at.keys());
    const to = starts[device + 1] ?? Number.POSITIVE_INFINITY;
    lost.push(...takeValues(whole, (line) => devicesOf(line)[device]?.values, device, { from, to }, at));
  }
  lost.push(...takeValues(whole, processOf, null, { from: -1, to: Number.POSITIVE_INFINITY }, at));
  return { at, devices, lost: [...new Set(lost)] };
}

function devicesOf({ found }: ReadLine): readonly Found[] {
  return found.filter(({ device }) => device !== null);
}

/** A line may tell of the process in several forms at once. */
function processOf({ found }: ReadLine): FoundValues {
  return Object.assign({}, ...found.filter(({ device }) => device === null).map(({ values }) => values));
}

/** Where the devices' numbers stand, one behind the other. */
function indexPlaces(
  lines: readonly ReadLine[],
  devices: number,
  taken: Map<number, Placed>,
): readonly (number | undefined)[] {
  const places: (number | undefined)[] = [];
  let last = -1;
  for (let device = 0; device < devices; device += 1) {
    const options = shared(
      lines.map((line) => deviceCandidates(line.pieces, devicesOf(line)[device]?.device ?? null)),
    ).filter(([place]) => place > last);
    const [best] = options.sort(([a, one], [b, other]) => other.sure - one.sure || a - b);
    places.push(best?.[0]);
    if (best === undefined) continue;
    [last] = best;
    taken.set(best[0], { ...best[1], of: device });
  }
  return places;
}

function takeValues(
  lines: readonly ReadLine[],
  valuesOf: (line: ReadLine) => FoundValues | undefined,
  of: number | null,
  among: { readonly from: number; readonly to: number },
  taken: Map<number, Placed>,
): readonly ValueName[] {
  const lost: ValueName[] = [];
  for (const name of valueNames) {
    const told = lines.flatMap((line) => {
      const values = valuesOf(line);
      return values?.[name] === undefined ? [] : [candidatesFor(line.pieces, name, values)];
    });
    if (told.length === 0) continue;
    const inside = (place: number) => (place > among.from && place < among.to ? 0 : 1);
    const [best] = shared(told)
      .filter(([place]) => !taken.has(place))
      .sort(([a, one], [b, other]) => inside(a) - inside(b) || other.sure - one.sure || a - b);
    if (best === undefined) lost.push(name);
    else taken.set(best[0], { ...best[1], of });
  }
  return lost;
}

/** What is a candidate in every line, and means the same in each. */
function shared(all: readonly Candidates[]): [number, Meaning][] {
  const [first, ...others] = all;
  return [...(first ?? [])].filter(([place, { name, unit }]) =>
    others.every((other) => {
      const meaning = other.get(place);
      return meaning?.name === name && meaning.unit === unit;
    }),
  );
}
