import { type JsonPath, jsonPathOf } from './json-path.ts';
import { type PoolKind, poolKinds } from './pool.ts';

/** Where the figures stand in a JSON document. */
export interface JsonPaths {
  readonly hashrate: JsonPath | null;
  readonly lastShare: JsonPath | null;
  readonly balance: JsonPath | null;
  readonly shares: JsonPath | null;
  /** The ticker of the balance's coin; `''` for none. */
  readonly currency: string;
}

/** A pool to ask, checked. */
export interface PoolEntry {
  /** http: or https:, without credentials. */
  readonly url: URL;
  readonly address: string;
  /** `null` to find out from what it answers. */
  readonly kind: PoolKind | null;
  /** Given for the kind `json`, and for no other. */
  readonly paths: JsonPaths | null;
}

/** What is wrong with one field of an entry, and the way out; the address itself is not repeated. */
export interface PoolEntryProblem {
  readonly field: (typeof poolEntryFields)[number];
  readonly words: string;
}

/** What an entry of a list of pools can say. */
export const poolEntryFields = ['url', 'address', 'kind', 'json'] as const;
/** Beyond any address of any coin. */
const longestAddress = 256;

/**
 * Checks one entry of a list of pools, as it stands in a rig file: an object with `url`, `address` and, if wanted, `kind`
 * (one of the kinds, or `auto`) and `json` (text as of `--pool-json`).
 */
export function checkPoolEntry(
  entry: unknown,
): { readonly entry: PoolEntry } | { readonly problems: readonly PoolEntryProblem[] } {
  const problems: PoolEntryProblem[] = [];
  const given = new Map<string, unknown>(
    typeof entry === 'object' && entry !== null ? Object.entries(entry) : [],
  );
  const unknown = [...given.keys()].filter((key) => !poolEntryFields.some((field) => field === key));
  if (unknown.length > 0)
    problems.push({
      field: 'url',
      words: `${unknown.join(', ')}: not a field of a pool; there are ${poolEntryFields.join(', ')}`,
    });
  const read = <Value>(field: PoolEntryProblem['field'], value: Value | { readonly problem: string }) => {
    if (typeof value !== 'object' || value === null || !('problem' in value)) return value;
    problems.push({ field, words: value.problem });
    return null;
  };
  const url = read('url', urlOf(given.get('url')));
  const address = read('address', addressOf(given.get('address')));
  const paths = read('json', given.get('json') === undefined ? null : pathsOf(given.get('json')));
  const kind = read('kind', kindOf(given.get('kind'), paths !== null));
  if (kind === 'json' && given.get('json') === undefined)
    problems.push({ field: 'json', words: `missing: say where the hashrate stands, such as ${pathExample}` });
  if (problems.length > 0 || url === null || address === null) return { problems };
  return { entry: { url, address, kind, paths } };
}

const pathExample = 'hashrate=workers[*].rate*1e9';

type Checked<Value> = Value | { readonly problem: string };

function urlOf(value: unknown): Checked<URL> {
  const right = 'give one such as https://pool.example:2095';
  const text = typeof value === 'string' ? value.trim().replace(/^ws(s?):\/\//i, 'http$1://') : '';
  if (/^stratum/i.test(text))
    return { problem: `a stratum address is for the miner; ${right}, where the pool tells of its miners` };
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return { problem: `not a URL; ${right}` };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return { problem: `a name or a password in it can't be used; ${right}` };
  return url;
}

function addressOf(value: unknown): Checked<string> {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return { problem: 'missing: give the address that is mined for' };
  if (text.length > longestAddress || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text))
    return { problem: `not an address: give at most ${longestAddress} characters on one line` };
  return text;
}

function kindOf(value: unknown, hasPaths: boolean): Checked<PoolKind | null> {
  if (value === undefined) return hasPaths ? 'json' : null;
  if (value === 'auto') return hasPaths ? { problem: 'paths are for the kind json; give that' } : null;
  const kind = poolKinds.find((known) => known === value);
  if (kind === undefined) return { problem: `choose one of auto, ${poolKinds.join(', ')}` };
  if (kind !== 'json' && hasPaths) return { problem: 'paths are for the kind json; give that' };
  return kind;
}

const pathNames = ['hashrate', 'last-share', 'balance', 'shares'] as const;

/** `hashrate=workers[*].rate*1e9,last-share=stats.last,balance=owed/1e8,currency=RB4`. */
function pathsOf(value: unknown): Checked<JsonPaths> {
  const found = new Map<string, JsonPath>();
  let currency = '';
  if (typeof value !== 'string') return { problem: `not paths; give them such as ${pathExample}` };
  for (const part of value.split(/,(?=\s*[a-z-]+=)/)) {
    const [, name = '', text = ''] = /^\s*([a-z-]+)=(.*)$/s.exec(part) ?? [];
    if (name === 'currency') {
      if (!/^[A-Za-z0-9]{1,12}$/.test(text.trim())) return { problem: 'currency: give a ticker such as RB4' };
      currency = text.trim();
      continue;
    }
    if (!pathNames.some((known) => known === name))
      return {
        problem: `${name || part || "''"}: there are ${pathNames.join(', ')} and currency, such as ${pathExample}`,
      };
    const path = jsonPathOf(text);
    if (path === null)
      return { problem: `${name}: ${text || "''"} is no path; give one such as workers[*].rate*1e9` };
    if (found.has(name)) return { problem: `${name} is given twice; give it once` };
    found.set(name, path);
  }
  if (found.size === 0) return { problem: `there is no path in it; give one such as ${pathExample}` };
  return {
    hashrate: found.get('hashrate') ?? null,
    lastShare: found.get('last-share') ?? null,
    balance: found.get('balance') ?? null,
    shares: found.get('shares') ?? null,
    currency,
  };
}

/** The pools to watch. */
export interface PoolOptions {
  /** At least one. */
  readonly entries: readonly PoolEntry[];
  /** Seconds between two polls of a pool. */
  readonly interval: number;
}
