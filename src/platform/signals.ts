/**
 * What a signal means to the tool. Only `terminate` ends it: the miner prints on after all others.
 *
 * - `interrupt`: Ctrl-C, which the miner gets as well.
 * - `hangUp`: the terminal is gone, or someone asks for the log to be opened anew.
 * - `pause`: Ctrl-Z, which the miner gets as well.
 * - `ignore`: nothing; only its usual effect must not come.
 */
export type SignalMeaning = 'interrupt' | 'hangUp' | 'pause' | 'ignore' | 'terminate';

/** What is done for each meaning. */
export interface SignalReactions {
  readonly interrupted: () => void;
  readonly hungUp: () => void;
  readonly paused: () => void;
  readonly terminated: () => void;
}

/**
 * Listens to the signals.
 *
 * @param listen `process.on`, or a test's
 */
export function listenToSignals(
  signals: readonly (readonly [NodeJS.Signals, SignalMeaning])[],
  reactions: SignalReactions,
  listen: (signal: NodeJS.Signals, listener: () => void) => void,
): void {
  const byMeaning: Record<SignalMeaning, () => void> = {
    interrupt: reactions.interrupted,
    hangUp: reactions.hungUp,
    pause: reactions.paused,
    ignore: () => {},
    terminate: reactions.terminated,
  };
  for (const [signal, meaning] of signals) listen(signal, byMeaning[meaning]);
}
