import type { Clock } from '../time.ts';
import type { StopSignal } from './running-miner.ts';

/** How a miner is stopped. */
export interface RampDownOptions {
  /** Seconds of patience after ESC, and again after SIGINT, while its output goes on. */
  readonly stopGrace: number;
  /** Seconds from SIGTERM to SIGKILL; `null`: neither is ever sent, both end the miner at full clock. */
  readonly killAfter: number | null;
}

/** What is to be done now. */
export type RampDownAction =
  | { readonly type: 'type'; readonly keys: string }
  | { readonly type: 'signal'; readonly signal: StopSignal }
  /** It has lost its terminal: SIGINT, and its end is waited for. */
  | { readonly type: 'await-lost' }
  /** Nothing more will be done: the miner does not end, and it may not be killed. Told once. */
  | { readonly type: 'leave' };

/** Where the ramp-down is, by what was last done. */
export type RampDownStep = 'escape' | 'interrupt' | 'await-lost' | 'terminate' | 'kill' | 'leave';

/** Seconds of silence after which a miner has taken no notice of a step: one that ramps down says so at once. */
const noticeWithin = 30;

const pressEscape: RampDownAction = { type: 'type', keys: '\x1b' };

/**
 * Stopping a miner without harm: its clock goes down in steps of its own, which take a minute and more. ESC asks for
 * that, and SIGINT where a miner knows no keys. A second request for the same must not come while the first is at work,
 * so each step has its time; only a miner that has not printed a byte since ESC is asked in the other way sooner.
 */
export class RampDown {
  readonly #clock: Clock;
  readonly #options: RampDownOptions;
  #step: RampDownStep = 'escape';
  #steppedAt: number;
  #heard = false;
  #over = false;

  /** Begins with {@link first}. */
  constructor(options: RampDownOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#steppedAt = clock.monotonic();
  }

  /** What to do at the beginning. */
  readonly first = pressEscape;

  get step(): RampDownStep {
    return this.#step;
  }

  /** Seconds on the monotonic clock at which to ask {@link due} again; `null` when nothing more is to come. */
  get nextAt(): number | null {
    if (this.#over) return null;
    const { stopGrace, killAfter } = this.#options;
    switch (this.#step) {
      case 'escape':
        return this.#steppedAt + (this.#heard ? stopGrace : Math.min(stopGrace, noticeWithin));
      case 'interrupt':
      case 'await-lost':
        return this.#steppedAt + stopGrace;
      case 'terminate':
        return killAfter === null ? null : this.#steppedAt + killAfter;
      default:
        return null;
    }
  }

  /** The miner printed something. */
  heard(): void {
    this.#heard = true;
  }

  /** The miner has ended. */
  ended(): void {
    this.#over = true;
  }

  /** The next step once its time has come, else `null`. */
  due(): RampDownAction | null {
    const { nextAt } = this;
    return nextAt === null || this.#clock.monotonic() < nextAt ? null : this.#next();
  }

  /** Asked to stop once more: SIGINT comes at once, but what would kill the miner does not come any sooner. */
  hurry(): RampDownAction | null {
    return this.#step === 'escape' && !this.#over ? this.#next() : null;
  }

  /** It has lost its terminal, and still runs. Nothing more is asked of one that SIGINT has been sent to. */
  lost(): RampDownAction | null {
    if (this.#step !== 'escape' || this.#over) return null;
    this.#steppedAt = this.#clock.monotonic();
    this.#step = 'await-lost';
    return { type: 'await-lost' };
  }

  #next(): RampDownAction {
    this.#steppedAt = this.#clock.monotonic();
    switch (this.#step) {
      case 'escape':
        return this.#signal('interrupt', 'SIGINT');
      case 'interrupt':
      case 'await-lost':
        if (this.#options.killAfter !== null) return this.#signal('terminate', 'SIGTERM');
        this.#step = 'leave';
        return { type: 'leave' };
      default:
        return this.#signal('kill', 'SIGKILL');
    }
  }

  #signal(step: RampDownStep, signal: StopSignal): RampDownAction {
    this.#step = step;
    return { type: 'signal', signal };
  }
}
