import { performance } from 'node:perf_hooks';

/** Time, injected wherever it is needed so that logic can be tested without waiting. */
export interface Clock {
  /** Seconds on a clock that only goes forward (not moved by NTP or a user); its zero means nothing. */
  monotonic(): number;
  /** Unix seconds, for timestamps that people and Prometheus see. */
  wall(): number;
}

/** The computer's clocks. */
export const systemClock: Clock = {
  monotonic: () => performance.now() / 1000,
  wall: () => Date.now() / 1000,
};
