import type { Session } from './http.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { parseJson } from './values.ts';

/**
 * Asks for JSON with a GET; `undefined` for an empty answer (also 204).
 *
 * @throws PoolProblem for any status that is no success, and for what is no JSON
 */
export async function getJson(session: Session, url: URL, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await session.ask(url, signal);
  if (status === 429) throw new PoolProblem('is asked too often (HTTP 429); give a longer --pool-interval');
  if (status >= 500) throw new PoolProblem(`fails (HTTP ${status})`);
  if (status < 200 || status >= 300) throw new OtherKind(`answers with HTTP ${status}`);
  return body.trim() === '' ? undefined : parseJson(body);
}

/** The URL with a path below its own; what it asks for besides goes. */
export function below(url: URL, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const result = new URL(url);
  result.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  result.search = new URLSearchParams(query).toString();
  result.hash = '';
  return result;
}
