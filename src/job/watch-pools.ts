import type { PoolOptions } from '../pools/entry.ts';
import type { PoolWatch } from '../pools/watch.ts';
import type { RigSnapshot } from '../rig/snapshot.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { JobIo } from './job-options.ts';

/** What asking the pools needs. */
export interface WatchPoolsOptions {
  readonly pools: PoolOptions;
  readonly io: JobIo;
  readonly warnings: Warnings;
  /** The cards as they are now. */
  readonly rig: () => RigSnapshot;
}

/** Loads what asks the pools, and begins to ask them. */
export async function watchPools({ pools, io, warnings, rig }: WatchPoolsOptions): Promise<PoolWatch> {
  await io.idle;
  const { PoolWatch } = await io.loadPools();
  const watch = new PoolWatch({
    ...pools,
    clock: io.clock,
    timers: io.timers,
    random: Math.random,
    rig,
    onProblem: (line) => warnings.raise('pool', line),
    onRecovered: () => warnings.clear('pool'),
  });
  watch.start();
  return watch;
}
