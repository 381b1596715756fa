import type { PoolSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import { Averages } from './averages.ts';
import { createPool } from './create.ts';
import type { PoolEntry } from './entry.ts';
import type { HttpSession } from './http.ts';
import { poolNames } from './names.ts';
import { poll, pollPatience } from './poll.ts';
import type { Pool } from './pool.ts';
import { PoolProblem } from './problem.ts';
import { WatchedPool } from './watched-pool.ts';

/** The longest that a pool that does not answer is left alone, in seconds; never shorter than the interval. */
const longestRest = 900;
/** How far the times between polls are spread, so that many rigs do not ask all at once. */
const spread = 0.2;
/** Seconds between two looks at the cards' hashrate. */
const cardsEvery = 20;

/** What the watch works with. */
export interface PoolWatchOptions {
  readonly entries: readonly PoolEntry[];
  /** What the entries are called; by their hosts unless said otherwise. */
  readonly names?: readonly string[];
  /** Seconds between two polls of a pool. */
  readonly interval: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The cards as they are now. */
  readonly rig: () => RigSnapshot;
  /** One line of all that is wrong with the pools. */
  readonly onProblem: (line: string) => void;
  readonly onRecovered: () => void;
  /** Made from the entry unless a test has its own. */
  readonly pool?: (entry: PoolEntry) => Pool;
  readonly session?: () => HttpSession;
}

/**
 * Asks the pools again and again, one at a time, and keeps what they say. Whatever a pool does ends in what is said of
 * it; nothing here throws.
 */
export class PoolWatch {
  readonly #options: PoolWatchOptions;
  readonly #pools: readonly Asked[];
  readonly #cards = new Averages();
  readonly #stopping = new AbortController();
  /** Settles when the pools that are due have been asked. */
  #turn: Promise<void> = Promise.resolve();
  #told = '';

  constructor(options: PoolWatchOptions) {
    this.#options = options;
    const { entries, pool: make = createPool } = options;
    const { names = poolNames(entries.map(({ url }) => url)) } = options;
    this.#pools = entries.map((entry, place) => ({
      entry,
      pool: make(entry),
      watched: new WatchedPool(names[place] ?? entry.url.hostname),
    }));
  }

  /** Begins to ask. */
  start(): void {
    this.#lookAtCards();
    for (const asked of this.#pools) this.#queue(asked);
  }

  /** Asks no more; a poll that is under way is broken off. */
  stop(): void {
    this.#stopping.abort(new PoolProblem('is asked no more'));
  }

  /** What is known now. */
  state(): readonly PoolSnapshot[] {
    const { clock, interval } = this.#options;
    // A round of all pools may come between two polls of one.
    const stale = interval * (1 + spread) + pollPatience * (this.#pools.length + 1);
    return this.#pools.map(({ watched }) =>
      watched.snapshot(clock.monotonic(), clock.wall(), stale, this.#cards),
    );
  }

  #lookAtCards(): void {
    const { clock, timers, rig } = this.#options;
    if (this.#stopping.signal.aborted) return;
    timers.after(cardsEvery, () => this.#lookAtCards());
    try {
      const { cards } = rig();
      if (cards.length === 0) return;
      const sum = cards.reduce((total, { up, gauges }) => total + (up ? (gauges.hashrate ?? 0) : 0), 0);
      this.#cards.add(clock.monotonic(), sum);
    } catch {
      // Whoever else looks at the cards says so.
    }
  }

  #queue(asked: Asked): void {
    this.#turn = this.#turn.then(() => this.#poll(asked));
  }

  async #poll(asked: Asked): Promise<void> {
    const { timers } = this.#options;
    const { watched, pool, entry } = asked;
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    const polled = await poll(pool, entry.address, { ...this.#options, signal });
    if (signal.aborted) return;
    if (polled.type === 'reading') watched.answered(polled.reading, polled.at, polled.seconds);
    else watched.failed(polled.words);
    this.#tell(watched.problem !== null);
    timers.after(this.#rest(watched.failures), () => this.#queue(asked));
  }

  /** Seconds until the next poll: the longer, the more often it failed. */
  #rest(failures: number): number {
    const { interval, random } = this.#options;
    const longest = Math.max(interval, longestRest);
    const rest = Math.min(longest, interval * 2 ** Math.min(20, Math.max(0, failures - 1)));
    return rest * (1 + spread * random());
  }

  /** @param again the pool just asked has a problem, known or not */
  #tell(again: boolean): void {
    const { onProblem, onRecovered } = this.#options;
    const wrong = this.#pools.flatMap(({ watched: { name, problem } }) =>
      problem === null ? [] : [`pool ${name} ${problem}`],
    );
    const line = wrong.join('; ');
    if (wrong.length === 0) onRecovered();
    else if (again || line !== this.#told) onProblem(line);
    this.#told = line;
  }
}

interface Asked {
  readonly entry: PoolEntry;
  readonly pool: Pool;
  readonly watched: WatchedPool;
}
