import { errorWords } from '../error-words.ts';
import type { PoolWatch } from '../pools/watch.ts';
import { NameGiver, RigNames } from '../rig/names.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Store } from '../rig/store.ts';
import { type Topic, Warnings } from '../rig/warnings.ts';
import { version } from '../version.ts';
import { createGuard, type Guard } from './guard.ts';
import { warnOfBlocks } from './held-back.ts';
import type { JobIo, JobOptions, MinerOptions } from './job-options.ts';
import { LoadedLater } from './loaded-later.ts';
import { type LogPort, Logs } from './logs.ts';
import { MinerPort } from './miner-port.ts';
import { Screen } from './screen.ts';
import { type Serving, serve } from './serve.ts';
import { Stalls } from './stalls.ts';
import { watchPools } from './watch-pools.ts';

/** Seconds to wait at the end for a disk that is full or a server that hangs. */
const patience = 5;

/**
 * All that the miners of a job share: their logs, the screen, what is known of their cards, the metrics, the warnings. It
 * runs from when it is made until it is ended.
 */
export class Job {
  readonly warnings: Warnings;
  readonly #options: JobOptions;
  readonly #io: JobIo;
  readonly #guard: Guard;
  readonly #startedAt: number;
  readonly #store: Store;
  readonly #names = new RigNames();
  readonly #logs: Logs;
  readonly #linesLog: LogPort | null;
  readonly #screen: Screen;
  readonly #stalls: Stalls;
  readonly #serving: Serving;
  readonly #pools: LoadedLater<PoolWatch> | null;
  readonly #miners: MinerPort[] = [];

  constructor(options: JobOptions, io: JobIo) {
    const say = (line: string): void => this.say(line);
    const warnings = new Warnings(io.clock, say);
    this.#options = options;
    this.#io = io;
    this.#startedAt = io.clock.monotonic();
    this.warnings = warnings;
    this.#guard = createGuard(warnings);
    this.#store = io.createStore(io.clock, options.staleAfter, options.stalls.slowBelow, (line, card) =>
      warnings.raise('reading', line, card),
    );
    this.#logs = new Logs({ ...io, warnings });
    const common = { options, io, warnings };
    this.#screen = new Screen({
      ...common,
      logs: this.#logs,
      snapshot: (trendSpan) => this.#snapshot(trendSpan),
      unterminated: () => (options.several ? '' : (this.#miners[0]?.unterminated() ?? '')),
    });
    this.#linesLog = options.linesLog == null ? null : this.#logs.open(options.linesLog);
    const { pools } = options;
    this.#serving = serve(options, io, { snapshot: () => this.#snapshot(null), warnings, say });
    this.#stalls = new Stalls({
      ...options.stalls,
      startShell: io.platform.startShell,
      clock: io.clock,
      timers: io.timers,
      warnings,
      say,
      guarded: (step) => this.#guard('tool', 'looking for stuck miners', step),
    });
    this.#pools =
      pools === null
        ? null
        : new LoadedLater(
            () => watchPools({ ...common, pools, rig: () => this.#store.snapshot() }),
            (error) => warnings.raise('pool', `no pool is asked: ${errorWords(error)}`),
          );
  }

  /** A miner whose output will come. */
  add(miner: MinerOptions): MinerPort {
    const { clock, timers, createReader } = this.#io;
    const { name, ifHeldBack } = miner;
    const log = miner.log === null ? null : this.#logs.open(miner.log);
    const watched = this.#stalls.watch(miner.onStall);
    const known = this.#store.addMiner(name, new NameGiver(miner.names, this.#names), {
      status: miner.status,
      stalls: () => watched.standing,
    });
    watched.begin(known);
    const who = this.#options.several ? name : 'the miner';
    const port = new MinerPort({
      name,
      clock,
      timers,
      log,
      linesLog: this.#linesLog,
      screen: this.#screen,
      reader: createReader(miner.candidates),
      miner: known,
      warnings: this.warnings,
      guard: this.#guard,
      lookForBlocks:
        ifHeldBack === undefined
          ? () => {}
          : warnOfBlocks({ clock, warnings: this.warnings }, name, who, ifHeldBack),
    });
    this.#miners.push(port);
    return port;
  }

  /** Whose lines are shown; `null` for all. */
  show(miner: string | null): void {
    this.#screen.show(miner);
  }

  /** Says a line on stderr, where there is no panel to show what it is about. */
  say(line: string): void {
    this.#screen.say(line);
  }

  /** Whether the panel is seen. */
  showsPanel(): boolean {
    return this.#screen.showsPanel();
  }

  /**
   * Everything is written, shown and closed. Every miner must have ended.
   *
   * @returns false when a log lacks something
   */
  async end(): Promise<boolean> {
    this.#stalls.end();
    await this.#settled('log', 'ending the log', this.#logs.flushed());
    const logged = this.#logs.areWhole();
    await this.#settled('pool', 'ending the questions to the pools', this.#pools?.stop());
    await this.#settled('panel', 'ending the panel', this.#screen.endView());
    await this.#screen.drained();
    await this.#settled('metrics', 'ending the metrics server', this.#serving.stop());
    await this.#screen.errorsDrained();
    return logged;
  }

  /** Resolves when all that was read is in the logs: for an end by signal. */
  flushed(): Promise<void> {
    return this.#logs.flushed();
  }

  /** The logs are opened anew under their names: somebody has renamed them. */
  reopenLogs(): void {
    this.#logs.reopen();
  }

  /** The panel goes away, the rest goes on. */
  detachPanel(): void {
    this.#screen.detachPanel();
  }

  /** We are about to be stopped (Ctrl-Z): the panel makes room for the shell, and is drawn anew afterwards. */
  beforePause(): void {
    this.#screen.clearPanel();
  }

  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void {
    this.warnings.raise(
      'tool',
      `something failed inside (${errorWords(error)}); the log and the output go on`,
    );
  }

  /** Node warns of something. */
  warned(warning: Error): void {
    this.warnings.raise('tool', `Node warns: ${errorWords(warning)}`);
  }

  /** @param trendSpan seconds that the trends show; `null`: all so far */
  #snapshot(trendSpan: number | null): Snapshot {
    return {
      rig: this.#store.snapshot(trendSpan),
      pools: this.#pools?.part?.state() ?? [],
      tee: {
        version,
        uptime: this.#io.clock.monotonic() - this.#startedAt,
        bytes: this.#miners.reduce((sum, { byteCount }) => sum + byteCount, 0),
        log: this.#logs.state(),
        metrics: this.#serving.state(),
        terminalLinesSkipped: this.#screen.linesSkipped,
        outputDropped: this.#screen.outputDropped,
        warnings: this.warnings.list(),
        warningCounts: this.warnings.counts(),
      },
    };
  }

  /** Waits for one part's end, but not for ever: the others' must come. */
  async #settled(topic: Topic, what: string, end: Promise<unknown> | undefined): Promise<void> {
    const { timers } = this.#io;
    try {
      await Promise.race([end, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    } catch (error) {
      this.warnings.raise(topic, `${what} failed (${errorWords(error)})`);
    }
  }
}
