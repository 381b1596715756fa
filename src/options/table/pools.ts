import { withoutLogin } from '../../lines/printable.ts';
import {
  checkPoolEntry,
  type PoolEntry,
  type PoolEntryProblem,
  type PoolOptions,
} from '../../pools/entry.ts';
import { UsageError } from '../../values/usage-error.ts';
import { durationOf } from '../../values/values.ts';
import type { GivenOptions } from '../given.ts';
import { text } from '../readers.ts';
import { jobs, type OptionRow, type Reader } from '../row.ts';

/** The shortest time between two polls, in seconds. */
const shortestInterval = 15;
/** So many pools are watched at the most. */
export const mostPools = 16;

const example = '--pool https://pool.example:2095 --pool-address 0x…';

/** A time between two polls that spares the pools, in seconds. */
export const poolInterval: Reader<number> = {
  placeholder: '<duration>',
  read: (text) => {
    const seconds = durationOf(text);
    return seconds === null || seconds < shortestInterval ? null : seconds;
  },
  right: `a duration of ${shortestInterval}s or more, such as 60s`,
  wrong: `give ${shortestInterval}s or more, such as 60s`,
};

const toPool = {
  oneOf: ['pool'],
  in: jobs,
  words: `there is no pool to it; give ${example}`,
} satisfies OptionRow['needs'];

/** The pools that are asked. */
export const poolRows = {
  pool: {
    name: 'pool',
    commands: jobs,
    reader: text('<url>'),
    multiple: true,
    help: 'ask this pool what it sees of the cards; may be repeated, each with its --pool-address (try it before: fpga-tee pool)',
    example: 'https://pool.example:2095',
  },
  address: {
    name: 'pool-address',
    commands: jobs,
    reader: text('<address>'),
    multiple: true,
    needs: toPool,
    help: 'the address that is mined for; it is shown nowhere',
    example: '0x0123456789abcdef0123456789abcdef01234567',
  },
  kind: {
    name: 'pool-kind',
    commands: [...jobs, 'pool'],
    reader: text('<kind>'),
    multiple: true,
    needs: toPool,
    help: 'what the pool runs: tokenpool (0xBitcoin), icemining, yiimp, miningcore, json, or auto: known by its answer (default); once for all pools or once for each',
    example: 'tokenpool',
  },
  json: {
    name: 'pool-json',
    commands: [...jobs, 'pool'],
    reader: text('<paths>'),
    multiple: true,
    needs: toPool,
    help: 'for the kind json, where hashrate, last-share, balance and shares stand in the answer: hashrate=rate*1e9,balance=owed,currency=RB4; an {address} in the URL is filled in',
    example: 'hashrate=workers[*].rate*1e9',
  },
  interval: {
    name: 'pool-interval',
    commands: jobs,
    reader: poolInterval,
    // The pools count anew every 30 s.
    default: '60s',
    // The pools can stand in a rig file.
    needs: { ...toPool, oneOf: ['pool', 'rig'] },
    rigFile: 'rig',
    help: `ask each pool so often (default {default}, ${shortestInterval}s at the least)`,
  },
} satisfies Record<string, OptionRow>;

/**
 * The options of the main job that are about pools; `null` when there are none.
 *
 * @throws UsageError for whatever does not fit together
 */
export function poolOptions(given: GivenOptions): PoolOptions | null {
  const urls = given.texts(poolRows.pool);
  const addresses = given.texts(poolRows.address);
  if (urls.length === 0) return null;
  if (urls.length > mostPools) throw new UsageError(`--pool: more than ${mostPools} pools; give fewer`);
  if (addresses.length !== urls.length)
    throw new UsageError(
      `--pool is given ${times(urls.length)} and --pool-address ${times(addresses.length)}; each pool needs an address: ${example}`,
    );
  const entries = entriesOf(given, urls, addresses, (url) => `--pool ${withoutLogin(url)}`);
  return { entries, interval: given.value(poolRows.interval) };
}

/**
 * The pools of `fpga-tee pool --serve`.
 *
 * @param words URLs, each with its address behind it
 * @throws UsageError for whatever does not fit together
 */
export function pooledEntries(given: GivenOptions, words: readonly string[]): readonly PoolEntry[] {
  const urls = words.filter((_, place) => place % 2 === 0);
  const addresses = words.filter((_, place) => place % 2 === 1);
  if (urls.length === 0 || addresses.length !== urls.length)
    throw new UsageError(
      'pool --serve needs URLs, each with an address behind it, or a file: fpga-tee pool --serve https://pool.example:2095 0x…, or fpga-tee pool --serve --config pools.yaml',
    );
  return entriesOf(given, urls, addresses, withoutLogin);
}

/** Each URL with its address, and the kind and the paths that are for it. */
function entriesOf(
  given: GivenOptions,
  urls: readonly string[],
  addresses: readonly string[],
  nameOf: (url: string) => string,
): readonly PoolEntry[] {
  const kinds = given.texts(poolRows.kind);
  const paths = given.texts(poolRows.json);
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
    return checked({ url, address: addresses[place], kind: kindOf(place), json }, nameOf(url));
  });
  if (rest.length > 0)
    throw new UsageError(
      `--pool-json is given ${times(paths.length)} for ${times(paths.length - rest.length)} --pool-kind json; each pool of the kind json has one`,
    );
  return entries;
}

/**
 * The one pool of `fpga-tee pool`.
 *
 * @param words a URL and an address
 * @throws UsageError for anything but those
 */
export function onePool(given: GivenOptions, words: readonly string[]): PoolEntry {
  const [url, address, more] = words;
  if (url === undefined || address === undefined || more !== undefined)
    throw new UsageError(
      'pool needs a URL and an address: fpga-tee pool https://pool.example:2095 0x… (quotes around an address with blanks)',
    );
  const { kind, json } = poolRows;
  const twice = [kind, json].find((row) => given.texts(row).length > 1);
  if (twice !== undefined) {
    const often = times(given.texts(twice).length);
    throw new UsageError(`--${twice.name}: given ${often} for one pool; give it once`);
  }
  const [kinds, paths] = [given.texts(kind), given.texts(json)];
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

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
