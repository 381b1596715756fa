import { platformOf } from '../platform/platform-of.ts';
import type { SimulateOptions } from '../simulate/run.ts';
import { systemClock } from '../time.ts';

/** The most milliseconds that Node's timers take. */
const longest = 2 ** 31 - 1;

/** `fpga-tee simulate`: prints what a miner would. */
export async function simulate(options: SimulateOptions): Promise<number> {
  const { runSimulator } = await import('../simulate/run.ts');
  return runSimulator(options, {
    stdin: process.stdin,
    stdout: process.stdout,
    clock: systemClock,
    setTimer: (callback, seconds) => {
      setTimeout(callback, Math.min(seconds * 1000, longest));
    },
    onSignal: (signal, listener) => {
      process.on(signal, listener);
      return () => process.off(signal, listener);
    },
    interruptGroup: () => platformOf(process.platform).interruptGroup(),
  });
}
