import { setPriority } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import type { Snapshot } from '../rig/snapshot.ts';
import { type Clock, systemClock, systemTimers, type Timers } from '../time.ts';
import { accessOf } from './config/access.ts';
import { comparePassword } from './config/logins.ts';
import { type ContentOptions, type Contents, contentsOf } from './contents.ts';
import type { HistoryOf } from './history.ts';
import type { FromWorker, ToWorker, WebSettings, WebTopic } from './messages.ts';
import { createRouter } from './routes.ts';
import { createWebServer } from './server.ts';
import { shared } from './shared.ts';

/** What the worker is put together from: whoever tests the program puts others in their place. */
export interface WorkerParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly contentsOf: (options: ContentOptions) => Contents;
}

/** Those of the program that people use. */
export const usualWorkerParts: WorkerParts = { clock: systemClock, timers: systemTimers, contentsOf };

/** Serves until the worker is ended, with snapshots that the main thread sends. */
export function runWorker(port: MessagePort, settings: WebSettings, parts: WorkerParts): void {
  yieldProcessor();
  const tell = (message: FromWorker): void => port.postMessage(message);
  const answers = answersFrom(port, tell);
  const server = createWebServer({
    ...parts,
    ...telling('metrics', tell),
    host: settings.host,
    port: settings.port,
    route: createRouter(parts.contentsOf(settings), answers.snapshot, answers.history),
    access: accessOf(settings.webConfig, {
      ...parts,
      ...telling('web-config', tell),
      onChange: (changed) => tell({ type: 'web-config', config: changed }),
    }),
    compare: comparePassword,
    onListening: (address, bound) => tell({ type: 'listening', address, port: bound }),
    onScraped: () => tell({ type: 'scraped' }),
  });
  server.start();
}

/**
 * On Linux, and there only, this is about the thread that calls it. Beside a busy miner on the same processor it gets a
 * quarter of the time.
 */
function yieldProcessor(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(5);
  } catch {
    // Then as it is.
  }
}

function telling(topic: WebTopic, tell: (message: FromWorker) => void) {
  return {
    onProblem: (line: string) => tell({ type: 'problem', topic, line }),
    onRecovered: () => tell({ type: 'recovered', topic }),
  };
}

/** Asks for one thing at a time; all who wait for the next snapshot share it. */
function answersFrom(port: MessagePort, tell: (message: FromWorker) => void): Answers {
  let take = (_: ToWorker): void => {};
  port.on('message', (message: ToWorker) => take(message));
  let last: Promise<unknown> = Promise.resolve();
  const ask = (question: FromWorker): Promise<ToWorker> => {
    const begin = () =>
      new Promise<ToWorker>((resolve) => {
        take = resolve;
        tell(question);
      });
    const answer = last.then(begin);
    last = answer;
    return answer;
  };
  return {
    snapshot: shared(async () => {
      const message = await ask({ type: 'snapshot' });
      if (message.type !== 'snapshot') throw new Error(whyNot(message));
      return message.snapshot;
    }),
    async history(question) {
      const message = await ask({ type: 'history', question });
      if (message.type !== 'history') throw new Error(whyNot(message));
      return message.history;
    },
  };
}

/** What the main thread is asked for. */
interface Answers {
  readonly snapshot: () => Promise<Snapshot>;
  readonly history: HistoryOf;
}

function whyNot(message: ToWorker): string {
  return message.type === 'no-snapshot' ? message.why : `no answer but ${message.type}`;
}
