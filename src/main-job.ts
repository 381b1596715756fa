import type { Readable } from 'node:stream';
import { createReader } from './bitstreams/reader.ts';
import type { Clock } from './cards/clock.ts';
import { NameGiver } from './cards/names.ts';
import type { LogSnapshot, Snapshot } from './cards/snapshot.ts';
import { Store } from './cards/store.ts';
import { errorWords } from './error-words.ts';
import type { Faults } from './faults.ts';
import {
  faultyLogFs,
  faultyOutput,
  faultyOutputFs,
  faultyReader,
  faultySnapshot,
  faultyTimers,
} from './faulty.ts';
import { createFeed } from './feed.ts';
import type { PoolOptions, TeeOptions } from './options/parse.ts';
import type { MetricsServer } from './outputs/http/server.ts';
import type { Platform } from './platform/platform.ts';
import type { PoolWatch } from './pools/watch.ts';
import { readStream } from './sources/stdin.ts';
import { createLogFile, type LogFile } from './tee/log/log-file.ts';
import { createOutput, type Output } from './tee/output.ts';
import { panelView, plainView, type TerminalSize, type View } from './terminal-view.ts';
import type { Timers } from './timers.ts';
import { version } from './version.ts';
import { type Topic, Warnings } from './warnings.ts';

/** Bytes held for whoever reads stdout slower than the miner prints. */
const outputLimit = 64 * 1024 * 1024;
/** Seconds to wait at the end for a terminal that does not move or a disk that is full; a pipe's reader is waited for. */
const patience = 5;

/** What the job needs of the world. */
export interface JobIo {
  readonly stdin: Readable;
  /** The terminal that stdout is; `null` when it is a pipe or a file. */
  readonly terminal: TerminalSize | null;
  /** Whether that terminal can show more than lines. */
  readonly drawable: boolean;
  readonly colour: boolean;
  readonly platform: Pick<Platform, 'logFlags' | 'mayRenameLater'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Resolves when input that was there already has been taken: then what takes long to load may be loaded. */
  readonly idle: Promise<unknown>;
  /** What is to fail, for tests. */
  readonly faults: Faults;
}

/** The tool at work. */
export interface Job {
  /**
   * Resolves when the miner's output has ended and everything is written, shown and closed: to true, or to false when
   * the log lacks something.
   */
  readonly ended: Promise<boolean>;
  /** Resolves when all that was read is in the log: for an end by signal. */
  flushed(): Promise<void>;
  /** The log is opened anew under its name: somebody has renamed it. */
  reopenLog(): void;
  /** The panel goes away, the rest goes on. */
  detachPanel(): void;
  /** The process is about to be stopped by Ctrl-Z: the terminal is left as a shell wants it. */
  beforePause(): void;
  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void;
  /** Node warns of something. */
  warned(warning: Error): void;
}

/** The main job: every byte into the log, onto the screen, and through the bitstream into panel and metrics. */
export function startJob(options: TeeOptions, io: JobIo): Job {
  const { clock, timers, faults } = io;
  const startedAt = clock.monotonic();
  const panelTerminal = options.plain || !io.drawable ? null : io.terminal;
  let bytes = 0;
  let linesSkipped = 0;
  /** Bytes that the log's own code failed to take. */
  let lostToLog = 0;
  let server: MetricsServer | null = null;
  let poolWatch: PoolWatch | null = null;

  const errors = createOutput({ fd: 2, limit: 64 * 1024, clock, timers, onProblem: () => {} });
  /** Whether warnings are seen in the panel. */
  let shownInPanel = (): boolean => panelTerminal !== null;
  // In the panel's terminal a line from elsewhere would tear the picture: there the panel shows it.
  const say = (line: string): void => {
    if (!shownInPanel()) errors.write(Buffer.from(`fpga-tee: ${line}\n`));
  };
  const warnings = new Warnings(clock, say);

  /** Whatever goes wrong in one step, the next are taken. */
  const guarded = (topic: Topic, what: string, step: () => void): void => {
    try {
      step();
    } catch (error) {
      warnings.raise(topic, `${what} failed (${errorWords(error)}); the rest goes on`);
    }
  };

  const log: LogFile | null =
    options.log === null
      ? null
      : createLogFile({
          ...options.log,
          platform: io.platform,
          clock,
          timers,
          onProblem: (line) => warnings.raise('log', line),
          onRecovered: () => warnings.clear('log'),
          fs: faultyLogFs(faults),
        });
  const output: Output = createOutput({
    fd: 1,
    limit: outputLimit,
    clock,
    timers,
    onProblem: (line) => warnings.raise('output', log === null ? line : `${line}; the log goes on`),
    onRecovered: () => warnings.clear('output'),
    mark: (missing) => `${missing} bytes not passed on here, ${whereElse()}`,
    fs: faultyOutputFs(faults),
  });
  /** Where that is which stdout lacks. */
  const whereElse = (): string => {
    if (log === null) return 'there is no log';
    return logState()?.dropped === 0 ? 'all in the log' : 'the log lacks some too';
  };

  const logState = (): LogSnapshot | null => {
    if (log === null) return null;
    const state = log.state();
    return { ...state, dropped: state.dropped + lostToLog };
  };

  const store = new Store(clock, options.staleAfter);
  const snapshot = (): Snapshot => {
    faults.hit('snapshot');
    return {
      rig: store.snapshot(),
      pools: poolWatch?.state() ?? [],
      tee: {
        version,
        uptime: clock.monotonic() - startedAt,
        bytes,
        log: logState(),
        metrics: server?.state() ?? null,
        terminalLinesSkipped: linesSkipped,
        outputDropped: output.dropped,
        warnings: warnings.list(),
        warningCounts: warnings.counts(),
      },
    };
  };

  const feed = createFeed({
    store,
    miner: store.addMiner('stdin', new NameGiver(options.names)),
    reader: faultyReader(createReader(options.candidates), faults),
    clock,
    timers,
    onProblem: (line) => warnings.raise('reading', line),
    onText: (text) => view.text(text),
    onLine: (line) => view.line(line),
  });

  const view: View =
    panelTerminal === null
      ? plainView(output)
      : panelView({
          output: faultyOutput(output, faults),
          size: panelTerminal,
          colour: io.colour,
          timers,
          bitstream: options.bitstream,
          staleAfter: options.staleAfter,
          snapshot: faultySnapshot(snapshot, 'panel', faults),
          unterminated: () => feed.unterminated(),
          whereLinesAre: whereElse,
          onSkipped: (lines) => {
            linesSkipped += lines;
          },
          onProblem(line) {
            // What only the panel has shown.
            warnings.repeat();
            warnings.raise('panel', line);
          },
          loadWhen: io.idle.then(() => faults.hit('panel-load')),
        });
  // A warning can't be seen in a terminal that can't be written.
  shownInPanel = () => view.showsWarnings() && output.open;

  const serve = async (port: number): Promise<void> => {
    await io.idle;
    const [{ createMetrics }, { createMetricsServer }] = await Promise.all([
      import('./outputs/metrics/metrics.ts'),
      import('./outputs/http/server.ts'),
    ]);
    server = createMetricsServer({
      host: options.host,
      port,
      snapshot: faultySnapshot(snapshot, 'page', faults),
      metrics: createMetrics({
        snapshot: faultySnapshot(snapshot, 'metrics', faults),
        legacy: options.legacyMetrics,
      }),
      clock,
      timers: faultyTimers(timers, 'http', faults),
      staleAfter: options.staleAfter,
      onProblem: (line) => warnings.raise('metrics', line),
      onRecovered: () => warnings.clear('metrics'),
      onListening(address) {
        warnings.clear('metrics');
        // A port that the system chose can't be known otherwise.
        if (port === 0) say(`metrics at ${address}`);
      },
    });
    server.start();
  };
  const serving =
    options.port === null
      ? Promise.resolve()
      : serve(options.port).catch((error: unknown) => {
          warnings.raise('metrics', `no metrics are served: ${errorWords(error)}`);
        });

  const watchPools = async ({ entries, interval }: PoolOptions): Promise<void> => {
    await io.idle;
    const { PoolWatch } = await import('./pools/watch.ts');
    poolWatch = new PoolWatch({
      entries,
      interval,
      clock,
      timers,
      random: Math.random,
      rig: () => store.snapshot(),
      onProblem: (line) => warnings.raise('pool', line),
      onRecovered: () => warnings.clear('pool'),
      beforePoll: () => faults.hit('pool'),
    });
    poolWatch.start();
  };
  const watching =
    options.pools === null
      ? Promise.resolve()
      : watchPools(options.pools).catch((error: unknown) => {
          warnings.raise('pool', `no pool is asked: ${errorWords(error)}`);
        });

  /** Waits for one part's end, but not for ever: the others' must come. */
  const settled = async (topic: Topic, what: string, end: Promise<unknown> | undefined): Promise<void> => {
    try {
      await Promise.race([end, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    } catch (error) {
      warnings.raise(topic, `${what} failed (${errorWords(error)})`);
    }
  };

  /** The log's last bytes, for as long as a disk that answers may take. */
  const endLog = async (): Promise<boolean> => {
    await settled('log', 'ending the log', log?.end());
    const state = logState();
    if (state === null) return true;
    const { path, queued, dropped } = state;
    if (queued > 0) warnings.raise('log', `log ${path}: the last ${queued} bytes could not be written`);
    return queued === 0 && dropped === 0;
  };

  const toLog = (chunk: Uint8Array): void => {
    if (log === null) return;
    try {
      faults.hit('log-writer');
      log.write(chunk);
    } catch (error) {
      lostToLog += chunk.byteLength;
      warnings.raise(
        'log',
        `log ${options.log?.path}: bytes are missing there, writing it failed (${errorWords(error)})`,
      );
    }
  };

  /** Whoever can't tell is not waited for. */
  const shouldWait = (): boolean => {
    let wait = false;
    guarded('tool', 'asking whether to wait', () => {
      wait = (log?.shouldWait() ?? false) || output.shouldWait();
    });
    return wait;
  };

  /** The last lines are shown even where the view can't end as it should. */
  const endView = async (): Promise<void> => {
    try {
      faults.hit('view-end');
      await view.end();
    } catch (error) {
      view.detach();
      warnings.raise('panel', `the panel could not end (${errorWords(error)})`);
    }
  };

  const run = async (): Promise<boolean> => {
    const broken = await readStream(
      io.stdin,
      (chunk) => {
        bytes += chunk.byteLength;
        toLog(chunk);
        guarded('output', 'showing the output', () => view.bytes(chunk));
        guarded('reading', 'reading the lines', () => feed.bytes(chunk));
      },
      shouldWait,
      timers,
    );
    if (broken !== null) warnings.raise('input', `the miner's output broke off: ${broken}`);
    guarded('reading', 'reading the last line', () => feed.end());
    const logged = await endLog();
    await settled(
      'pool',
      'ending the questions to the pools',
      watching.then(() => poolWatch?.stop()),
    );
    await settled('panel', 'ending the panel', endView());
    // The last panel stays as it is: what comes now stands below it.
    shownInPanel = () => false;
    await output.drained(output.hasReader && io.terminal === null ? Number.POSITIVE_INFINITY : patience);
    await settled(
      'metrics',
      'ending the metrics server',
      serving.then(() => server?.stop()),
    );
    await errors.drained(1);
    return logged;
  };

  return {
    ended: run(),
    flushed: () => log?.end() ?? Promise.resolve(),
    reopenLog: () => log?.reopen(),
    detachPanel() {
      if (!view.showsWarnings()) return;
      view.detach();
      warnings.repeat();
    },
    beforePause: () => view.clear(),
    failed: (error) =>
      warnings.raise('tool', `something failed inside (${errorWords(error)}); the log and the output go on`),
    warned: (warning) => warnings.raise('tool', `Node warns: ${errorWords(warning)}`),
  };
}
