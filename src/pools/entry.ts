import { type JsonPath, jsonPathOf } from './json-path.ts';
import { type PoolKind, poolKinds } from './pool.ts';
import { currencyOf } from './values.ts';

/** Where the figures stand in a JSON document. */
export interface JsonPaths {
  readonly hashrate: JsonPath | null;
  readonly lastShare: JsonPath | null;
  readonly balance: JsonPath | null;
  readonly shares: JsonPath | null;
  /** The ticker of the balance's coin; `''` for none. */
  readonly currency: string;
}

/** Whom a pool is asked about, and how; checked. */
export interface PoolAccount {
  readonly address: string;
  /** `null` to find out from what it answers. */
  readonly kind: PoolKind | null;
  /** Given for the kind `json`, and for no other. */
  readonly paths: JsonPaths | null;
}

/** A pool to ask, checked. */
export interface PoolEntry extends PoolAccount {
  /** http: or https:, without credentials. */
  readonly url: URL;
}

/** The pools to watch. */
export interface PoolOptions {
  /** At least one. */
  readonly entries: readonly PoolEntry[];
  /** Seconds between two polls of a pool. */
  readonly interval: number;
}

/** What an entry of a list of pools can say. */
export const poolEntryFields = ['url', 'address', 'kind', 'json'] as const;
type Field = (typeof poolEntryFields)[number];
type Given = Readonly<Partial<Record<Field, string | undefined>>>;

/** What is wrong with one field of an entry, and the way out; the address itself is not repeated. */
export interface PoolEntryProblem {
  readonly field: Field;
  readonly words: string;
}

/** Beyond any address of any coin. */
const longestAddress = 256;

/**
 * Checks one entry of a list of pools: `url`, `address` and, if wanted, `kind` (one of the kinds, or `auto`) and `json`
 * (text as of `--pool-json`).
 */
export function checkPoolEntry(
  given: Given,
): { readonly entry: PoolEntry } | { readonly problems: readonly PoolEntryProblem[] } {
  const url = poolUrlOf(given.url ?? '');
  const checked = checkPoolAccount(given);
  const problems: readonly PoolEntryProblem[] = [
    ...(url instanceof URL ? [] : [{ field: 'url' as const, words: url.words }]),
    ...('problems' in checked ? checked.problems : []),
  ];
  if (!(url instanceof URL) || 'problems' in checked) return { problems };
  return { entry: { url, ...checked.account } };
}

/** Checks all of an entry but its URL. */
export function checkPoolAccount(
  given: Omit<Given, 'url'>,
): { readonly account: PoolAccount } | { readonly problems: readonly PoolEntryProblem[] } {
  const problems: PoolEntryProblem[] = [];
  const read = <Value>(field: Field, value: Value | Problem): Value | null => {
    if (!(value instanceof Problem)) return value;
    problems.push({ field, words: value.words });
    return null;
  };
  const address = read('address', addressOf(given.address ?? ''));
  const paths = read('json', given.json === undefined ? null : pathsOf(given.json));
  const kind = read('kind', kindOf(given.kind, paths !== null));
  if (kind === 'json' && given.json === undefined)
    problems.push({ field: 'json', words: `missing: say where the hashrate stands, such as ${pathExample}` });
  if (problems.length > 0 || address === null) return { problems };
  return { account: { address, kind, paths } };
}

/** What is wrong with a field, and the way out. */
class Problem {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

const pathExample = 'hashrate=workers[*].rate*1e9';

/** Where a pool can be asked; what is wrong where that is no such URL. */
export function poolUrlOf(given: string): URL | { readonly words: string } {
  const right = 'give one such as https://pool.example:2095';
  const text = given.trim().replace(/^ws(s?):\/\//i, 'http$1://');
  if (/^stratum/i.test(text))
    return new Problem(`a stratum address is for the miner; ${right}, where the pool tells of its miners`);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return new Problem(`not a URL; ${right}`);
  const url = new URL(text);
  const hasLogin = url.username !== '' || url.password !== '';
  return hasLogin ? new Problem(`a name or a password in it can't be used; ${right}`) : url;
}

function addressOf(given: string): string | Problem {
  const text = given.trim();
  if (text === '') return new Problem('missing: give the address that is mined for');
  const isOne = text.length <= longestAddress && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
  return isOne ? text : new Problem(`not an address: give at most ${longestAddress} characters on one line`);
}

function kindOf(given: string | undefined, hasPaths: boolean): PoolKind | null | Problem {
  if (given === undefined && hasPaths) return 'json';
  const kind = given === undefined || given === 'auto' ? null : poolKinds.find((known) => known === given);
  if (kind === undefined) return new Problem(`choose one of auto, ${poolKinds.join(', ')}`);
  return kind !== 'json' && hasPaths ? new Problem('paths are for the kind json; give that') : kind;
}

const pathNames = ['hashrate', 'last-share', 'balance', 'shares'];

/** `hashrate=workers[*].rate*1e9,last-share=stats.last,balance=owed/1e8,currency=RB4`. */
function pathsOf(given: string): JsonPaths | Problem {
  const found = new Map<string, JsonPath>();
  let currency = '';
  for (const part of given.split(/,(?=\s*[a-z-]+=)/)) {
    const [, name = '', text = ''] = /^\s*([a-z-]+)=(.*)$/s.exec(part) ?? [];
    if (name === 'currency') {
      currency = currencyOf(text.trim());
      if (currency === '') return new Problem('currency: give a ticker such as RB4');
      continue;
    }
    if (!pathNames.includes(name))
      return new Problem(
        `${name || part || "''"}: there are ${pathNames.join(', ')} and currency, such as ${pathExample}`,
      );
    const path = jsonPathOf(text);
    if (path === null)
      return new Problem(`${name}: ${text || "''"} is no path; give one such as workers[*].rate*1e9`);
    if (found.has(name)) return new Problem(`${name} is given twice; give it once`);
    found.set(name, path);
  }
  if (found.size === 0) return new Problem(`there is no path in it; give one such as ${pathExample}`);
  const at = (name: string): JsonPath | null => found.get(name) ?? null;
  return {
    hashrate: at('hashrate'),
    lastShare: at('last-share'),
    balance: at('balance'),
    shares: at('shares'),
    currency,
  };
}
