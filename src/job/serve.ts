import type { Snapshot } from '../rig/snapshot.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { MetricsServer } from '../web/server.ts';
import type { JobIo, JobOptions } from './job-options.ts';

/** What serving a job needs. */
export interface ServeOptions {
  readonly options: Pick<JobOptions, 'host' | 'webConfig' | 'staleAfter' | 'legacyMetrics'>;
  readonly port: number;
  readonly io: JobIo;
  readonly warnings: Warnings;
  readonly snapshot: () => Snapshot;
  /** Says a line where there is no panel. */
  readonly say: (line: string) => void;
}

/** Loads and starts what serves the metrics, the page and the JSON. */
export async function serve({
  options,
  port,
  io,
  warnings,
  snapshot,
  say,
}: ServeOptions): Promise<MetricsServer> {
  await io.idle;
  const { createMetrics, createMetricsServer, openWeb } = await io.loadWeb();
  const { clock, timers } = io;
  const web = openWeb({
    file: options.webConfig,
    first: io.webConfig,
    program: io.program,
    clock,
    timers,
    onProblem: (line) => warnings.raise('web-config', line),
    onRecovered: () => warnings.clear('web-config'),
  });
  const server = createMetricsServer({
    ...web,
    host: options.host,
    port,
    snapshot,
    metrics: createMetrics({ snapshot, legacy: options.legacyMetrics }),
    clock,
    timers,
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
  return server;
}
