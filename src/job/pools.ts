import type { PoolSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import type { Shared } from './job-options.ts';
import { type Later, never, startLater } from './later.ts';

/**
 * Asks the pools of a job, as long as it runs.
 *
 * @param rig the cards as they are now
 */
export function askPools(shared: Shared, rig: () => RigSnapshot): Later<readonly PoolSnapshot[]> {
  const { options, io, warnings } = shared;
  const { pools } = options;
  if (pools === null) return never;
  const start = async () => {
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
  };
  return startLater(shared, start, 'pool', 'no pool is asked');
}
