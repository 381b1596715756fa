import { errorWords } from '../error-words.ts';
import { inOrder } from '../panel/order.ts';
import type { PanelSettings } from '../panel/settings.ts';
import type { SeriesOf } from '../rig/history.ts';
import { NameGiver, RigNames } from '../rig/names.ts';
import {
  type MetricsServerSnapshot,
  type PoolSnapshot,
  type Snapshot,
  type TrendWish,
  usualTrend,
} from '../rig/snapshot.ts';
import type { Store } from '../rig/store.ts';
import { type Topic, Warnings } from '../rig/warnings.ts';
import { version } from '../version.ts';
import { Alerts } from './alerts.ts';
import type { JobIo, JobOptions, MinerOptions, Shared } from './job-options.ts';
import type { Later } from './later.ts';
import { type LogPort, Logs } from './logs.ts';
import { MinerPort } from './miner-port.ts';
import { askPools } from './pools.ts';
import { Screen } from './screen.ts';
import { serve } from './serve.ts';
import { Stalls } from './stalls.ts';

/** Seconds to wait at the end for a disk that is full or a server that hangs. */
const patience = 5;

/**
 * All that the miners of a job share: their logs, the screen, what is known of their cards, what is served of it, the
 * warnings. It runs from when it is made until it is ended.
 */
export class Job {
  readonly warnings: Warnings;
  readonly logs: Logs;
  readonly screen: Screen;
  readonly #shared: Shared;
  readonly #startedAt: number;
  readonly #store: Store;
  readonly #names = new RigNames();
  readonly #linesLog: LogPort | null;
  readonly #server: Later<MetricsServerSnapshot>;
  readonly #stalls: Stalls;
  readonly #alerts: Alerts;
  readonly #pools: Later<readonly PoolSnapshot[]>;
  readonly #miners: MinerPort[] = [];

  constructor(options: JobOptions, io: JobIo) {
    this.warnings = new Warnings(io.clock, this.say);
    this.#shared = {
      options,
      io,
      warnings: this.warnings,
      say: this.say,
      show: (lines) => this.screen.note(lines),
    };
    this.#startedAt = io.clock.monotonic();
    this.#store = io.createStore(
      io.clock,
      options.staleAfter,
      options.stalls.slowBelow,
      (line, card) => this.warnings.raise('reading', line, card),
      options.alerts.limitsOf,
    );
    this.logs = new Logs(this.#shared);
    this.screen = new Screen(this.#shared, {
      logs: this.logs,
      snapshot: (trend) => this.#snapshot(trend),
      series: this.#series,
      unterminated: () =>
        options.several || options.only === 'trouble' ? '' : (this.#miners[0]?.unterminated() ?? ''),
    });
    this.#linesLog = options.linesLog == null ? null : this.logs.open(options.linesLog);
    this.#server = serve(this.#shared, () => this.#snapshot(), this.#series);
    this.#stalls = new Stalls(this.#shared);
    this.#alerts = new Alerts(this.#shared, () => this.#store.snapshot());
    this.#pools = askPools(this.#shared, () => this.#store.snapshot());
  }

  /** Says a line on stderr, where there is no panel to show what it is about. */
  readonly say = (line: string): void => this.screen.say(line);

  readonly #series: SeriesOf = (card, quantity, wish) => this.#store.series(card, quantity, wish);

  /** The names of the cards, in the order in which they are shown. */
  cardNames({ order, sequence }: Pick<PanelSettings, 'order' | 'sequence'>): readonly string[] {
    return inOrder(this.#store.snapshot().cards, order, sequence).map(({ name }) => name);
  }

  /** A miner whose output will come. */
  add(miner: MinerOptions): MinerPort {
    const log = miner.log === null ? null : this.logs.open(miner.log);
    const watched = this.#stalls.watch(miner.onStall);
    const known = this.#store.addMiner(miner.name, new NameGiver(miner.names, this.#names), {
      status: miner.status,
      run: miner.run,
      fromStart: miner.fromStart,
      stalls: () => watched.standing,
    });
    watched.begin(known);
    const port = new MinerPort(this.#shared, miner, {
      log,
      linesLog: this.#linesLog,
      screen: this.screen,
      miner: known,
    });
    this.#miners.push(port);
    return port;
  }

  /**
   * Everything is written, shown and closed. Every miner must have ended.
   *
   * @returns false when a log lacks something
   */
  async end(): Promise<boolean> {
    this.#stalls.end();
    this.#alerts.end();
    await this.#settled('log', 'ending the log', this.logs.flushed());
    const logged = this.logs.areWhole();
    await this.#settled('pool', 'ending the questions to the pools', this.#pools.stop());
    await this.#settled('panel', 'ending the panel', this.screen.endView());
    await this.screen.drained();
    await this.#settled('metrics', 'ending the metrics server', this.#server.stop());
    await this.screen.errorsDrained();
    return logged;
  }

  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void {
    const words = `something failed inside (${errorWords(error)}); the log and the output go on`;
    this.warnings.raise('tool', words);
  }

  /** @param trend what the trends of the cards show */
  #snapshot(trend: TrendWish = usualTrend): Snapshot {
    const rig = this.#store.snapshot(trend);
    return {
      rig,
      alerts: this.#alerts.standing(),
      events: this.#alerts.events(rig),
      pools: this.#pools.state() ?? [],
      tee: {
        version,
        uptime: this.#shared.io.clock.monotonic() - this.#startedAt,
        bytes: this.#miners.reduce((sum, { byteCount }) => sum + byteCount, 0),
        log: this.logs.state(),
        metrics: this.#server.state(),
        terminalLinesSkipped: this.screen.linesSkipped,
        outputDropped: this.screen.outputDropped,
        warnings: this.warnings.list(),
        warningCounts: this.warnings.counts(),
      },
    };
  }

  /** Waits for one part's end, but not for ever: the others' must come. */
  async #settled(topic: Topic, what: string, end: Promise<unknown>): Promise<void> {
    const { timers } = this.#shared.io;
    try {
      await Promise.race([end, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    } catch (error) {
      this.warnings.raise(topic, `${what} failed (${errorWords(error)})`);
    }
  }
}
