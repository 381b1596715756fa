import type { JsonPaths } from './entry.ts';
import { getJson } from './get-json.ts';
import { type JsonPath, valuesAt } from './json-path.ts';
import type { Pool, PoolReading } from './pool.ts';
import { PoolProblem } from './problem.ts';
import { currencyOf, numberOf, timeOf } from './values.ts';

/** Where the address stands in the URL of such a pool. */
const placeholder = /\{address\}|%7Baddress%7D/gi;

/** Any pool that answers with JSON, of which one knows where the figures stand. */
export function generic(base: URL, address: string, paths: JsonPaths): Pool {
  const url = new URL(base.href.replace(placeholder, () => encodeURIComponent(address)));
  return {
    async poll({ session, now }, signal) {
      const document = await getJson(session, url, signal);
      if (document === undefined) throw new PoolProblem('answers with nothing');
      return readingOf(document, paths, now());
    },
  };
}

/**
 * Sums over lists; of times the newest.
 *
 * @param now Unix seconds
 */
export function readingOf(document: unknown, paths: JsonPaths, now: number): PoolReading {
  const hashrate = sum(document, paths.hashrate);
  const amount = sum(document, paths.balance);
  const lastShareAt = newest(document, paths.lastShare, now);
  const shareCount = sum(document, paths.shares);
  if ([hashrate, amount, lastShareAt, shareCount].every((value) => value === null))
    throw new PoolProblem('answers with data in which nothing stands where it should; look at the paths');
  return {
    kind: 'json',
    addressKnown: null,
    hashrate,
    fromShares: null,
    lastShareAt,
    balance: amount === null ? null : { amount, currency: currencyOf(paths.currency) },
    shareCount,
  };
}

function sum(document: unknown, path: JsonPath | null): number | null {
  const values = path === null ? null : valuesAt(document, path);
  if (path === null || values === null) return null;
  const numbers = values.map(numberOf).filter((number) => number !== null);
  if (numbers.length === 0 && values.length > 0) return null;
  return numbers.reduce((total, number) => total + number, 0) * path.scale;
}

function newest(document: unknown, path: JsonPath | null, now: number): number | null {
  const values = path === null ? null : valuesAt(document, path);
  const times = (values ?? [])
    .map((value) => timeOf(value, now, path?.scale))
    .filter((time) => time !== null);
  return times.length === 0 ? null : times.reduce((latest, time) => Math.max(latest, time));
}
