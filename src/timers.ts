/** Waiting, injected so that tests need not. */
export interface Timers {
  /** Calls back once after the seconds; the returned function takes it back. Never keeps the process alive. */
  after(seconds: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(seconds, callback) {
    const timer = setTimeout(callback, seconds * 1000);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
