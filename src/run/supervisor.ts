import type { StallKind } from '../rig/stall.ts';
import type { Clock, Timers } from '../time.ts';
import { CannotStart } from './cannot-start.ts';
import { describeExit, type MinerExit } from './exit.ts';
import { RampDown, type RampDownAction, type RampDownOptions } from './ramp-down.ts';
import {
  type GiveUpReason,
  type RestartCause,
  type RestartOptions,
  RestartPolicy,
} from './restart-policy.ts';
import type { MinerListeners, RunningMiner, WindowSize } from './running-miner.ts';

/** What happens to a supervised miner. */
export type SupervisorEvent =
  /** `run` counts from 1; `reason` is why it was started again, `null` at the first start. */
  | { readonly type: 'started'; readonly pid: number; readonly run: number; readonly reason: string | null }
  /** Bytes of the miner, valid during the call only. */
  | { readonly type: 'output'; readonly bytes: Uint8Array }
  /** Its command has ended, but not all that it started: that is the miner now, and there will be no second one. */
  | { readonly type: 'left-running' }
  | { readonly type: 'failed-to-start'; readonly message: string; readonly code: number }
  /** `acted`: it is stopped now, to be started again. */
  | { readonly type: 'stalled'; readonly kind: StallKind; readonly acted: boolean }
  /** A step of stopping it; `reason` is why it will be started again, `null` when it will not. */
  | { readonly type: 'ramp-down'; readonly action: RampDownAction; readonly reason: string | null }
  | { readonly type: 'exited'; readonly exit: MinerExit; readonly ranFor: number; readonly wanted: boolean }
  | { readonly type: 'restarting-in'; readonly seconds: number; readonly reason: string }
  | {
      readonly type: 'gave-up';
      readonly because: GiveUpReason;
      readonly reason: string;
      readonly code: number;
    }
  /** It was asked to stop and has. */
  | { readonly type: 'stopped'; readonly code: number };

/** Where a supervised miner is. Times are seconds on the monotonic clock. */
export type SupervisorState =
  | { readonly type: 'not-started' }
  | { readonly type: 'running'; readonly since: number; readonly miner: RunningMiner }
  | {
      readonly type: 'ramping-down';
      readonly since: number;
      readonly miner: RunningMiner;
      readonly ramp: RampDown;
      /** Why it will be started again; `null` when it is to stay stopped. */
      readonly cause: RestartCause | null;
    }
  /** It has ended with this code, and is started again. */
  | {
      readonly type: 'waiting';
      readonly restartAt: number;
      readonly cause: RestartCause;
      readonly code: number;
    }
  | { readonly type: 'over'; readonly code: number };

const byKey: RestartCause = { type: 'key', reason: 'key' };

/** What a supervisor joins. */
export interface SupervisorOptions {
  /** Starts the miner; throws CannotStart. */
  readonly start: (listeners: MinerListeners) => RunningMiner;
  readonly restart: RestartOptions;
  readonly stop: RampDownOptions;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onEvent: (event: SupervisorEvent) => void;
}

/**
 * One miner over all its runs: started, restarted when its policy says so, stopped without harm. It knows nothing of
 * terminals and of formats; that a miner stalls it is told. Never kills a miner but by {@link RampDown}.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #policy: RestartPolicy;
  #state: SupervisorState = { type: 'not-started' };
  #timer: (() => void) | null = null;
  #run = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#policy = new RestartPolicy(options.restart);
  }

  state(): SupervisorState {
    return this.#state;
  }

  /** The first start. */
  begin(): void {
    if (this.#state.type === 'not-started') this.#start(null);
  }

  /** The miner stalls: it is stopped for a restart where the policy wants that, else it is only told. */
  stalled(kind: StallKind): void {
    if (this.#state.type !== 'running') return;
    const acted = this.#policy.actsOnStall(this.#now());
    this.#tell({ type: 'stalled', kind, acted });
    if (acted) this.#rampDown({ type: 'stalled', reason: `stalled: ${kind}` });
  }

  /** Stops it for good. Asked once more while that goes on, it goes on to the next step, but to none that kills. */
  stop(): void {
    const state = this.#state;
    switch (state.type) {
      case 'not-started':
        this.#end(0);
        break;
      case 'running':
        this.#rampDown(null);
        break;
      case 'waiting':
        this.#end(state.code);
        break;
      case 'ramping-down':
        if (state.cause !== null) this.#state = { ...state, cause: null };
        else this.#do(state.ramp.hurry());
        break;
      case 'over':
        break;
    }
  }

  /** A person wants it started anew, whatever the policy says: after a ramp-down, or at once when it does not run. */
  restart(): void {
    const { type } = this.#state;
    if (type === 'running') this.#rampDown(byKey);
    else if (type === 'waiting' || type === 'over') this.#start(byKey);
  }

  /** Keys for the miner; false when it does not run or does not take them. */
  type(keys: string): boolean {
    return this.#miner()?.type(keys) ?? false;
  }

  resize(size: WindowSize): void {
    this.#miner()?.resize(size);
  }

  /** See {@link RunningMiner.pause}. */
  pause(): void {
    this.#miner()?.pause();
  }

  resume(): void {
    this.#miner()?.resume();
  }

  #miner(): RunningMiner | null {
    return this.#state.type === 'running' || this.#state.type === 'ramping-down' ? this.#state.miner : null;
  }

  #start(cause: RestartCause | null): void {
    this.#takeTimerBack();
    this.#run += 1;
    const since = this.#now();
    try {
      const miner = this.#options.start({
        onBytes: (bytes) => {
          if (this.#state.type === 'ramping-down') this.#state.ramp.heard();
          this.#tell({ type: 'output', bytes });
        },
        onLeftRunning: () => this.#tell({ type: 'left-running' }),
        onLost: () => this.#lost(),
        onExit: (exit) => this.#exited(exit, since),
      });
      this.#state = { type: 'running', since, miner };
    } catch (error) {
      const code = error instanceof CannotStart ? error.exitCode : 126;
      const message = error instanceof Error ? error.message : String(error);
      this.#tell({ type: 'failed-to-start', message, code });
      this.#afterRun({ type: 'exit', reason: `exit ${code}` }, 0, code);
      return;
    }
    const { pid } = this.#state.miner;
    this.#tell({ type: 'started', pid, run: this.#run, reason: cause?.reason ?? null });
  }

  /** It still runs, out of reach: a second one beside it would be two on one card. */
  #lost(): void {
    const state = this.#state;
    if (state.type === 'running') {
      const ramp = new RampDown(this.#options.stop, this.#options.clock);
      const cause = { type: 'exit', reason: 'lost its terminal' } as const;
      this.#state = { type: 'ramping-down', since: state.since, miner: state.miner, ramp, cause };
    }
    if (this.#state.type !== 'ramping-down') return;
    const action = this.#state.ramp.lost();
    if (action !== null) this.#do(action);
  }

  #exited(exit: MinerExit, since: number): void {
    this.#takeTimerBack();
    const state = this.#state;
    const ranFor = this.#now() - since;
    const wanted = state.type === 'ramping-down';
    if (wanted) state.ramp.ended();
    this.#tell({ type: 'exited', exit, ranFor, wanted });
    if (!wanted) this.#afterRun({ type: 'exit', reason: describeExit(exit) }, ranFor, exit.code);
    else if (state.cause === null) this.#end(exit.code);
    else this.#afterRun(state.cause, ranFor, exit.code);
  }

  #afterRun(cause: RestartCause, ranFor: number, code: number): void {
    const { reason } = cause;
    const decision = this.#policy.decide(cause, ranFor, this.#now());
    if (decision.type === 'give-up') {
      this.#state = { type: 'over', code };
      this.#tell({ type: 'gave-up', because: decision.because, reason, code });
      return;
    }
    const { delay } = decision;
    this.#state = { type: 'waiting', restartAt: this.#now() + delay, cause, code };
    this.#timer = this.#options.timers.after(delay, () => this.#start(cause));
    this.#tell({ type: 'restarting-in', seconds: delay, reason });
  }

  #rampDown(cause: RestartCause | null): void {
    if (this.#state.type !== 'running') return;
    const { since, miner } = this.#state;
    const ramp = new RampDown(this.#options.stop, this.#options.clock);
    this.#state = { type: 'ramping-down', since, miner, ramp, cause };
    this.#do(ramp.first);
  }

  #do(action: RampDownAction | null): void {
    const state = this.#state;
    if (state.type !== 'ramping-down') return;
    let taken = true;
    if (action !== null) {
      if (action.type === 'type') taken = state.miner.type(action.keys);
      else if (action.type === 'signal') state.miner.signal(action.signal);
      else if (action.type === 'await-lost') state.miner.signal('SIGINT');
      this.#tell({ type: 'ramp-down', action, reason: state.cause?.reason ?? null });
    }
    // Keys that do not even fit are not going to be read.
    if (!taken) {
      this.#do(state.ramp.hurry());
      return;
    }
    this.#takeTimerBack();
    const { nextAt } = state.ramp;
    if (nextAt === null) return;
    this.#timer = this.#options.timers.after(Math.max(0, nextAt - this.#now()), () =>
      this.#do(state.ramp.due()),
    );
  }

  #end(code: number): void {
    this.#takeTimerBack();
    this.#state = { type: 'over', code };
    this.#tell({ type: 'stopped', code });
  }

  #takeTimerBack(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #tell(event: SupervisorEvent): void {
    this.#options.onEvent(event);
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}
