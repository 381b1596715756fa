import { below, getJson } from './get-json.ts';
import type { Pool, PoolReading } from './pool.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { currencyOf, numberOf, property, sumOf } from './values.ts';

/** A pool of the yiimp software: `/api/walletEx?address=`. */
export function yiimp(base: URL, address: string): Pool {
  const url = /\/api\/walletEx\/?$/i.test(base.pathname)
    ? below(new URL('.', base), 'walletEx', { address })
    : below(base, 'api/walletEx', { address });
  return {
    async poll({ session }, signal) {
      const wallet = await getJson(session, url, signal);
      // It says nothing to those who ask too often, and nothing of those whom it does not know.
      if (wallet === undefined)
        throw new PoolProblem('answers with nothing: it does not know the address, or is asked too often');
      return readingOf(wallet);
    },
  };
}

function readingOf(wallet: unknown): PoolReading {
  const unpaid = numberOf(property(wallet, 'unpaid')) ?? numberOf(property(wallet, 'balance'));
  const miners = property(wallet, 'miners');
  if (unpaid === null && miners === undefined) throw new OtherKind('tells neither miners nor a balance');
  return {
    kind: 'yiimp',
    addressKnown: true,
    hashrate: sumOf(miners, 'accepted'),
    fromShares: null,
    lastShareAt: null,
    balance: unpaid === null ? null : { amount: unpaid, currency: currencyOf(property(wallet, 'currency')) },
    shareCount: null,
  };
}
