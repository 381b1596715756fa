import type { Metrics } from '../metrics/metrics.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import { asksForHtml } from './accept.ts';
import { cardsReport } from './cards.ts';
import { healthOf } from './health.ts';
import { pageOf } from './page.ts';
import { pageSecurity } from './style.ts';

/** A request, as far as it matters. */
export interface Ask {
  readonly method: string;
  /** As it came in the request line. */
  readonly url: string;
  readonly accept: string | undefined;
  readonly hasBody: boolean;
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether this is the metrics page. */
  readonly metrics: boolean;
}

/** What the answers are made from. */
export interface Content {
  readonly snapshot: () => Snapshot;
  readonly metrics: Metrics;
  /** Seconds after which a reading is stale, for the words of `/health`. */
  readonly staleAfter: number;
}

type Handler = (content: Content, ask: Ask) => Answer | Promise<Answer>;

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['/', root],
  ['/metrics', metricsAnswer],
  ['/health', health],
  ['/api/cards', cards],
]);

/** What the server answers; it may throw what the snapshot or the metrics throw. */
export async function answer(content: Content, ask: Ask): Promise<Answer> {
  const handler = handlers.get(pathOf(ask.url));
  if (handler === undefined) return problem(404, `not found; there are ${[...handlers.keys()].join(', ')}`);
  if (ask.method !== 'GET' && ask.method !== 'HEAD') {
    return problem(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
  }
  if (ask.hasBody) return problem(413, 'a request must not have a body');
  return handler(content, ask);
}

/** The same for all requests that get the same answer at the same moment. */
export function sameAnswer({ method, url, accept, hasBody }: Ask): string {
  const path = pathOf(url);
  const html = path === '/' && asksForHtml(accept);
  return JSON.stringify([path, method === 'GET' || method === 'HEAD', html, hasBody]);
}

/** The path when there is something to be had, else `''`. */
export function knownPathOf(url: string): string {
  const path = pathOf(url);
  return handlers.has(path) ? path : '';
}

/** A one-line answer that something is not so. */
export function problem(status: number, line: string, headers: Answer['headers'] = {}): Answer {
  return plain(status, 'text/plain; charset=utf-8', `${line}\n`, headers);
}

async function root(content: Content, ask: Ask): Promise<Answer> {
  const found = asksForHtml(ask.accept)
    ? plain(200, 'text/html; charset=utf-8', pageOf(content.snapshot()), {
        'content-security-policy': pageSecurity,
      })
    : await metricsAnswer(content);
  return { ...found, headers: { ...found.headers, vary: 'Accept' } };
}

async function metricsAnswer({ metrics }: Content): Promise<Answer> {
  return { ...plain(200, metrics.contentType, await metrics.render()), metrics: true };
}

function health({ snapshot, staleAfter }: Content): Answer {
  const found = healthOf(snapshot().rig, staleAfter);
  return json(found.status === 'ok' ? 200 : 503, found);
}

function cards({ snapshot }: Content): Answer {
  return json(200, cardsReport(snapshot()));
}

function json(status: number, value: object): Answer {
  return plain(status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
}

function plain(status: number, type: string, body: string, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { ...safety, 'content-type': type, ...headers }, body, metrics: false };
}

const safety = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The path without the query, also of the whole address that a proxy asks for. */
function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}
