import type { PoolAccount, PoolEntry } from '../pools/entry.ts';

/** A pool with the name that it has in the metrics. */
export interface NamedPool {
  readonly name: string;
  readonly entry: PoolEntry;
}

/** What a probe may ask for. */
export interface Probing {
  /** The addresses, by the names by which alone they can be asked for. */
  readonly modules: ReadonlyMap<string, PoolAccount>;
  /** The URLs that may be asked, as `URL` writes them; `null` for any. */
  readonly targets: ReadonlySet<string> | null;
}

/** Whom to ask without a miner beside. */
export interface ExporterPools {
  /** Asked again and again. */
  readonly pools: readonly NamedPool[];
  /** Seconds between two polls of a pool. */
  readonly interval: number;
  readonly probing: Probing;
}
