/** What can be due in a simulated session. */
export type Timer =
  | 'boot'
  | 'exit'
  | 'stall'
  | 'ramp'
  | 'stats'
  | 'chatter'
  | 'newBlock'
  | 'staleWork'
  | 'connectionLoss'
  | 'reconnect'
  | 'devFee'
  | 'userMining'
  | 'watchdog'
  | 'heat'
  | 'retune';

/** A timer and the simulated seconds at which it is due. */
export interface Due {
  readonly timer: Timer;
  readonly at: number;
}

/**
 * When what is due next, in simulated seconds. Everything random happens when a timer is due and never because time
 * was asked to pass, so that it makes no difference how the time is cut up.
 */
export class Schedule {
  readonly #times = new Map<Timer, number>();
  /** What is due first, when it is known. */
  #next: Due | null = null;

  /** Sets a timer, or moves it. */
  set(timer: Timer, at: number): void {
    this.#times.set(timer, at);
    this.#next = null;
  }

  clear(timer: Timer): void {
    this.#times.delete(timer);
    this.#next = null;
  }

  /** Takes out what is due first, if that is not later than `until`. */
  take(until: number): Due | null {
    const due = this.#next ?? this.#earliest();
    this.#next = due;
    if (due === null || due.at > until) return null;
    this.clear(due.timer);
    return due;
  }

  #earliest(): Due | null {
    let timer: Timer | null = null;
    let at = Number.POSITIVE_INFINITY;
    for (const [name, time] of this.#times) {
      if (time < at) {
        timer = name;
        at = time;
      }
    }
    return timer === null ? null : { timer, at };
  }
}
