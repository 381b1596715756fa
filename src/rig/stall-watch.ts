import {
  lacks,
  type MinerFacts,
  type Stall,
  type StallKind,
  type StallThresholds,
  since,
  stallKinds,
  stallOf,
} from './stall.ts';

/** Seconds between two checks. */
export const checkEvery = 10;
/** Seconds between two checks that show that the computer slept, or that we were stopped, and the miner perhaps as well. */
const asleep = 60;
/** Checks in a row that must see a stall: one alone may be the computer's sleep, or a busy moment. */
const checksInRow = 3;

/** A stall that began, or is over: then `lasting` tells how long all of it was. */
export interface StallEvent extends Stall {
  readonly type: 'stalled' | 'over';
}

/** The stalls of one miner, from check to check. */
export class StallWatch {
  readonly #thresholds: StallThresholds;
  /** The one that the newest checks saw, and how many in a row. */
  #seen: { readonly kind: StallKind | null; readonly times: number } = { kind: null, times: 0 };
  /** Since when each that was told has lasted. */
  readonly #since = new Map<StallKind, number>();
  /** Whether the output has ended: what stood then is over as soon as the miner is started anew. */
  #ended = false;
  #checkedAt: number | null = null;
  /** When we were last seen to wake up: what did not come in our sleep counts against nobody. */
  #awakeSince = Number.NEGATIVE_INFINITY;

  constructor(thresholds: StallThresholds) {
    this.#thresholds = thresholds;
  }

  /** What was told and is not over, the worst first; nothing once the output has ended. */
  get standing(): readonly StallKind[] {
    return this.#ended ? [] : stallKinds.filter((kind) => this.#since.has(kind));
  }

  /**
   * One check, to be made every {@link checkEvery} seconds. Each stall is told once when it begins and once when it is
   * over. One that is hidden behind a worse one is neither: a miner that had no shares and falls silent still has none
   * afterwards.
   *
   * @param now seconds on the monotonic clock
   * @param facts `null` while the output has ended: then nothing is told
   */
  check(now: number, facts: MinerFacts | null): readonly StallEvent[] {
    if (facts === null) {
      this.#ended = true;
      this.#seen = { kind: null, times: 0 };
      return [];
    }
    const startedAnew = this.#ended ? [...this.#since.keys()].map((kind) => this.#over(kind, now)) : [];
    this.#ended = false;
    const slept = this.#checkedAt !== null && now - this.#checkedAt > asleep;
    this.#checkedAt = now;
    // What was told already is not over for that.
    if (slept && this.#since.size === 0) this.#awakeSince = now;
    const awake = { ...facts, startedAt: Math.max(facts.startedAt, this.#awakeSince) };
    return [...startedAnew, ...this.#begun(now, awake), ...this.#endedOf(now, awake)];
  }

  #begun(now: number, facts: MinerFacts): readonly StallEvent[] {
    const kind = stallOf(now, facts, this.#thresholds);
    this.#seen = { kind, times: this.#seen.kind === kind ? this.#seen.times + 1 : 1 };
    if (kind === null || this.#seen.times < checksInRow || this.#since.has(kind)) return [];
    this.#since.set(kind, since(kind, facts));
    return [{ type: 'stalled', kind, lasting: now - since(kind, facts) }];
  }

  #endedOf(now: number, facts: MinerFacts): readonly StallEvent[] {
    return this.standing
      .filter((kind) => !lacks(kind, now, facts, this.#thresholds))
      .map((kind) => this.#over(kind, now));
  }

  #over(kind: StallKind, now: number): StallEvent {
    const began = this.#since.get(kind) ?? now;
    this.#since.delete(kind);
    return { type: 'over', kind, lasting: now - began };
  }
}
