/** Time, injected wherever it is needed so that logic can be tested without waiting. */
export interface Clock {
  /** Seconds on a clock that only goes forward (not moved by NTP or a user); its zero means nothing. */
  monotonic(): number;
  /** Unix seconds, for timestamps that people and Prometheus see. */
  wall(): number;
}

/** One moment on both of its clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** Now. */
export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: clock.wall() };
}

/** The computer's clocks. */
export const systemClock: Clock = {
  monotonic: () => performance.now() / 1000,
  wall: () => Date.now() / 1000,
};

/** Waiting, injected so that tests need not. */
export interface Timers {
  /**
   * Calls back once after the seconds, never for more than 24 days (Node's limit) or `Infinity`; the returned function takes it back. Does not keep the
   * process alive.
   */
  after(seconds: number, callback: () => void): () => void;
}

/** For what has no time of its own, a log that is read as a whole: nothing in it grows stale, and no line is quiet. */
export const timeless: Clock & Timers = { monotonic: () => 0, wall: () => 0, after: () => () => {} };

/** The most that Node's timers take, in seconds; more would ring at once. */
const longest = 2_147_483;

/**
 * Node's timers. What is due runs after the signals and the input that are there already: the miner's bytes go first, and
 * a frame is not drawn for a window that has just been made smaller.
 */
export const systemTimers: Timers = {
  after(seconds, callback) {
    if (seconds > longest) return () => {};
    let cancelled = false;
    const timer = setTimeout(() => {
      setImmediate(() => {
        if (!cancelled) callback();
      });
    }, seconds * 1000);
    timer.unref();
    return () => {
      cancelled = true;
      clearTimeout(timer);
    };
  },
};
