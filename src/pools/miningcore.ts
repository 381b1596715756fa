import { below, getJson } from './get-json.ts';
import type { Session } from './http.ts';
import type { Pool, PoolReading } from './pool.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { itemsOf, numberOf, property, sumOf } from './values.ts';

/**
 * A pool of the miningcore software: `/api/pools/<id>/miners/<address>`. The id stands in the URL, or is found out where
 * there is only one.
 */
export function miningcore(base: URL, address: string): Pool {
  const [, given] = /\/api\/pools\/([^/]+)/.exec(base.pathname) ?? [];
  const root = new URL(base);
  root.pathname = base.pathname.replace(/\/api(?:\/.*)?$/, '/');
  let id = given ?? null;
  return {
    async poll({ session }, signal) {
      id ??= await onlyPool(session, root, signal);
      const path = `api/pools/${id}/miners/${encodeURIComponent(address)}`;
      return readingOf(await getJson(session, below(root, path), signal));
    },
  };
}

async function onlyPool(session: Session, root: URL, signal: AbortSignal): Promise<string> {
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
  return encodeURIComponent(only);
}

function readingOf(miner: unknown): PoolReading {
  const number = (name: string): number | null => numberOf(property(miner, name));
  const workers = property(property(miner, 'performance'), 'workers');
  const pending = number('pendingBalance');
  const told = miner !== undefined && miner !== null;
  if (told && pending === null && itemsOf(workers) === null)
    throw new OtherKind('tells neither workers nor a balance');
  const traces = [pending, number('pendingShares'), number('totalPaid'), number('todayPaid')];
  // It answers for whoever is asked for: with nothing, or with zeros and without a performance.
  const addressKnown = itemsOf(workers) !== null || traces.some((value) => value !== null && value > 0);
  return {
    kind: 'miningcore',
    addressKnown,
    hashrate: addressKnown ? (sumOf(workers, 'hashrate') ?? 0) : null,
    fromShares: null,
    lastShareAt: null,
    balance: addressKnown && pending !== null ? { amount: pending, currency: '' } : null,
    shareCount: null,
  };
}
