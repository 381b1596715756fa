import { Worker } from 'node:worker_threads';
import { errorWords } from '../error-words.ts';
import type { SeriesOf } from '../rig/history.ts';
import type { MetricsServerSnapshot, Snapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import { addressFromNetwork, addressOf } from './address.ts';
import { historyOf } from './history.ts';
import type { FromWorker, ToWorker, WebSettings, WebTopic } from './messages.ts';

/** What is served in the thread, and whom to tell how it goes. */
export interface WebThreadOptions {
  /** The worker's program (see `worker.ts`), as text. */
  readonly program: string;
  readonly settings: WebSettings;
  /** What the thread is sent each time that it asks. */
  readonly snapshot: () => Snapshot;
  readonly series: SeriesOf;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onListening: (address: string, fromNetwork: string | null) => void;
  /** Takes one line, with the way out. */
  readonly onProblem: (topic: WebTopic, line: string) => void;
  readonly onRecovered: (topic: WebTopic) => void;
}

/**
 * MiB of objects. What 256 cards and a hundred connections take is a tenth of the old ones' limit, at which the worker ends;
 * few young ones only mean that they are cleared away more often.
 */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 2 };

/** Seconds until a worker that has ended is started again, and when it has ended twice within so many of its start. */
const restartAfter = 1;
const restartLater = 10;
const briefly = 10;

/**
 * The web server, in a worker thread: nothing that its clients do, and nothing that fails in it, touches the miner's bytes.
 * A worker that ends is started again, at the same port and with the newest web configuration that was right.
 */
export class WebThread {
  readonly #options: WebThreadOptions;
  #settings: WebSettings;
  #worker: Worker | null = null;
  #startedAt = 0;
  #endedBriefly = false;
  #address: string;
  #fromNetwork: string | null = null;
  #listening = false;
  /** It has listened, or could not: before that there is nothing to say of it. */
  #known = false;
  #scrapedAt: number | null = null;
  #stopped = false;
  #cancelRestart = (): void => {};

  constructor(options: WebThreadOptions) {
    const { host, port, webConfig } = options.settings;
    this.#options = options;
    this.#settings = options.settings;
    this.#address = addressOf(host, port, webConfig !== null && webConfig.last.access.tls !== null);
  }

  start(): void {
    if (this.#worker !== null || this.#stopped) return;
    this.#startedAt = this.#options.clock.monotonic();
    let worker: Worker;
    try {
      worker = new Worker(this.#options.program, {
        eval: true,
        workerData: this.#settings,
        // What Node would print of it has no place in the terminal.
        stdout: true,
        stderr: true,
        execArgv: [],
        resourceLimits,
      });
    } catch (error) {
      this.#ended(error);
      return;
    }
    this.#worker = worker;
    let reason: unknown = new Error('it has ended');
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (message: FromWorker) => this.#take(message, worker));
    worker.on('error', (error) => {
      reason = error;
    });
    worker.on('exit', () => this.#ended(reason));
    worker.unref();
  }

  /** Ends it at once, open connections included, also when it hangs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listening = false;
    this.#cancelRestart();
    await this.#worker?.terminate();
  }

  /** `null` while it is only just being started. */
  state(): MetricsServerSnapshot | null {
    if (!this.#known) return null;
    const now = this.#options.clock.monotonic();
    return {
      address: this.#address,
      fromNetwork: this.#fromNetwork,
      listening: this.#listening,
      scrapedAgo: this.#scrapedAt === null ? null : Math.max(0, now - this.#scrapedAt),
    };
  }

  #take(message: FromWorker, worker: Worker): void {
    const { clock, onListening, onProblem, onRecovered } = this.#options;
    switch (message.type) {
      case 'snapshot':
        this.#answer(worker, () => ({ type: 'snapshot', snapshot: this.#options.snapshot() }));
        break;
      case 'history':
        this.#answer(worker, () => ({
          type: 'history',
          history: historyOf(message.question, this.#options.series),
        }));
        break;
      case 'listening':
        this.#listening = true;
        this.#known = true;
        this.#address = message.address;
        this.#settings = { ...this.#settings, port: message.port };
        this.#fromNetwork = addressFromNetwork(
          this.#settings.host,
          message.port,
          message.address.startsWith('https'),
        );
        onListening(message.address, this.#fromNetwork);
        break;
      case 'scraped':
        this.#scrapedAt = clock.monotonic();
        break;
      case 'problem':
        if (message.topic === 'metrics') this.#known = true;
        onProblem(message.topic, message.line);
        break;
      case 'recovered':
        onRecovered(message.topic);
        break;
      case 'web-config': {
        const { webConfig } = this.#settings;
        if (webConfig !== null)
          this.#settings = { ...this.#settings, webConfig: { ...webConfig, last: message.config } };
        break;
      }
    }
  }

  #answer(worker: Worker, make: () => ToWorker): void {
    const send = (message: ToWorker): void => worker.postMessage(message);
    try {
      send(make());
    } catch (error) {
      send({ type: 'no-snapshot', why: errorWords(error) });
    }
  }

  #ended(reason: unknown): void {
    this.#worker = null;
    this.#listening = false;
    this.#known = true;
    if (this.#stopped) return;
    const { clock, timers, onProblem } = this.#options;
    const brief = clock.monotonic() - this.#startedAt < briefly;
    const seconds = brief && this.#endedBriefly ? restartLater : restartAfter;
    this.#endedBriefly = brief;
    onProblem(
      'metrics',
      `the metrics server failed (${errorWords(reason)}); it starts again in ${seconds} s`,
    );
    this.#cancelRestart = timers.after(seconds, () => this.start());
  }
}
