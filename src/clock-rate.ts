import type { Clock, Timers } from './time.ts';
import { UsageError } from './values/usage-error.ts';
import { wholeNumberOf } from './values/values.ts';

/** Names the environment variable that lets the tool's own time run faster; for soak runs and tests, not for rigs. */
export const clockRateVariable = 'FPGA_TEE_CLOCK_RATE';

/** Above it even the longest of the tool's short waits would be less than the millisecond that Node's timers take. */
const highestRate = 1000;

/**
 * Seconds of the tool's own time in a real one; 1 when nothing is given.
 *
 * @throws UsageError when it is no whole number from 1 to 1000
 */
export function clockRateOf(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  const rate = wholeNumberOf(text, 1, highestRate);
  if (rate === null) {
    throw new UsageError(
      `${clockRateVariable}=${text}: it takes a whole number from 1 to ${highestRate}, such as 60; unset it for real time`,
    );
  }
  return rate;
}

/** A clock that runs faster from now on. Unix time goes on from what it is and runs along. */
export function fasterClock(clock: Clock, rate: number): Clock {
  const wallStart = clock.wall();
  return {
    monotonic: () => clock.monotonic() * rate,
    wall: () => wallStart + (clock.wall() - wallStart) * rate,
  };
}

/** Timers for a faster clock. Node's have a resolution of a millisecond: what is shorter rings late. */
export function fasterTimers(timers: Timers, rate: number): Timers {
  return { after: (seconds, callback) => timers.after(seconds / rate, callback) };
}
