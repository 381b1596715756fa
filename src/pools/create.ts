import type { PoolEntry } from './entry.ts';
import { jsonPool, poolByPaths } from './json-pool.ts';
import type { Pool, PoolKind, PoolReading } from './pool.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { tokenpool } from './tokenpool.ts';

/** In the order in which they are tried. */
const guesses = ['tokenpool', 'icemining', 'yiimp', 'miningcore'] as const;

/** The pool of an entry; one of no given kind is known by what it answers, and then asked as that. */
export function createPool(entry: PoolEntry): Pool {
  const kind = entry.kind ?? kindOfPath(entry.url.pathname);
  const pool = kind === null ? guessed(entry) : poolOf(kind, entry);
  return {
    async poll(io, signal) {
      const reading = await pool.poll(io, signal);
      if (reading.addressKnown === false || saysSomething(reading)) return reading;
      throw new PoolProblem('answers, but with no figure that can be read');
    },
  };
}

function saysSomething({ hashrate, fromShares, lastShareAt, balance, shareCount }: PoolReading): boolean {
  return [hashrate, fromShares, lastShareAt, balance, shareCount].some((value) => value !== null);
}

function poolOf(kind: PoolKind, { url, address, paths }: PoolEntry): Pool {
  if (kind === 'tokenpool') return tokenpool(url, address);
  if (kind !== 'json') return jsonPool(kind, url, address);
  const none = { hashrate: null, lastShare: null, balance: null, shares: null, currency: '' };
  return poolByPaths(url, address, paths ?? none);
}

function kindOfPath(path: string): PoolKind | null {
  if (/\/api\/pools\/[^/]+/.test(path)) return 'miningcore';
  if (/\/api\/walletEx\/?$/i.test(path)) return 'yiimp';
  if (/\/api\/wallet\/?$/.test(path)) return 'icemining';
  return /\/socket\.io\/?$/.test(path) ? 'tokenpool' : null;
}

/** Only an answer of another kind leads to the next guess: who can't be reached is not asked four times. */
function guessed(entry: PoolEntry): Pool {
  let found: Pool | null = null;
  return {
    async poll(io, signal) {
      if (found !== null) return found.poll(io, signal);
      let first: OtherKind | null = null;
      for (const kind of guesses) {
        const pool = poolOf(kind, entry);
        try {
          const reading = await pool.poll(io, signal);
          // It says so with a bare null, which anybody may say.
          if (kind === 'icemining' && reading.addressKnown === false)
            throw new OtherKind('answers with something else instead of data');
          // Who knows nothing of the address may be another kind that says so in the same way.
          if (reading.addressKnown !== false || kind === 'tokenpool') found = pool;
          return reading;
        } catch (error) {
          if (!(error instanceof OtherKind)) throw error;
          first ??= error;
        }
      }
      throw first ?? new OtherKind('answers as no known kind of pool does');
    },
  };
}
