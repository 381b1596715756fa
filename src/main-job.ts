import type { Readable } from 'node:stream';
import { createReader } from './bitstreams/reader.ts';
import type { Clock } from './cards/clock.ts';
import { NameGiver } from './cards/names.ts';
import type { Snapshot } from './cards/snapshot.ts';
import { Store } from './cards/store.ts';
import { createFeed } from './feed.ts';
import type { TeeOptions } from './options/parse.ts';
import type { MetricsServer } from './outputs/http/server.ts';
import { readStream } from './sources/stdin.ts';
import { createLogFile, type LogFile } from './tee/log-file.ts';
import { createOutput, type Output } from './tee/output.ts';
import { panelView, plainView, type TerminalSize, type View } from './terminal-view.ts';
import type { Timers } from './timers.ts';
import { version } from './version.ts';
import { Warnings } from './warnings.ts';

/** Bytes of the log that are held while the disk can't take them. */
const logQueueLimit = 64 * 1024 * 1024;
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
  readonly clock: Clock;
  readonly timers: Timers;
  /** Resolves when input that was there already has been taken: then what takes long to load may be loaded. */
  readonly idle: Promise<unknown>;
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
  /** The panel goes away, the rest goes on. */
  detachPanel(): void;
  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void;
}

/** The main job: every byte into the log, onto the screen, and through the bitstream into panel and metrics. */
export function startJob(options: TeeOptions, io: JobIo): Job {
  const { clock, timers } = io;
  const startedAt = clock.monotonic();
  const panelTerminal = options.plain || !io.drawable ? null : io.terminal;
  let bytes = 0;
  let linesSkipped = 0;
  let server: MetricsServer | null = null;

  const errors = createOutput({ fd: 2, limit: 64 * 1024, clock, timers, onProblem: () => {} });
  // In the panel's terminal a line from elsewhere would tear the picture: there the panel shows it.
  const say = (line: string): void => {
    if (!view.showsWarnings()) errors.write(Buffer.from(`fpga-tee: ${line}\n`));
  };
  const warnings = new Warnings(say);

  const log: LogFile | null =
    options.log === null
      ? null
      : createLogFile({
          path: options.log,
          clock,
          timers,
          queueLimit: logQueueLimit,
          onProblem: (line) => warnings.raise('log', line),
          onRecovered: () => warnings.clear('log'),
        });
  const output: Output = createOutput({
    fd: 1,
    limit: outputLimit,
    clock,
    timers,
    onProblem: (line) => warnings.raise('output', log === null ? line : `${line}; the log goes on`),
  });

  const store = new Store(clock, options.staleAfter);
  const snapshot = (): Snapshot => ({
    rig: store.snapshot(),
    tee: {
      version,
      uptime: clock.monotonic() - startedAt,
      bytes,
      log: log?.state() ?? null,
      metrics: server?.state() ?? null,
      terminalLinesSkipped: linesSkipped,
      warnings: warnings.list(),
    },
  });

  const feed = createFeed({
    store,
    miner: store.addMiner('stdin', new NameGiver(options.names)),
    reader: createReader(options.candidates),
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
          output,
          size: panelTerminal,
          colour: io.colour,
          timers,
          bitstream: options.bitstream,
          staleAfter: options.staleAfter,
          snapshot,
          unterminated: () => feed.unterminated(),
          onSkipped: (lines) => {
            linesSkipped += lines;
          },
          onProblem: (line) => warnings.raise('panel', line),
          loadWhen: io.idle,
        });

  /** Whatever goes wrong with reading the lines, the bytes go on. */
  const guarded = (reading: () => void): void => {
    try {
      reading();
    } catch (error) {
      warnings.raise('reading', `reading the lines failed (${String(error)}); the log and the output go on`);
    }
  };

  const serve = async (port: number): Promise<void> => {
    await io.idle;
    const [{ createMetrics }, { createMetricsServer }] = await Promise.all([
      import('./outputs/metrics/metrics.ts'),
      import('./outputs/http/server.ts'),
    ]);
    server = createMetricsServer({
      host: options.host,
      port,
      snapshot,
      metrics: createMetrics({ snapshot, legacy: options.legacyMetrics }),
      clock,
      timers,
      staleAfter: options.staleAfter,
      onProblem: (line) => warnings.raise('metrics', line),
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
          warnings.raise('metrics', `no metrics are served: ${String(error)}`);
        });

  /** The log's last bytes, for as long as a disk that answers may take. */
  const endLog = async (): Promise<boolean> => {
    if (log === null) return true;
    await Promise.race([log.end(), new Promise<void>((resolve) => timers.after(patience, resolve))]);
    const { path, queued, dropped } = log.state();
    if (queued > 0) warnings.raise('log', `log ${path}: the last ${queued} bytes could not be written`);
    return queued === 0 && dropped === 0;
  };

  const run = async (): Promise<boolean> => {
    const broken = await readStream(
      io.stdin,
      (chunk) => {
        bytes += chunk.byteLength;
        log?.write(chunk);
        view.bytes(chunk);
        guarded(() => feed.bytes(chunk));
      },
      () => (log?.shouldWait() ?? false) || output.shouldWait(),
      timers,
    );
    if (broken !== null) warnings.raise('input', `the miner's output broke off: ${broken}`);
    guarded(() => feed.end());
    const logged = await endLog();
    await view.end();
    await output.drained(output.hasReader && io.terminal === null ? Number.POSITIVE_INFINITY : patience);
    await serving;
    await server?.stop();
    await errors.drained(1);
    return logged;
  };

  return {
    ended: run(),
    flushed: () => log?.end() ?? Promise.resolve(),
    detachPanel: () => view.detach(),
    failed: (error) =>
      warnings.raise('tool', `something failed inside (${String(error)}); the log and the output go on`),
  };
}
