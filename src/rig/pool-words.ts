import { age, dash, hashrate, hashrateIn, hashrateUnit } from '../readings/format.ts';
import type { Colour } from '../readings/limits.ts';
import type { PoolSnapshot } from './snapshot.ts';

/** What is said of a pool in one line: the same in the panel and on the page. */
export interface PoolWords {
  /** What is wrong, or that nothing is known yet; the rest is then empty. */
  readonly state: { readonly text: string; readonly colour: Colour | null } | null;
  /** `16.90 GH/s`. */
  readonly hashrate: string;
  /** `cards 17.40`, in the unit of the pool's hashrate. */
  readonly cards: string;
  /** `97 % ±13 %`, and yellow where that is no chance any more. */
  readonly ratio: { readonly text: string; readonly colour: Colour | null } | null;
  /** `share 4m ago`, and red where one is long overdue. */
  readonly share: { readonly text: string; readonly colour: Colour | null } | null;
  /** `12.34 NIM`. */
  readonly balance: string;
}

/** So many standard deviations are no chance. */
const unlikely = 3;
/** Fewer shares say nothing of a deviation. */
const fewest = 10;
/** Seconds that both figures must cover before they are compared. */
const soonest = 600;
/** So many times the usual time between two shares is too long. */
const overdueFactor = 10;

/** Puts a pool into words. */
export function poolWords(pool: PoolSnapshot): PoolWords {
  const { comparison } = pool;
  const cards = comparison !== null && comparison.seconds >= soonest ? comparison.cards : null;
  const rate = comparison?.hashrate ?? pool.hashrateFromShares ?? pool.hashrate;
  return {
    state: stateOf(pool),
    hashrate: hashrate(rate),
    cards: cards === null ? '' : `cards ${hashrateIn(hashrateUnit(rate ?? cards), cards)}`,
    ratio: cards === null || cards === 0 ? null : ratioOf(pool, cards),
    share: shareOf(pool),
    balance: pool.balance === null ? '' : coins(pool.balance.amount, pool.balance.currency),
  };
}

/** An amount of coins with as many digits as say something: `0.004217`, `12.34 NIM`, `1204 NIM`. */
export function coins(amount: number, currency: string): string {
  if (!Number.isFinite(amount)) return dash;
  const digits = amount >= 1000 ? 0 : amount >= 1 ? 2 : 6;
  return `${amount.toFixed(digits)}${currency === '' ? '' : ` ${currency}`}`;
}

function stateOf({ up, problem }: PoolSnapshot): PoolWords['state'] {
  if (problem !== null) return { text: `${problem}!`, colour: 'yellow' };
  return up ? null : { text: 'not heard of yet', colour: null };
}

function ratioOf({ comparison }: PoolSnapshot, cards: number): PoolWords['ratio'] {
  const ratio = (comparison?.hashrate ?? 0) / cards;
  const { noise = null, shares = null } = comparison ?? {};
  const strange = noise !== null && (shares ?? 0) >= fewest && Math.abs(ratio - 1) > unlikely * noise;
  return {
    text: `${Math.round(ratio * 100)} %${noise === null ? '' : ` ±${Math.ceil(noise * 100)} %`}`,
    colour: strange ? 'yellow' : null,
  };
}

function shareOf({ lastShareAge, comparison }: PoolSnapshot): PoolWords['share'] {
  if (lastShareAge === null) return null;
  const usual =
    comparison?.shares == null || comparison.shares === 0 ? 0 : comparison.seconds / comparison.shares;
  const overdue = lastShareAge > Math.max(soonest, usual * overdueFactor);
  return { text: `share ${age(lastShareAge)} ago${overdue ? '!' : ''}`, colour: overdue ? 'red' : null };
}
