import type { PoolSnapshot } from '../rig/snapshot.ts';

/** What `/health` says of pools alone. `ok` while any of them answers, and where none is to be watched. */
export interface PoolsHealth {
  readonly status: 'ok' | 'waiting' | 'failing';
  /** All that is wrong, in words; `null` when nothing is. */
  readonly reason: string | null;
  readonly pools: readonly { readonly pool: string; readonly up: boolean; readonly problem: string | null }[];
}

export function poolsHealth(pools: readonly PoolSnapshot[]): PoolsHealth {
  const wrong = pools.flatMap(({ name, problem }) => (problem === null ? [] : [`pool ${name} ${problem}`]));
  const reports = pools.map(({ name: pool, up, problem }) => ({ pool, up, problem }));
  const reason = wrong.join('; ') || null;
  if (pools.length === 0 || pools.some(({ up }) => up)) return { status: 'ok', reason, pools: reports };
  return wrong.length > 0
    ? { status: 'failing', reason, pools: reports }
    : { status: 'waiting', reason: 'no pool has answered yet', pools: reports };
}
