import type { PoolSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import { Averages } from './averages.ts';
import { createPool } from './create.ts';
import type { PoolEntry } from './entry.ts';
import { openSession, type Session } from './http.ts';
import { poolNames } from './names.ts';
import type { Pool } from './pool.ts';
import { PoolProblem, problemWords } from './problem.ts';
import { WatchedPool } from './watched-pool.ts';

/** Seconds that one poll may take, however many questions it has. */
export const pollPatience = 10;
/** The longest that a pool that does not answer is left alone, in seconds; never shorter than the interval. */
const longestRest = 900;
/** How far the times between polls are spread, so that many rigs do not ask all at once. */
const spread = 0.2;
/** Seconds between two looks at the cards' hashrate. */
const cardsEvery = 20;

/** What the watch works with. */
export interface PoolWatchOptions {
  readonly entries: readonly PoolEntry[];
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
  readonly session?: () => Session;
}

/**
 * Asks the pools again and again, one at a time, and keeps what they say. Whatever a pool does ends in what is said of
 * it; nothing here throws.
 */
export class PoolWatch {
  readonly #options: PoolWatchOptions;
  readonly #pools: readonly Asked[];
  readonly #cards = new Averages();
  readonly #due: Asked[] = [];
  readonly #stopping = new AbortController();
  #polling = false;
  #told = '';

  constructor(options: PoolWatchOptions) {
    this.#options = options;
    const { entries, pool: make = createPool } = options;
    const names = poolNames(entries.map(({ url }) => url));
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
    this.#due.push(asked);
    if (!this.#polling) void this.#next();
  }

  async #next(): Promise<void> {
    this.#polling = true;
    for (let asked = this.#due.shift(); asked !== undefined; asked = this.#due.shift()) {
      if (this.#stopping.signal.aborted) break;
      await this.#poll(asked);
    }
    this.#polling = false;
  }

  async #poll(asked: Asked): Promise<void> {
    const { clock, timers, session: open = openSession } = this.#options;
    const { watched, pool, entry } = asked;
    const from = clock.monotonic();
    const controller = new AbortController();
    const stop = (): void => controller.abort(this.#stopping.signal.reason);
    let session: Session | null = null;
    let cancel = (): void => {};
    try {
      this.#stopping.signal.addEventListener('abort', stop, { once: true });
      cancel = timers.after(pollPatience, () => {
        controller.abort(new PoolProblem(`does not answer within ${pollPatience} s`));
      });
      session = open();
      const reading = await settled(
        pool.poll({ session, timers, now: () => clock.wall() }, controller.signal),
        controller.signal,
      );
      const at = { monotonic: clock.monotonic(), wall: clock.wall() };
      watched.answered(reading, at, at.monotonic - from);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      watched.failed(problemWords(error, entry.address));
    } finally {
      cancel();
      this.#stopping.signal.removeEventListener('abort', stop);
      session?.close();
      controller.abort();
    }
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

/** The poll's outcome, or the signal's reason when the poll does not end with it. */
function settled<Value>(poll: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    poll.then(resolve, reject);
  });
}
