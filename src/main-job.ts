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

/** Bytes of the log that are held while the disk can't take them. */
const logQueueLimit = 64 * 1024 * 1024;
/** Bytes held for whoever reads stdout slower than the miner prints. */
const outputLimit = 64 * 1024 * 1024;
/** Seconds to wait at the end for a terminal that does not move; whoever reads a pipe is waited for. */
const patienceWithTerminal = 5;
/** Warnings kept for the panel. */
const mostWarnings = 20;

/** What the job needs of the world. */
export interface JobIo {
  readonly stdin: Readable;
  /** The terminal that stdout is and can be drawn on; `null` when it is a pipe, a file, or a dumb terminal. */
  readonly terminal: TerminalSize | null;
  readonly colour: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** The tool at work. */
export interface Job {
  /** Resolves when the miner's output has ended and everything is written, shown and closed. */
  readonly ended: Promise<void>;
  /** Resolves when all that was read is in the log: for an end by signal. */
  flushed(): Promise<void>;
  /** The panel goes away, the rest goes on. */
  detachPanel(): void;
}

/** The main job: every byte into the log, onto the screen, and through the bitstream into panel and metrics. */
export function startJob(options: TeeOptions, io: JobIo): Job {
  const { clock, timers } = io;
  const startedAt = clock.monotonic();
  const warnings: string[] = [];
  let bytes = 0;
  let linesSkipped = 0;
  let server: MetricsServer | null = null;
  const withPanel = io.terminal !== null && !options.plain;

  const errors = createOutput({ fd: 2, limit: 64 * 1024, clock, timers, onProblem: () => {} });
  const problem = (line: string): void => {
    if (warnings.at(-1) !== line) warnings.push(line);
    if (warnings.length > mostWarnings) warnings.shift();
    // In the panel's terminal a line from elsewhere would tear the picture: there the panel shows it.
    if (!withPanel) errors.write(Buffer.from(`fpga-tee: ${line}\n`));
  };
  const recovered = (start: string): void => {
    const kept = warnings.filter((line) => !line.startsWith(start));
    warnings.splice(0, warnings.length, ...kept);
  };

  const log: LogFile | null =
    options.log === null
      ? null
      : createLogFile({
          path: options.log,
          clock,
          timers,
          queueLimit: logQueueLimit,
          onProblem: problem,
          onRecovered: () => recovered('log '),
        });
  const output: Output = createOutput({ fd: 1, limit: outputLimit, clock, timers, onProblem: problem });

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
      warnings,
    },
  });

  const feed = createFeed({
    store,
    miner: store.addMiner('stdin', new NameGiver(options.names)),
    reader: createReader(options.candidates),
    clock,
    timers,
    onLine: (line) => view.line(line),
  });

  const view: View =
    io.terminal === null || options.plain
      ? plainView(output)
      : panelView({
          output,
          size: io.terminal,
          colour: io.colour,
          clock,
          timers,
          bitstream: options.candidates.length > 2 ? 'auto' : (options.candidates[0]?.name ?? 'auto'),
          staleAfter: options.staleAfter,
          snapshot,
          unterminated: () => feed.unterminated(),
          onSkipped: (lines) => {
            linesSkipped += lines;
          },
          onProblem: problem,
        });

  let parseFailed = false;
  const onChunk = (chunk: Uint8Array): void => {
    bytes += chunk.byteLength;
    log?.write(chunk);
    view.bytes(chunk);
    try {
      feed.bytes(chunk);
    } catch (error) {
      if (!parseFailed) problem(`reading failed (${String(error)}); the log and the output go on`);
      parseFailed = true;
    }
  };

  const serving =
    options.port === null ? null : startServer(options, options.port, snapshot, clock, problem, recovered);
  serving?.then(
    (started) => {
      server = started;
    },
    (error: unknown) => problem(`no metrics are served: ${String(error)}`),
  );

  const shouldWait = (): boolean => (log?.shouldWait() ?? false) || output.shouldWait();
  const run = async (): Promise<void> => {
    const broken = await readStream(io.stdin, onChunk, shouldWait, timers);
    if (broken !== null) problem(`the miner's output broke off: ${broken}`);
    feed.end();
    await Promise.all([log?.end(), view.end()]);
    await output.drained(withPanel ? patienceWithTerminal : Number.POSITIVE_INFINITY);
    await (await serving)?.stop();
    await errors.drained(1);
  };

  return {
    ended: run(),
    flushed: () => log?.end() ?? Promise.resolve(),
    detachPanel: () => view.detach(),
  };
}

/** The server and prom-client are loaded after the first bytes have gone their way. */
async function startServer(
  options: TeeOptions,
  port: number,
  snapshot: () => Snapshot,
  clock: Clock,
  onProblem: (line: string) => void,
  recovered: (start: string) => void,
): Promise<MetricsServer> {
  const [{ createMetrics }, { createMetricsServer }] = await Promise.all([
    import('./outputs/metrics.ts'),
    import('./outputs/http/server.ts'),
  ]);
  const server = createMetricsServer({
    host: options.host,
    port,
    snapshot,
    metrics: createMetrics({ snapshot, legacy: options.legacyMetrics }),
    clock,
    staleAfter: options.staleAfter,
    onProblem,
    onListening: () => recovered(`port ${port} `),
  });
  server.start();
  return server;
}
