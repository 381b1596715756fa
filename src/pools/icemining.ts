import { below, getJson } from './get-json.ts';
import type { Pool, PoolReading } from './pool.ts';
import { OtherKind } from './problem.ts';
import { currencyOf, itemsOf, numberOf, property, sumOf } from './values.ts';

/** A pool of icemining.ca's software, which Nimiq was mined at: `/api/wallet/<address>`. */
export function icemining(base: URL, address: string): Pool {
  const path = `wallet/${encodeURIComponent(address.replace(/\s+/g, ''))}`;
  const url = /\/api\/wallet\/?$/.test(base.pathname)
    ? below(new URL('..', base), path)
    : below(base, `api/${path}`);
  return {
    poll: async ({ session }, signal) => readingOf(await getJson(session, url, signal)),
  };
}

function readingOf(wallet: unknown): PoolReading {
  const workers = itemsOf(property(wallet, 'workers'));
  const balance = numberOf(property(wallet, 'balance'));
  if (wallet !== null && workers === null && balance === null)
    throw new OtherKind('tells neither workers nor a balance');
  const addressKnown = workers !== null || balance !== null;
  return {
    kind: 'icemining',
    addressKnown,
    hashrate: sumOf(workers, 'hashrate'),
    fromShares: null,
    lastShareAt: null,
    balance: balance === null ? null : { amount: balance, currency: currencyOf(property(wallet, 'coin')) },
    shareCount: null,
  };
}
