import type { Content } from './content.ts';

/** A request, as far as it matters for the answer. */
export interface WebRequest {
  readonly method: string;
  /** As it came in the request line. */
  readonly url: string;
  readonly accept: string | undefined;
  readonly hasBody: boolean;
  /** Seconds that Prometheus will wait, as it says it. */
  readonly scrapeTimeout: string | undefined;
}

/** What is sent back; the body exists once, however many get it. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** `null` where it only says what is wrong. */
  readonly content: string | null;
}

/** What answers requests; rejects when what is asked for can't be made. */
export type Route = (request: WebRequest) => Promise<WebAnswer>;

/** A one-line answer that something is not so. */
export function problem(status: number, line: string, headers: Content['headers'] = {}): WebAnswer {
  const type = { 'content-type': 'text/plain; charset=utf-8' };
  return answerWith({ status, headers: { ...type, ...headers }, body: `${line}\n` }, null);
}

/** What is sent back of a content. */
export function answerWith({ status, headers, body }: Content, content: string | null): WebAnswer {
  return { status, headers: { ...safety, ...headers }, body: Buffer.from(body), content };
}

const safety = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The path without the query, also of the whole address that a proxy asks for. */
export function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}
