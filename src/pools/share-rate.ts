import type { ShareRate } from './pool.ts';

/** A share in a pool's list. */
export interface Share {
  /** Unix seconds. */
  readonly at: number;
  /** Hashes that one of its difficulty takes on average. */
  readonly hashes: number;
}

/** Seconds that are looked at: as long as the cards' own figures go back. */
const longest = 3600;
/** A shorter time says nothing. */
const shortest = 60;

/**
 * The hashrate that a list of the newest shares shows, up to now, so that it falls when the shares stop. The time begins
 * with the oldest share, which is therefore not counted: a list may be cut off anywhere. When the list goes back longer,
 * it is the last hour.
 *
 * @param now Unix seconds; a pool whose clock goes before ours is taken to be at its newest share
 * @returns `null` when it is too little to say anything
 */
export function rateOfShares(shares: readonly Share[], now: number): ShareRate | null {
  if (shares.length === 0) return null;
  const times = shares.map(({ at }) => at);
  const until = times.reduce((latest, at) => Math.max(latest, at), now);
  const oldest = times.reduce((earliest, at) => Math.min(earliest, at), until);
  const from = Math.max(oldest, until - longest);
  const seconds = until - from;
  if (seconds < shortest) return null;
  const within = shares.filter(({ at }) => at > from);
  const hashes = within.reduce((sum, share) => sum + share.hashes, 0);
  return { hashrate: hashes / seconds, shares: within.length, seconds };
}
