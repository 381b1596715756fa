import type { Snapshot } from '../rig/snapshot.ts';
import { asksForHtml } from './accept.ts';
import type { Content, ContentName, Contents } from './contents.ts';
import { shared } from './shared.ts';

/** A request, as far as it matters for the answer. */
export interface WebRequest {
  readonly method: string;
  /** As it came in the request line. */
  readonly url: string;
  readonly accept: string | undefined;
  readonly hasBody: boolean;
}

/** What is sent back; the body exists once, however many get it. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** `null` where it only says what is wrong. */
  readonly content: ContentName | null;
}

const paths: ReadonlyMap<string, ContentName> = new Map<string, ContentName>([
  ['/', 'metrics'],
  ['/metrics', 'metrics'],
  ['/health', 'health'],
  ['/api/cards', 'cards'],
  ['/api/events', 'events'],
  ['/hive', 'hive'],
  ['/mmpos', 'mmpos'],
]);

/**
 * Answers requests. Each content is made once at a time, and all who wait for it share it.
 *
 * @returns a function that rejects when a snapshot or what is made of it fails
 */
export function createRouter(
  contents: Contents,
  snapshot: () => Promise<Snapshot>,
): (request: WebRequest) => Promise<WebAnswer> {
  const making = (name: ContentName): (() => Promise<WebAnswer>) =>
    shared(async () => answerWith(await contents[name](await snapshot()), name));
  const answers: Readonly<Record<ContentName, () => Promise<WebAnswer>>> = {
    metrics: making('metrics'),
    page: making('page'),
    cards: making('cards'),
    events: making('events'),
    health: making('health'),
    hive: making('hive'),
    mmpos: making('mmpos'),
  };
  return async (request) => {
    const name = contentOf(request);
    if (name === null) return problem(404, `not found; there are ${[...paths.keys()].join(', ')}`);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
    if (request.hasBody) return problem(413, 'a request must not have a body');
    const answer = await answers[name]();
    if (pathOf(request.url) !== '/') return answer;
    return { ...answer, headers: { ...answer.headers, vary: 'Accept' } };
  };
}

/** What is asked for; `null` when there is no such thing. */
export function contentOf({ url, accept }: Pick<WebRequest, 'url' | 'accept'>): ContentName | null {
  const path = pathOf(url);
  return path === '/' && asksForHtml(accept) ? 'page' : (paths.get(path) ?? null);
}

/** A one-line answer that something is not so. */
export function problem(status: number, line: string, headers: Content['headers'] = {}): WebAnswer {
  const type = { 'content-type': 'text/plain; charset=utf-8' };
  return answerWith({ status, headers: { ...type, ...headers }, body: `${line}\n` }, null);
}

function answerWith({ status, headers, body }: Content, content: ContentName | null): WebAnswer {
  return { status, headers: { ...safety, ...headers }, body: Buffer.from(body), content };
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
