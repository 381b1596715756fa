import { errorWords } from '../error-words.ts';
import type { PoolOptions } from '../pools/entry.ts';
import type { PoolWatch } from '../pools/watch.ts';
import type { PoolSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import type { Shared } from './job-options.ts';

/** The pools of a job, asked as long as it runs. */
export interface AskedPools {
  /** What they have said; nothing before the first was asked. */
  state(): readonly PoolSnapshot[];
  stop(): Promise<void>;
}

/**
 * Asks the pools as soon as the input that was there already has been taken. What fails is a warning.
 *
 * @param rig the cards as they are now
 */
export function askPools(shared: Shared, rig: () => RigSnapshot): AskedPools {
  const { pools } = shared.options;
  if (pools === null) return { state: () => [], stop: () => Promise.resolve() };
  let watch: PoolWatch | null = null;
  const starting = start(pools, shared, rig).then(
    (started) => {
      watch = started;
    },
    (error: unknown) => shared.warnings.raise('pool', `no pool is asked: ${errorWords(error)}`),
  );
  return {
    state: () => watch?.state() ?? [],
    async stop() {
      await starting;
      watch?.stop();
    },
  };
}

async function start(
  pools: PoolOptions,
  { io, warnings }: Shared,
  rig: () => RigSnapshot,
): Promise<PoolWatch> {
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
