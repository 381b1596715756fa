import type { Job } from '../job/job.ts';
import type { MinerOptions } from '../job/job-options.ts';
import type { MinerPort } from '../job/miner-port.ts';
import { duration } from '../readings/format.ts';
import type { Clock, Timers } from '../time.ts';
import { describeExit } from './exit.ts';
import { askForEnd } from './keys/keys.ts';
import type { MinerPlan } from './miner-plan.ts';
import { startMiner } from './pty-miner.ts';
import type { PtyModule } from './pty-package.ts';
import type { RampDownAction } from './ramp-down.ts';
import type { GiveUpReason } from './restart-policy.ts';
import { type MinerEnd, runOf, runStatus } from './run-status.ts';
import type { WindowSize } from './running-miner.ts';
import { Supervisor, type SupervisorEvent } from './supervisor.ts';

/** Seconds between looks at whether a flood may flow again. */
const lookAgain = 0.005;

/** Where its output goes in. */
type OutputPort = Pick<MinerPort, 'bytes' | 'shouldWait' | 'end' | 'started' | 'note'>;

/** What a started miner needs. */
export interface StartedMinerOptions {
  readonly plan: MinerPlan;
  /** Others run beside it: then what becomes of it is worth a word each time. */
  readonly several: boolean;
  readonly job: Pick<Job, 'warnings' | 'say' | 'failed'> & {
    readonly add: (miner: MinerOptions) => OutputPort;
  };
  readonly pty: PtyModule;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly windowSize: () => WindowSize;
  /** It has ended, and is not started again but by a key. */
  readonly onOver: () => void;
}

/** One miner that we start, over all its runs: supervised, its output given to the job, its keys typed. */
export class StartedMiner {
  readonly name: string;
  readonly #options: StartedMinerOptions;
  readonly #supervisor: Supervisor;
  readonly #port: OutputPort;
  #end: MinerEnd | null = null;
  /** When ESC or Ctrl-C were last typed to it; seconds on the monotonic clock. */
  #endTypedAt = Number.NEGATIVE_INFINITY;
  #reason = '';
  #flood: (() => void) | null = null;

  constructor(options: StartedMinerOptions) {
    const { plan, job, pty, clock, timers, windowSize } = options;
    this.#options = options;
    this.name = plan.name;
    this.#supervisor = new Supervisor({
      start: (listeners) => startMiner(pty, plan.command, windowSize(), listeners),
      restart: plan.restart,
      stop: plan.stop,
      clock,
      timers,
      onEvent: (event) => this.#guarded(() => this.#happened(event)),
    });
    this.#port = job.add({
      ...plan,
      status: () => runStatus(this.#supervisor.state(), this.#end, clock.monotonic()),
      run: () => runOf(this.#supervisor.state(), this.#reason, clock.monotonic()),
      onStall: (kind) => this.#supervisor.stalled(kind),
    });
  }

  get over(): boolean {
    return this.#supervisor.state().type === 'over';
  }

  /** Its last exit code; 0 when it never ran. */
  get code(): number {
    return this.#end?.code ?? 0;
  }

  begin(): void {
    this.#supervisor.begin();
  }

  /** Ramps it down for good; asked once more, the next step comes sooner. */
  stop(): void {
    this.#supervisor.stop();
  }

  /** Ramps it down, where it runs, and starts it again: a wish newer than any end that was typed. */
  restart(): void {
    this.#endTypedAt = Number.NEGATIVE_INFINITY;
    this.#supervisor.restart();
  }

  /** Keys as they were typed. What asks it to end is no reason to start it again; nor to wait for a restart. */
  type(keys: string): void {
    if (askForEnd(keys)) this.#endTypedAt = this.#options.clock.monotonic();
    const { type } = this.#supervisor.state();
    if (type === 'running' || type === 'ramping-down') this.#supervisor.type(keys);
    else if (keys.includes('\x03')) this.#supervisor.stop();
  }

  resize(): void {
    this.#supervisor.resize(this.#options.windowSize());
  }

  #happened(event: SupervisorEvent): void {
    const { job, several } = this.#options;
    switch (event.type) {
      case 'started':
        this.#end = null;
        this.#endTypedAt = Number.NEGATIVE_INFINITY;
        job.warnings.clear('input', this.name);
        if (event.run > 1) this.#port.note(`restarted, ${event.reason}`);
        this.#port.started();
        if (event.run > 1) this.#say(`restarted (${event.reason})`);
        break;
      case 'output':
        // They are the package's again after this call.
        this.#port.bytes(Buffer.from(event.bytes));
        this.#holdFlood();
        break;
      case 'left-running':
        this.#say(
          'its command has ended, but what that started runs on: it is waited for, and no second one is started',
        );
        break;
      case 'failed-to-start':
        job.warnings.raise('input', `${this.name}: ${event.message}`, this.name);
        break;
      case 'stalled':
        if (event.acted) this.#say(`stalled (${event.kind})`);
        break;
      case 'ramp-down':
        this.#tellStep(event.action);
        break;
      case 'exited':
        this.#flood?.();
        this.#flood = null;
        this.#reason = describeExit(event.exit);
        this.#port.end();
        break;
      case 'restarting-in':
        if (this.#endWasTyped()) this.#supervisor.stop();
        else if (event.seconds > 0)
          this.#say(`${event.reason}; restarts in ${duration(Math.ceil(event.seconds))}`);
        break;
      case 'gave-up':
        this.#end = event;
        this.#tellGivingUp(event.because, event.reason);
        this.#options.onOver();
        break;
      case 'stopped':
        this.#end = event;
        if (several) this.#say(`stopped${this.#reason === '' ? '' : ` (${this.#reason})`}`);
        this.#options.onOver();
        break;
    }
  }

  /** A person has asked for this end by the miner's own keys: as long ago as a ramp-down of ours could take. */
  #endWasTyped(): boolean {
    const { clock, plan } = this.#options;
    return clock.monotonic() - this.#endTypedAt < 2 * plan.stop.stopGrace;
  }

  #tellStep(action: RampDownAction): void {
    if (action.type === 'leave') {
      const words = `${this.name} does not end after ESC and SIGINT, and is left alone (--kill-after would end it)`;
      this.#options.job.warnings.raise('input', words, this.name);
    } else if (action.type === 'await-lost') this.#say('waits for the miner that lost its terminal');
    else this.#say(`ramping down: ${action.type === 'type' ? 'ESC' : action.signal} sent`);
  }

  #tellGivingUp(because: GiveUpReason, reason: string): void {
    const { job, several } = this.#options;
    const ended = `${this.name} ended (${reason})`;
    const words = {
      policy: ended,
      limit: `${ended} and is not started again: it was, too often`,
      'starts-elsewhere': `${ended} at once, again, and is not started any more: should it start the miner in a session of its own (setsid, a service), that can't be seen from here; give the miner's own command`,
    }[because];
    if (because !== 'policy' || several) job.warnings.raise('input', words, this.name);
  }

  #say(words: string): void {
    this.#options.job.say(`${this.name}: ${words}`);
  }

  /** While a flood should wait nothing is read; a miner that can't print stands still. */
  #holdFlood(): void {
    if (this.#flood !== null || !this.#port.shouldWait()) return;
    this.#supervisor.pause();
    const look = (): void => {
      if (this.#port.shouldWait()) this.#flood = this.#options.timers.after(lookAgain, look);
      else {
        this.#flood = null;
        this.#supervisor.resume();
      }
    };
    this.#flood = this.#options.timers.after(lookAgain, look);
  }

  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#options.job.failed(error);
    }
  }
}
