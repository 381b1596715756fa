import { PoolWatch, type PoolWatchOptions } from '../pools/watch.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import type { NamedPool } from './settings.ts';
import { rigWithoutMiner } from './snapshot.ts';

/** What the pools are watched with. */
export interface WatchesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Takes what is wrong with the pools of one server, each time that one of them was asked. */
  readonly onProblem: (server: string, line: string) => void;
  readonly onRecovered: (server: string) => void;
  /** Made from the entry unless a test has its own. */
  readonly pool?: NonNullable<PoolWatchOptions['pool']>;
}

interface Watched {
  readonly server: string;
  readonly watch: PoolWatch;
}

/**
 * Any number of pools: those of one server are asked one after the other, each server for itself, so that one that is
 * silent keeps none of the others waiting.
 */
export class Watches {
  readonly #options: WatchesOptions;
  #pools: readonly NamedPool[] = [];
  /** By all that is asked of a server. */
  #watches: ReadonlyMap<string, Watched> = new Map();

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  /**
   * Asks these pools from now on, and no others. A server of which the same is asked as before is not asked anew.
   *
   * @param interval seconds between two polls of a pool
   */
  watch(pools: readonly NamedPool[], interval: number): void {
    const before = this.#watches;
    const servers = new Map<string, NamedPool[]>();
    for (const pool of pools) {
      const { host } = pool.entry.url;
      servers.set(host, [...(servers.get(host) ?? []), pool]);
    }
    this.#pools = pools;
    this.#watches = new Map(
      [...servers].map(([server, own]) => {
        const key = JSON.stringify([interval, own]);
        return [key, before.get(key) ?? this.#begin(server, own, interval)];
      }),
    );
    for (const [key, { server, watch }] of before) {
      if (this.#watches.has(key)) continue;
      watch.stop();
      this.#options.onRecovered(server);
    }
  }

  stop(): void {
    this.watch([], 0);
  }

  /** What is known now, in the order in which the pools were given. */
  state(): readonly PoolSnapshot[] {
    const states = [...this.#watches.values()].flatMap(({ watch }) => watch.state());
    const known = new Map(states.map((pool) => [pool.name, pool]));
    return this.#pools.flatMap(({ name }) => known.get(name) ?? []);
  }

  #begin(server: string, pools: readonly NamedPool[], interval: number): Watched {
    const { clock, onProblem, onRecovered } = this.#options;
    const watch = new PoolWatch({
      ...this.#options,
      interval,
      entries: pools.map(({ entry }) => entry),
      names: pools.map(({ name }) => name),
      rig: () => rigWithoutMiner(clock.wall()),
      onProblem: (line) => onProblem(server, line),
      onRecovered: () => onRecovered(server),
    });
    watch.start();
    return { server, watch };
  }
}
