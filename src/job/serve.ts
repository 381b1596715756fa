import { errorWords } from '../error-words.ts';
import type { MetricsServerSnapshot, Snapshot } from '../rig/snapshot.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { MetricsServer } from '../web/server.ts';
import type { JobIo, JobOptions } from './job-options.ts';

/** The metrics, the page and the JSON of a job, as long as it runs. */
export interface Serving {
  /** `null` before there is a server, and where none is wanted. */
  state(): MetricsServerSnapshot | null;
  stop(): Promise<void>;
}

/** What is served, and whom to tell how it goes. */
export interface ServeParts {
  readonly snapshot: () => Snapshot;
  readonly warnings: Pick<Warnings, 'raise' | 'clear'>;
  /** Says a line on stderr. */
  readonly say: (line: string) => void;
}

type ServeOptions = Pick<JobOptions, 'port' | 'host' | 'webConfig' | 'legacyMetrics' | 'staleAfter'>;
type ServeIo = Pick<JobIo, 'clock' | 'timers' | 'idle' | 'loadWeb' | 'webConfig' | 'program'>;

/** Serves as soon as the input that was there already has been taken. What fails is a warning. */
export function serve(options: ServeOptions, io: ServeIo, parts: ServeParts): Serving {
  let server: MetricsServer | null = null;
  const { port } = options;
  const starting =
    port === null
      ? Promise.resolve()
      : start({ ...options, port }, io, parts).then(
          (started) => {
            server = started;
          },
          (error: unknown) => {
            parts.warnings.raise('metrics', `no metrics are served: ${errorWords(error)}`);
          },
        );
  return {
    state: () => server?.state() ?? null,
    async stop() {
      await starting;
      await server?.stop();
    },
  };
}

async function start(
  options: ServeOptions & { readonly port: number },
  { clock, timers, idle, loadWeb, webConfig, program }: ServeIo,
  { snapshot, warnings, say }: ServeParts,
): Promise<MetricsServer> {
  await idle;
  const { createMetrics, createMetricsServer, openWeb } = await loadWeb();
  const web = openWeb({
    file: options.webConfig,
    first: webConfig,
    program,
    clock,
    timers,
    onProblem: (line) => warnings.raise('web-config', line),
    onRecovered: () => warnings.clear('web-config'),
  });
  const server = createMetricsServer({
    ...web,
    host: options.host,
    port: options.port,
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
      if (options.port === 0) say(`metrics at ${address}`);
    },
  });
  server.start();
  return server;
}
