import type { Timers } from '../time.ts';
import { PoolProblem } from './problem.ts';

/**
 * Takes a step that ends after the seconds or with the signal, whatever it does itself. What is asked then is broken off
 * by the signal that the step is given.
 *
 * @throws PoolProblem when the time is over; the reason of the signal; what the step throws
 */
export async function within<Value>(
  seconds: number,
  timers: Timers,
  signal: AbortSignal,
  step: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ending = new AbortController();
  const stop = (): void => ending.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const cancel = timers.after(seconds, () =>
    ending.abort(new PoolProblem(`does not answer within ${seconds} s`)),
  );
  try {
    return await new Promise<Value>((resolve, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true });
      if (signal.aborted) stop();
      step(ending.signal).then(resolve, reject);
    });
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
    ending.abort();
  }
}
