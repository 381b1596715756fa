import { rounded } from '../readings/units.ts';
import type { JsonPaths } from './entry.ts';
import type { HttpSession } from './http.ts';
import { type JsonPath, valuesAt } from './json-path.ts';
import { nothingTold, type Pool, type PoolKind, type PoolReading } from './pool.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { currencyOf, numberOf, parseJson, property, timeOf } from './values.ts';

/** What is the same in all pools of a kind that answers a GET with JSON. */
interface JsonKind {
  /** The end of a URL that names the kind; what is asked for stands below what is left without it. */
  readonly end: RegExp;
  /** The numbers of the workers that make the hashrate. */
  readonly workers: readonly string[];
  readonly hashrate: string;
  /** What is owed: the first that is there. */
  readonly balance: readonly string[];
  readonly currency: string;
  /** An answer that says as a whole that the address is not known. */
  readonly unknown: readonly (null | undefined)[];
  /** Without workers one of these above 0 shows that the address is known; `null` where any answer does. */
  readonly traces: readonly string[] | null;
}

/** The kinds that are known by what they answer. */
export type KnownJsonKind = Exclude<PoolKind, 'tokenpool' | 'json'>;

const kinds: Readonly<Record<KnownJsonKind, JsonKind>> = {
  /** The software of icemining.ca, which Nimiq was mined at. */
  icemining: {
    end: /\/api\/wallet\/?$/,
    workers: ['workers'],
    hashrate: 'hashrate',
    balance: ['balance'],
    currency: 'coin',
    unknown: [null],
    traces: null,
  },
  yiimp: {
    end: /\/api\/walletEx\/?$/i,
    workers: ['miners'],
    hashrate: 'accepted',
    balance: ['unpaid', 'balance'],
    currency: 'currency',
    unknown: [],
    traces: null,
  },
  miningcore: {
    end: /\/api(?:\/.*)?$/,
    workers: ['performance', 'workers'],
    hashrate: 'hashrate',
    balance: ['pendingBalance'],
    currency: '',
    unknown: [null, undefined],
    // It answers for whoever is asked for: with nothing, or with zeros and without a performance.
    traces: ['pendingBalance', 'pendingShares', 'totalPaid', 'todayPaid'],
  },
};

/** A pool of a kind that is known. */
export function jsonPool(kind: KnownJsonKind, base: URL, address: string): Pool {
  const root = new URL(base);
  root.pathname = base.pathname.replace(kinds[kind].end, '');
  let [, id = null] = /\/api\/pools\/([^/]+)/.exec(base.pathname) ?? [];
  const walletOf = async (session: HttpSession, signal: AbortSignal): Promise<unknown> => {
    switch (kind) {
      case 'icemining':
        return getJson(session, below(root, `api/wallet/${encoded(address.replace(/\s+/g, ''))}`), signal);
      case 'yiimp': {
        const wallet = await getJson(session, below(root, 'api/walletEx', { address }), signal);
        // It says nothing to those who ask too often, and nothing of those whom it does not know.
        if (wallet === undefined)
          throw new PoolProblem('answers with nothing: it does not know the address, or is asked too often');
        return wallet;
      }
      case 'miningcore':
        id ??= await onlyPool(session, root, signal);
        return getJson(session, below(root, `api/pools/${id}/miners/${encoded(address)}`), signal);
    }
  };
  return {
    poll: async ({ session }, signal) => walletReading(kind, await walletOf(session, signal)),
  };
}

/** Where the address stands in the URL of a pool of no known kind. */
const placeholder = /\{address\}|%7Baddress%7D/gi;

/** Any pool that answers with JSON, of which one knows where the figures stand. */
export function poolByPaths(base: URL, address: string, paths: JsonPaths): Pool {
  const url = new URL(base.href.replace(placeholder, () => encoded(address)));
  return {
    async poll({ session, now }, signal) {
      const document = await getJson(session, url, signal);
      if (document === undefined) throw new PoolProblem('answers with nothing');
      return readingByPaths(document, paths, now());
    },
  };
}

/**
 * Asks for JSON with a GET; `undefined` for an empty answer (also 204).
 *
 * @throws PoolProblem for any status that is no success, and for what is no JSON
 */
async function getJson(session: HttpSession, url: URL, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await session.ask(url, signal);
  if (status === 429) throw new PoolProblem('is asked too often (HTTP 429); give a longer --pool-interval');
  if (status >= 500) throw new PoolProblem(`fails (HTTP ${status})`);
  if (status < 200 || status >= 300) throw new OtherKind(`answers with HTTP ${status}`);
  return body.trim() === '' ? undefined : parseJson(body);
}

/** The URL with a path below its own; what it asks for besides goes. */
function below(url: URL, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const result = new URL(url);
  result.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  result.search = new URLSearchParams(query).toString();
  result.hash = '';
  return result;
}

const encoded = encodeURIComponent;

/** The id of a miningcore's pool, where there is only one. */
async function onlyPool(session: HttpSession, root: URL, signal: AbortSignal): Promise<string> {
  const pools = property(await getJson(session, below(root, 'api/pools'), signal), 'pools');
  const ids = (Array.isArray(pools) ? pools : [])
    .map((pool) => property(pool, 'id'))
    .filter((id) => typeof id === 'string' && /^[\w.-]{1,64}$/.test(id));
  const [only] = ids;
  if (typeof only !== 'string') throw new OtherKind('lists no pools');
  if (ids.length > 1)
    throw new PoolProblem(
      `has several pools (${ids.slice(0, 5).join(', ')}); give one: --pool ${root.origin}/api/pools/${only}`,
    );
  return encoded(only);
}

function walletReading(kind: KnownJsonKind, wallet: unknown): PoolReading {
  const { workers, hashrate, balance, currency, unknown, traces } = kinds[kind];
  const stranger = { ...nothingTold, kind, addressKnown: false };
  if (unknown.some((value) => value === wallet)) return stranger;
  const number = (name: string): number | null => numberOf(property(wallet, name));
  const hasWorkers = valuesAt(wallet, [...workers, null]) !== null;
  const amount = balance.map(number).find((owed) => owed !== null) ?? null;
  if (!hasWorkers && amount === null) throw new OtherKind('tells neither workers nor a balance');
  const known = traces === null || hasWorkers || traces.some((name) => (number(name) ?? 0) > 0);
  if (!known) return stranger;
  // Where only a miner that is at work has workers, one without rests.
  const rate = sumAt(wallet, [...workers, null, hashrate]) ?? (traces === null ? null : 0);
  const owed = amount === null ? null : { amount, currency: currencyOf(property(wallet, currency)) };
  return { ...nothingTold, kind, addressKnown: true, hashrate: rate, balance: owed };
}

/** Sums over lists; of times the newest. */
function readingByPaths(document: unknown, paths: JsonPaths, now: number): PoolReading {
  const sum = (path: JsonPath | null): number | null => {
    const found = path === null ? null : sumAt(document, path.steps);
    return found === null || path === null ? null : decimal(found * path.scale);
  };
  const { lastShare, currency } = paths;
  const times = (lastShare === null ? null : valuesAt(document, lastShare.steps)) ?? [];
  const right = times.map((time) => timeOf(time, now, lastShare?.scale)).filter((time) => time !== null);
  const amount = sum(paths.balance);
  const told = {
    hashrate: sum(paths.hashrate),
    lastShareAt: right.length === 0 ? null : right.reduce((newest, time) => Math.max(newest, time)),
    balance: amount === null ? null : { amount, currency },
    shareCount: sum(paths.shares),
  };
  if (Object.values(told).every((value) => value === null))
    throw new PoolProblem('answers with data in which nothing stands where it should; look at the paths');
  return { ...nothingTold, kind: 'json', ...told };
}

/** The sum of the numbers that stand there, 0 of an empty list; `null` where there are none. */
function sumAt(document: unknown, steps: JsonPath['steps']): number | null {
  const values = valuesAt(document, steps);
  const numbers = (values ?? []).map(numberOf).filter((number) => number !== null);
  if (values === null || (numbers.length === 0 && values.length > 0)) return null;
  return decimal(numbers.reduce((total, number) => total + number, 0));
}

/** All digits that a double has for sure, without the tail that reckoning with binary fractions gave it. */
function decimal(value: number): number {
  return rounded(value, 15);
}
