import { iconOf, manifestOf } from './page/icon.ts';
import { pageScript } from './page/script.ts';
import { pageSecurity } from './page/style.ts';

/** What a client gets to read. */
export interface Content {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The type of a few words. */
export const text = 'text/plain; charset=utf-8';

/** What a page loads besides itself. */
export function pageFiles(host: string) {
  return {
    script: () => content(200, 'text/javascript; charset=utf-8', pageScript),
    icon: () => content(200, 'image/svg+xml', iconOf('#1a7f37')),
    alarm: () => content(200, 'image/svg+xml', iconOf('#c21e2b')),
    manifest: () => content(200, 'application/manifest+json', manifestOf(host)),
  };
}

/** A page for a browser. */
export function page(status: number, body: string): Content {
  return content(status, 'text/html; charset=utf-8', body, { 'content-security-policy': pageSecurity });
}

/** What programs read. */
export function json(status: number, value: object): Content {
  return content(status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
}

/** Anything else, of a type. */
export function content(
  status: number,
  type: string,
  body: string,
  headers: Content['headers'] = {},
): Content {
  return { status, headers: { 'content-type': type, ...headers }, body };
}
