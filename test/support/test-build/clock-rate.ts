import type { Clock, Timers } from '../../../src/time.ts';

/** Names the environment variable that lets the test build's own time run faster, or slower. */
export const clockRateVariable = 'FPGA_TEE_CLOCK_RATE';

/** Below it nothing would ever happen. */
const lowestRate = 0.01;
/** Above it even the longest of the tool's short waits would be less than the millisecond that Node's timers take. */
const highestRate = 1000;

/**
 * Seconds of the tool's own time in a real one; 1 when nothing is given.
 *
 * @throws when it is no number from 0.01 to 1000
 */
export function clockRateOf(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(rate >= lowestRate && rate <= highestRate))
    throw new Error(`${clockRateVariable}=${text}: it takes a number from ${lowestRate} to ${highestRate}`);
  return rate;
}

/**
 * Parts of which the clock runs faster from now on, and the timers with it. Unix time goes on from what it is and runs
 * along. Node's timers have a resolution of a millisecond: what is shorter rings late.
 */
export function faster<Some extends { readonly clock: Clock; readonly timers: Timers }>(
  parts: Some,
  rate: number,
): Some {
  if (rate === 1) return parts;
  const { clock, timers } = parts;
  const wallStart = clock.wall();
  return {
    ...parts,
    clock: {
      monotonic: () => clock.monotonic() * rate,
      wall: () => wallStart + (clock.wall() - wallStart) * rate,
    },
    timers: { after: (seconds, callback) => timers.after(seconds / rate, callback) },
  };
}
