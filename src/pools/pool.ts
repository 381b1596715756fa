import type { Timers } from '../time.ts';
import type { HttpSession } from './http.ts';

/** The kinds of pools that are known. */
export const poolKinds = ['tokenpool', 'icemining', 'yiimp', 'miningcore', 'json'] as const;

/** One of {@link poolKinds}. */
export type PoolKind = (typeof poolKinds)[number];

/** A hashrate made of the shares that a pool lists. */
export interface ShareRate {
  /** H/s */
  readonly hashrate: number;
  /** The shares in it, without the one with which the time begins. */
  readonly shares: number;
  /** The time up to now that they cover, in seconds. */
  readonly seconds: number;
}

/** What a pool says of one address at one moment; `null` for what it does not tell. */
export interface PoolReading {
  readonly kind: PoolKind;
  /** `false` when the pool has never heard of the address; `null` when its answer can't tell that from an idle one. */
  readonly addressKnown: boolean | null;
  /** The pool's own figure in H/s, however it comes by it. */
  readonly hashrate: number | null;
  /** A figure from the pool's list of shares, up to now. */
  readonly fromShares: ShareRate | null;
  /** Unix seconds. */
  readonly lastShareAt: number | null;
  /** What the pool owes, in whole coins; the currency is `''` where the pool does not name it. */
  readonly balance: { readonly amount: number; readonly currency: string } | null;
  /** Shares taken, as the pool counts them: it may begin again at any time. */
  readonly shareCount: number | null;
}

/** What every reading is made of: each kind adds what its pool tells. */
export const nothingTold = {
  addressKnown: null,
  hashrate: null,
  fromShares: null,
  lastShareAt: null,
  balance: null,
  shareCount: null,
};

/** What a poll needs of the world. */
export interface PollIo {
  /** Asks over HTTP; closed by whoever opened it. */
  readonly session: HttpSession;
  /** Unix seconds. */
  readonly now: () => number;
  readonly timers: Timers;
}

/** A pool of one kind. */
export interface Pool {
  /**
   * Asks once.
   *
   * @param signal ends the asking, at whatever point it is
   * @throws PoolProblem when nothing of use comes back; whatever the signal was aborted with
   */
  poll(io: PollIo, signal: AbortSignal): Promise<PoolReading>;
}
