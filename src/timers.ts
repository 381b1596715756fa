/** Waiting, injected so that tests need not. */
export interface Timers {
  /**
   * Calls back once after the seconds, never for `Infinity`; the returned function takes it back. Does not keep the
   * process alive.
   */
  after(seconds: number, callback: () => void): () => void;
}

/** The most that Node's timers take, in seconds; more would ring at once. */
const longest = 2_147_483;

export const systemTimers: Timers = {
  after(seconds, callback) {
    if (seconds > longest) return () => {};
    const timer = setTimeout(callback, seconds * 1000);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
