import { createAnyReader } from '../bitstreams/any-reader.ts';
import { LogFile, type LogFileOptions } from '../bytes/log/log-file.ts';
import { createOutput } from '../bytes/output.ts';
import { Store } from '../rig/store.ts';
import { type Clock, systemClock, systemTimers, type Timers } from '../time.ts';
import type { MountPanel } from './view.ts';

/** The parts that a job is put together from: whoever tests the program puts others in their place. */
export interface Parts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Listens to signals, and to failures that nobody has caught. */
  readonly on: (event: string, listener: (value: unknown) => void) => void;
  readonly createLogFile: (options: LogFileOptions) => LogFile;
  readonly createOutput: typeof createOutput;
  readonly createReader: typeof createAnyReader;
  readonly createStore: (...options: ConstructorParameters<typeof Store>) => Store;
  /** What takes long to load is loaded when the first bytes have gone their way. */
  readonly loadPanel: () => Promise<{ readonly mountPanel: MountPanel }>;
  readonly loadPools: () => Promise<Pick<typeof import('../pools/watch.ts'), 'PoolWatch'>>;
}

const events: NodeJS.EventEmitter = process;

/** Those of the program that people use. */
export const usualParts: Parts = {
  clock: systemClock,
  timers: systemTimers,
  on: (event, listener) => events.on(event, listener),
  createLogFile: (options) => new LogFile(options),
  createOutput,
  createReader: createAnyReader,
  createStore: (...options) => new Store(...options),
  loadPanel: () => import('../panel/mount.tsx'),
  loadPools: () => import('../pools/watch.ts'),
};
