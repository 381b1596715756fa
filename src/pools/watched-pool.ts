import type { PoolComparison, PoolSnapshot } from '../rig/snapshot.ts';
import { Averages } from './averages.ts';
import type { PoolReading } from './pool.ts';

/** Seconds over which the pool's figure is compared with the cards'. */
const hour = 3600;
/** Seconds that the cards must have been watched for their sum to mean anything: at first not all of them report. */
const soonest = 600;

/** What is known of one pool, from poll to poll. */
export class WatchedPool {
  readonly name: string;
  /** Polls that failed since the last that did not. */
  failures = 0;
  /** What is wrong, in words that follow the name; `null` when nothing is. */
  problem: string | null = null;
  readonly #rates = new Averages();
  readonly #counts = new Averages();
  #reading: PoolReading | null = null;
  #answered: { readonly monotonic: number; readonly wall: number } | null = null;
  #seconds: number | null = null;
  #lastCount: number | null = null;
  /** The pool's count of shares since our start, over the times that it began again. */
  #shares = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** @param seconds how long the poll took */
  answered(
    reading: PoolReading,
    at: { readonly monotonic: number; readonly wall: number },
    seconds: number,
  ): void {
    this.failures = 0;
    this.#reading = reading;
    this.#answered = at;
    this.#seconds = seconds;
    this.problem =
      reading.addressKnown === false
        ? 'does not know the address: is it written as the miner has it, and were there shares already'
        : null;
    if (reading.hashrate !== null) this.#rates.add(at.monotonic, reading.hashrate);
    const { shareCount } = reading;
    if (shareCount === null) return;
    const before = this.#lastCount ?? shareCount;
    this.#shares += shareCount >= before ? shareCount - before : shareCount;
    this.#lastCount = shareCount;
    this.#counts.add(at.monotonic, this.#shares);
  }

  failed(problem: string): void {
    this.failures += 1;
    this.#reading = null;
    this.problem = problem;
  }

  /**
   * @param now seconds on the monotonic clock
   * @param wall Unix seconds
   * @param stale seconds after which an answer says nothing of now, should no other have come and no failure either
   */
  snapshot(now: number, wall: number, stale: number, cards: Averages): PoolSnapshot {
    const fresh = this.#answered !== null && now - this.#answered.monotonic < stale;
    const reading = fresh ? this.#reading : null;
    return {
      name: this.name,
      kind: reading?.kind ?? null,
      up: reading !== null,
      problem: this.problem,
      addressKnown: reading?.addressKnown ?? null,
      hashrate: reading?.hashrate ?? null,
      hashrateFromShares: reading?.fromShares?.hashrate ?? null,
      lastShareAt: reading?.lastShareAt ?? null,
      lastShareAge: reading?.lastShareAt == null ? null : Math.max(0, wall - reading.lastShareAt),
      balance: reading?.balance ?? null,
      shares: reading === null || this.#lastCount === null ? null : this.#shares,
      lastSuccessAt: this.#answered?.wall ?? null,
      requestSeconds: reading === null ? null : this.#seconds,
      comparison: reading === null ? null : this.#compare(reading, now, cards),
    };
  }

  /** The share list's figure covers a time of its own; the pool's is averaged over what was polled within the hour. */
  #compare({ fromShares }: PoolReading, now: number, cards: Averages): PoolComparison | null {
    const pool = fromShares?.hashrate ?? this.#rates.mean(now, hour);
    if (pool === null) return null;
    const seconds = fromShares?.seconds ?? this.#rates.reach(now, hour) ?? 0;
    const shares = fromShares?.shares ?? this.#counts.growth(now, hour);
    return {
      hashrate: pool,
      seconds,
      cards: (cards.reach(now, hour) ?? 0) < soonest ? null : cards.mean(now, seconds),
      noise: shares === null || shares === 0 ? null : 1 / Math.sqrt(shares),
      shares,
    };
  }
}
