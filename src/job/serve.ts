import { errorWords } from '../error-words.ts';
import type { MetricsServerSnapshot, Snapshot } from '../rig/snapshot.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { WebThread } from '../web/web-thread.ts';
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
type ServeIo = Pick<JobIo, 'clock' | 'timers' | 'idle' | 'webConfig'>;

/** Serves as soon as the input that was there already has been taken. What fails is a warning. */
export function serve(options: ServeOptions, io: ServeIo, parts: ServeParts): Serving {
  let server: WebThread | null = null;
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
  { webConfig: file, port, ...options }: ServeOptions & { readonly port: number },
  { clock, timers, idle, webConfig: last }: ServeIo,
  { snapshot, warnings, say }: ServeParts,
): Promise<WebThread> {
  await idle;
  const [{ WebThread }, { workerProgram }] = await Promise.all([
    import('../web/web-thread.ts'),
    import('../web/worker-program.ts'),
  ]);
  const { host, staleAfter, legacyMetrics } = options;
  const thread = new WebThread({
    program: workerProgram,
    settings: {
      host,
      port,
      staleAfter,
      legacyMetrics,
      webConfig: file === null || last === null ? null : { file, last },
    },
    snapshot,
    clock,
    timers,
    onProblem: (topic, line) => warnings.raise(topic, line),
    onRecovered: (topic) => warnings.clear(topic),
    onListening(address) {
      warnings.clear('metrics');
      // A port that the system chose can't be known otherwise.
      if (port === 0) say(`metrics at ${address}`);
    },
  });
  thread.start();
  return thread;
}
