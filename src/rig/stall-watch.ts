import {
  checkStall,
  type MinerFacts,
  noStall,
  type StallEvent,
  type StallKind,
  type StallThresholds,
  standing,
} from './stall.ts';

/** Seconds between two checks. */
export const checkEvery = 10;
/** Seconds between two checks that show that the computer slept, or that we were stopped, and the miner perhaps as well. */
const asleep = 60;

/** The stalls of one miner, from check to check. */
export class StallWatch {
  readonly #thresholds: StallThresholds;
  /** Since when each that stands has lasted. */
  readonly #since = new Map<StallKind, number>();
  #state = noStall;
  /** What stood when the output ended: over as soon as the miner is started anew. */
  #ended: readonly StallKind[] = [];
  #checkedAt: number | null = null;
  /** When we were last seen to wake up: what did not come in our sleep counts against nobody. */
  #awakeSince = Number.NEGATIVE_INFINITY;

  constructor(thresholds: StallThresholds) {
    this.#thresholds = thresholds;
  }

  /**
   * One check, to be made every {@link checkEvery} seconds.
   *
   * @param now seconds on the monotonic clock
   * @param facts `null` while the output has ended: then nothing stands any more, and nothing is told
   * @returns what began or is over; of what is over `lasting` tells how long all of it was
   */
  check(now: number, facts: MinerFacts | null): readonly StallEvent[] {
    if (facts === null) {
      this.#ended = [...this.#ended, ...this.standing];
      this.#state = noStall;
      return [];
    }
    const over = this.#ended.map((kind) => this.#over(kind, now));
    this.#ended = [];
    const slept = this.#checkedAt !== null && now - this.#checkedAt > asleep;
    this.#checkedAt = now;
    // What was told already is not over for that.
    if (slept && this.standing.length === 0) this.#awakeSince = now;
    const awake = { ...facts, startedAt: Math.max(facts.startedAt, this.#awakeSince) };
    const { state, events } = checkStall(this.#state, now, awake, this.#thresholds);
    this.#state = state;
    const news = events.map((event) => {
      if (event.type === 'over') return this.#over(event.kind, now);
      this.#since.set(event.kind, now - event.lasting);
      return event;
    });
    return [...over, ...news];
  }

  #over(kind: StallKind, now: number): StallEvent {
    return { type: 'over', kind, lasting: now - (this.#since.get(kind) ?? now) };
  }

  /** What was told and is not over, the worst first. */
  get standing(): readonly StallKind[] {
    return standing(this.#state);
  }
}
