import { withoutLogin } from '../lines/printable.ts';
import { checkPoolEntry, type PoolEntry, type PoolEntryProblem, type PoolOptions } from '../pools/entry.ts';
import { UsageError } from '../values/usage-error.ts';
import { durationOf } from '../values/values.ts';
import type { Flags } from './flags.ts';

/** Seconds between two polls where nobody says otherwise; the pools count anew every 30. */
export const usualPoolInterval = 60;
/** The shortest time between two polls, in seconds. */
export const shortestPoolInterval = 15;
/** So many pools are watched at the most. */
export const mostPools = 16;

const example = '--pool https://pool.example:2095 --pool-address 0x…';

/**
 * The options of the main job that are about pools; `null` when there are none.
 *
 * @throws UsageError for whatever does not fit together
 */
export function poolOptions(flags: Flags): PoolOptions | null {
  const [urls, addresses, kinds, paths] = (['pool', 'pool-address', 'pool-kind', 'pool-json'] as const).map(
    (name) => flags.texts(name),
  );
  if (urls === undefined || addresses === undefined || kinds === undefined || paths === undefined)
    return null;
  const interval = poolIntervalOf(flags);
  if (urls.length === 0) {
    const alone = (['pool-address', 'pool-kind', 'pool-json'] as const).find(
      (name) => flags.texts(name).length > 0,
    );
    // The pools can stand in a rig file.
    const noPools = interval !== null && flags.text('rig') === null;
    const other = alone ?? (noPools ? 'pool-interval' : undefined);
    if (other !== undefined) throw new UsageError(`--${other}: there is no pool to it; give ${example}`);
    return null;
  }
  if (urls.length > mostPools) throw new UsageError(`--pool: more than ${mostPools} pools; give fewer`);
  if (addresses.length !== urls.length)
    throw new UsageError(
      `--pool is given ${times(urls.length)} and --pool-address ${times(addresses.length)}; each pool needs an address: ${example}`,
    );
  if (kinds.length > 1 && kinds.length !== urls.length)
    throw new UsageError(
      `--pool-kind is given ${times(kinds.length)} for ${urls.length} pools; give it once for all or once for each (auto is one)`,
    );
  const kindOf = (place: number): string | undefined => kinds[place] ?? kinds[0];
  const withPaths = urls.map(
    (_, place) => kindOf(place) === 'json' || (kinds.length === 0 && urls.length === 1),
  );
  const rest = [...paths];
  const entries = urls.map((url, place) => {
    const json = withPaths[place] === true ? rest.shift() : undefined;
    return checked(
      { url, address: addresses[place], kind: kindOf(place), json },
      `--pool ${withoutLogin(url)}`,
    );
  });
  if (rest.length > 0)
    throw new UsageError(
      `--pool-json is given ${times(paths.length)} for ${times(paths.length - rest.length)} --pool-kind json; each pool of the kind json has one`,
    );
  return { entries, interval: interval ?? usualPoolInterval };
}

/**
 * The one pool of `fpga-tee pool`.
 *
 * @throws UsageError for anything but a URL and an address
 */
export function onePool(flags: Flags): PoolEntry {
  const [url, address, more] = flags.words;
  if (url === undefined || address === undefined || more !== undefined)
    throw new UsageError(
      'pool needs a URL and an address: fpga-tee pool https://pool.example:2095 0x… (quotes around an address with blanks)',
    );
  const [kinds, paths] = [flags.texts('pool-kind'), flags.texts('pool-json')];
  for (const [name, given] of [
    ['pool-kind', kinds],
    ['pool-json', paths],
  ] as const) {
    if (given.length > 1)
      throw new UsageError(`--${name}: given ${times(given.length)} for one pool; give it once`);
  }
  return checked({ url, address, kind: kinds[0], json: paths[0] }, withoutLogin(url));
}

function checked(
  entry: Readonly<Record<'url' | 'address' | 'kind' | 'json', string | undefined>>,
  name: string,
): PoolEntry {
  const result = checkPoolEntry(entry);
  if ('entry' in result) return result.entry;
  const [problem] = result.problems;
  if (problem === undefined) throw new UsageError(`${name}: not a pool`);
  throw new UsageError(`${wordsFor(problem, name, entry.kind)}: ${problem.words}`);
}

function wordsFor({ field }: PoolEntryProblem, name: string, kind: string | undefined): string {
  switch (field) {
    case 'url':
      return name;
    case 'address':
      return `${name}: its address`;
    case 'kind':
      return kind === undefined ? '--pool-kind' : `--pool-kind ${kind}`;
    case 'json':
      return '--pool-json';
  }
}

/**
 * Seconds between two polls; `null` when the option was not given.
 *
 * @throws UsageError for anything but a duration that spares the pools
 */
export function poolIntervalOf(flags: Flags): number | null {
  const text = flags.text('pool-interval');
  if (text === null) return null;
  const seconds = sparingInterval(text);
  if (seconds === null)
    throw new UsageError(
      `--pool-interval ${text}: give ${shortestPoolInterval}s or more, such as --pool-interval 60s`,
    );
  return seconds;
}

/** A time between two polls, in seconds; `null` when it is none, or too short for the pools. */
export function sparingInterval(text: string): number | null {
  const seconds = durationOf(text);
  return seconds === null || seconds < shortestPoolInterval ? null : seconds;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
