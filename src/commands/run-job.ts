import { Job } from '../job/job.ts';
import type { JobIo } from '../job/job-options.ts';
import type { RunOptions } from '../options/parse.ts';
import { OwnKeys } from '../run/keys/own-keys.ts';
import { type KeyTerminal, listenToTypedKeys, type TypedKeys } from '../run/keys/typed-keys.ts';
import type { MinerPlan } from '../run/miner-plan.ts';
import type { PtyModule } from '../run/pty-package.ts';
import type { WindowSize } from '../run/running-miner.ts';
import { StartedMiner } from '../run/started-miner.ts';
import type { RunPlan } from './run-plan.ts';
import { endedBySigterm } from './signals.ts';
import type { StartedJob } from './started-job.ts';

/** Seconds between the starts of two miners: cards that are configured all at once would ask much of a power supply. */
const startEvery = 1;
/** A signal that comes again within so many seconds is the same request: a shell and a wrapper both pass it on. */
const sameRequest = 1;
/** Seconds that whoever reads stdout may take at the end, after SIGTERM. */
const patience = 10;
/** The miner's window where there is none around us: wide enough for any line. */
const noWindow: WindowSize = { columns: 200, rows: 50 };
/** Narrower no window is told to be. */
const narrowest = 20;

/** What a run needs of the world. */
export interface RunIo extends JobIo {
  readonly pty: PtyModule;
  /** The terminal that is typed into; `null` when stdin is none. */
  readonly keyboard: KeyTerminal | null;
  /** Whether that one is ours to read; see `Platform.ownsKeyboard`. */
  readonly ownsKeyboard: () => boolean;
}

/** Miners that we have started: it begins at once and ends when all of them are over. */
export class RunJob implements StartedJob {
  readonly job: Job;
  readonly ended: Promise<number>;
  readonly #io: RunIo;
  readonly #plans: readonly MinerPlan[];
  readonly #miners: readonly StartedMiner[];
  readonly #keys: OwnKeys;
  readonly #typed: TypedKeys | null;
  #tellOver = (): void => {};
  #stopping = false;
  #terminated = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** Rows of the terminal that the panel takes. */
  #panelRows = 0;

  constructor({ options, miners: plans }: RunPlan, io: RunIo) {
    this.#io = io;
    this.#plans = plans;
    const over = new Promise<void>((resolve) => {
      this.#tellOver = resolve;
    });
    this.#keys = this.#createKeys(options);
    this.job = this.#createJob(options);
    this.#miners = plans.map((plan) => this.#createMiner(plan));
    io.terminal?.on('resize', () => this.#resizeAll());
    this.#typed = this.#listenToKeyboard();
    this.ended = this.#run(over);
  }

  /** Ramps all of them down, after which the job ends. Asked once more, the next step comes sooner. */
  stop(): void {
    const now = this.#io.clock.monotonic();
    if (this.#stopping && now - this.#askedAt < sameRequest) return;
    this.#askedAt = now;
    this.#stopAll();
  }

  /** The same for SIGTERM, which the exit code then tells. */
  terminate(): void {
    this.#terminated = true;
    this.stop();
  }

  /** We were stopped, and go on. */
  resumed(): void {
    this.#typed?.resumed();
  }

  /** The terminal is as it was; for every end of the process, in whatever way. */
  releaseTerminal(): void {
    this.#typed?.release();
  }

  async #run(over: Promise<void>): Promise<number> {
    this.#startFrom(0);
    await over;
    this.releaseTerminal();
    const ended = this.job.end();
    if (!this.#terminated) {
      const logged = await ended;
      return this.#miners.find(({ code }) => code !== 0)?.code ?? (logged ? 0 : 1);
    }
    const { timers } = this.#io;
    await Promise.race([ended, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    return endedBySigterm;
  }

  #startFrom(place: number): void {
    this.#miners[place]?.begin();
    if (place + 1 < this.#miners.length && !this.#stopping)
      this.#io.timers.after(startEvery, () => this.#startFrom(place + 1));
  }

  /** Those that were not started yet are over at once. */
  #stopAll(): void {
    this.#stopping = true;
    for (const miner of this.#miners) miner.stop();
  }

  #createJob(options: RunOptions): Job {
    const { terminal } = this.#io;
    return new Job(
      {
        ...options,
        several: this.#plans.length > 1,
        settings: () => this.#keys.settings,
        onRowsLeft: (rows) => {
          this.#panelRows = Math.max(0, (terminal?.rows ?? 0) - rows);
          this.#resizeAll();
        },
      },
      this.#io,
    );
  }

  #createMiner(plan: MinerPlan): StartedMiner {
    const { pty, clock, timers } = this.#io;
    return new StartedMiner({
      plan,
      several: this.#plans.length > 1,
      job: this.job,
      pty,
      clock,
      timers,
      windowSize: () => this.#windowSizeOf(plan),
      onOver: () => {
        if (this.#miners.every(({ over }) => over)) this.#tellOver();
      },
    });
  }

  #createKeys({ chosen }: RunOptions): OwnKeys {
    const names = this.#plans.map(({ name }) => name);
    return new OwnKeys(
      names,
      {
        type: (typed, miner) => this.#miners[miner]?.type(typed),
        restart: (miner) => this.#miners[miner]?.restart(),
        stop: (miner) => {
          if (miner === null) this.#stopAll();
          else this.#miners[miner]?.stop();
        },
        // In raw mode Ctrl-C and its like are keys, and the miner's.
        signal: () => {},
        show: (miner) => this.job.screen.show(miner === null ? null : (names[miner] ?? null)),
        detachPanel: () => this.job.screen.detachPanel(),
        attachPanel: () => this.job.screen.attachPanel(),
        settingsChanged: () => this.job.screen.settingsChanged(),
        cards: (settings) => this.job.cardNames(settings),
        showsPanel: () => this.job.screen.showsPanel(),
        say: (line) => this.job.say(line),
      },
      this.#io.timers,
      { settings: chosen },
    );
  }

  #listenToKeyboard(): TypedKeys | null {
    const { keyboard, ownsKeyboard, timers } = this.#io;
    if (keyboard === null) return null;
    return listenToTypedKeys({
      input: keyboard,
      isOurs: ownsKeyboard,
      timers,
      onKeys: (text) => {
        try {
          this.#keys.typed(text);
        } catch (error) {
          this.job.failed(error);
        }
      },
    });
  }

  #windowSizeOf({ name }: MinerPlan): WindowSize {
    const { terminal } = this.#io;
    if (terminal === null || !(terminal.columns > 0) || !(terminal.rows > 0)) return noWindow;
    // The name stands in front of each line.
    const before = this.#plans.length > 1 ? name.length + 2 : 0;
    return {
      columns: Math.max(Math.min(narrowest, terminal.columns), terminal.columns - before),
      rows: Math.max(1, terminal.rows - this.#panelRows),
    };
  }

  #resizeAll(): void {
    for (const miner of this.#miners) miner.resize();
  }
}
