import { PoolWatch } from '../pools/watch.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import type { NamedPool } from './settings.ts';
import { rigWithoutMiner } from './snapshot.ts';

/** What the pools are watched with. */
export interface WatchesOptions {
  readonly pools: readonly NamedPool[];
  /** Seconds between two polls of a pool. */
  readonly interval: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Takes what is wrong with the pools of one server, each time that one of them was asked. */
  readonly onProblem: (server: string, line: string) => void;
  readonly onRecovered: (server: string) => void;
}

/**
 * Any number of pools: those of one server are asked one after the other, each server for itself, so that one that is
 * silent keeps none of the others waiting.
 */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #watches: readonly PoolWatch[];

  constructor(options: WatchesOptions) {
    this.#options = options;
    const { clock, pools, onProblem, onRecovered } = options;
    const servers = new Map<string, NamedPool[]>();
    for (const pool of pools) {
      const { host } = pool.entry.url;
      servers.set(host, [...(servers.get(host) ?? []), pool]);
    }
    this.#watches = [...servers].map(
      ([server, own]) =>
        new PoolWatch({
          ...options,
          entries: own.map(({ entry }) => entry),
          names: own.map(({ name }) => name),
          rig: () => rigWithoutMiner(clock.wall()),
          onProblem: (line) => onProblem(server, line),
          onRecovered: () => onRecovered(server),
        }),
    );
  }

  start(): void {
    for (const watch of this.#watches) watch.start();
  }

  stop(): void {
    for (const watch of this.#watches) watch.stop();
  }

  /** What is known now, in the order in which the pools were given. */
  state(): readonly PoolSnapshot[] {
    const known = new Map(this.#watches.flatMap((watch) => watch.state()).map((pool) => [pool.name, pool]));
    return this.#options.pools.flatMap(({ name }) => known.get(name) ?? []);
  }
}
