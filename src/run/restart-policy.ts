import { durationOf } from '../values/values.ts';

/** When a miner is started again by itself. */
export const restartPolicies = ['never', 'on-exit', 'on-stall', 'always'] as const;

/** One of {@link restartPolicies}. */
export type RestartWhen = (typeof restartPolicies)[number];

/** At most so many restarts in any stretch of so many seconds. */
export interface RestartLimit {
  readonly count: number;
  readonly seconds: number;
}

/** What a policy is made of. */
export interface RestartOptions {
  readonly when: RestartWhen;
  /** `null`: no limit. */
  readonly limit: RestartLimit | null;
  /** Seconds before the first restart; twice as long before each further one, up to five minutes. */
  readonly backoff: number;
}

/** Why a miner is started again. */
export interface RestartCause {
  /** It ended, or could not be started; it stalls; a person wants it. */
  readonly type: 'exit' | 'stalled' | 'key';
  /** `exit 1`, `signal SIGSEGV`, `stalled: silent`, `key`: for the log, the panel and the label of a metric. */
  readonly reason: string;
}

/** Whether to start again, and when. */
export type RestartDecision =
  | { readonly type: 'restart'; readonly delay: number }
  | { readonly type: 'give-up'; readonly because: GiveUpReason };

/**
 * Why a miner is not started again: nobody wants it; it was too often; it ends well at once, each time, as a script does
 * that starts the miner out of our sight.
 */
export type GiveUpReason = 'policy' | 'limit' | 'starts-elsewhere';

/** The longest pause before a restart, in seconds. */
const longestPause = 300;
/**
 * A run of so many seconds was a good one: the pauses begin anew. It is well above the four minutes after which miners
 * without a share end by themselves, so that a pool that is gone is not met with a restart every ten seconds.
 */
const goodRun = 600;
/** Seconds of a run in which a miner can have done nothing, and how many such runs in a row are no accident. */
const noRun = 10;
const tooManyNoRuns = 2;

/** A limit such as `10/1h`; `null` when it is none. */
export function restartLimitOf(text: string): RestartLimit | null {
  const match = /^([1-9]\d{0,5})\/(.+)$/.exec(text);
  const seconds = durationOf(match?.[2] ?? '');
  return seconds === null ? null : { count: Number(match?.[1]), seconds };
}

/** Decides over the restarts of one miner. */
export class RestartPolicy {
  readonly #options: RestartOptions;
  /** When each restart of its own was decided, as far as the limit looks back. */
  #restarts: number[] = [];
  /** Restarts since the last good run. */
  #attempts = 0;
  /** Runs in a row that ended with 0 at once. */
  #noRuns = 0;

  constructor(options: RestartOptions) {
    this.#options = options;
  }

  /**
   * Whether a miner that stalls is to be stopped now for a restart. One that could not be started again afterwards is
   * left alone: it may still be mining.
   *
   * @param now seconds on the monotonic clock
   */
  actsOnStall(now: number): boolean {
    const { when } = this.#options;
    return (when === 'on-stall' || when === 'always') && !this.#atLimit(now);
  }

  /**
   * What to do after a run. A restart that a person wants comes at once, and counts for nothing.
   *
   * @param ranFor seconds; 0 when it could not be started
   * @param now seconds on the monotonic clock
   */
  decide(cause: RestartCause, ranFor: number, now: number): RestartDecision {
    if (ranFor >= goodRun) this.#attempts = 0;
    if (cause.type === 'key') return { type: 'restart', delay: 0 };
    const { when, backoff } = this.#options;
    const wanted = when === 'always' || when === (cause.type === 'stalled' ? 'on-stall' : 'on-exit');
    if (!wanted) return { type: 'give-up', because: 'policy' };
    this.#noRuns = cause.reason === 'exit 0' && ranFor < noRun ? this.#noRuns + 1 : 0;
    if (this.#noRuns >= tooManyNoRuns) return { type: 'give-up', because: 'starts-elsewhere' };
    if (this.#atLimit(now)) return { type: 'give-up', because: 'limit' };
    this.#restarts.push(now);
    // 2 ** 40 is past every pause; more would some day be no number.
    const delay = Math.min(backoff * 2 ** Math.min(this.#attempts, 40), Math.max(backoff, longestPause));
    this.#attempts += 1;
    return { type: 'restart', delay };
  }

  #atLimit(now: number): boolean {
    const { limit } = this.#options;
    if (limit === null) {
      this.#restarts = [];
      return false;
    }
    this.#restarts = this.#restarts.filter((at) => now - at < limit.seconds);
    return this.#restarts.length >= limit.count;
  }
}
