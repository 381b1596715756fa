import type { Snapshot } from '../rig/snapshot.ts';
import { asksForHtml } from './accept.ts';
import { answerWith, pathOf, problem, type Route, type WebAnswer, type WebRequest } from './answer.ts';
import type { Asked, ContentName, Contents } from './contents.ts';
import { type HistoryOf, spanOf, spans } from './history.ts';
import { shared } from './shared.ts';

const paths: ReadonlyMap<string, ContentName> = new Map<string, ContentName>([
  ['/', 'metrics'],
  ['/metrics', 'metrics'],
  ['/health', 'health'],
  ['/api/cards', 'cards'],
  ['/api/events', 'events'],
  ['/api/history', 'history'],
  ['/hive', 'hive'],
  ['/mmpos', 'mmpos'],
  ['/page.js', 'script'],
  ['/icon.svg', 'icon'],
  ['/icon-red.svg', 'alarm'],
  ['/manifest.webmanifest', 'manifest'],
]);
/** Those that people ask for; the page's own parts are not. */
const known = [...paths.keys()].filter((path) => !path.includes('.'));
/** The page of one card; behind it stands the card's name. */
const cardPath = '/card/';

/**
 * Answers requests. What does not depend on a card is made once at a time, and all who wait for it share it.
 *
 * @returns a function that rejects when a snapshot or what is made of it fails
 */
export function createRouter(
  contents: Contents,
  snapshot: () => Promise<Snapshot>,
  history: HistoryOf,
): Route {
  const make = async (name: ContentName, card: string | null, span: Asked['span']): Promise<WebAnswer> =>
    answerWith(await contents[name](await snapshot(), { card, span, history }), name);
  // As many as there are contents and times to choose from.
  const sharing = new Map<string, () => Promise<WebAnswer>>();
  const shareOf = (name: ContentName, span: Asked['span']): (() => Promise<WebAnswer>) => {
    const key = `${name} ${span}`;
    const share = sharing.get(key) ?? shared(() => make(name, null, span));
    sharing.set(key, share);
    return share;
  };
  return async (request) => {
    const name = contentOf(request);
    if (name === null) return problem(404, `not found; there are ${known.join(', ')}`);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
    if (request.hasBody) return problem(413, 'a request must not have a body');
    const { card, span } = questionOf(request.url);
    if (span === null)
      return problem(400, `there is no such span; there are ${[...spans.keys()].join(', ')}`);
    const answer = await (card === null ? shareOf(name, span)() : make(name, card, span));
    if (pathOf(request.url) !== '/') return answer;
    return { ...answer, headers: { ...answer.headers, vary: 'Accept' } };
  };
}

/** What is asked for; `null` when there is no such thing. */
export function contentOf({ url, accept }: Pick<WebRequest, 'url' | 'accept'>): ContentName | null {
  const path = pathOf(url);
  if (path.startsWith(cardPath) && path.length > cardPath.length) return 'card';
  return path === '/' && asksForHtml(accept) ? 'page' : (paths.get(path) ?? null);
}

/** Which card and which time are asked about: of others than the page and the history nothing matters but the path. */
function questionOf(url: string): { readonly card: string | null; readonly span: Asked['span'] | null } {
  const path = pathOf(url);
  const isCard = path.startsWith(cardPath);
  if (path !== '/' && path !== '/api/history' && !isCard) return { card: null, span: 'usual' };
  const query = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
  const asked = query.get('span');
  // What asks there for metrics may have a query of its own.
  if (path === '/') return { card: null, span: asked === null ? 'usual' : (spanOf(asked) ?? 'usual') };
  const span = asked === null && path !== '/api/history' ? 'usual' : spanOf(asked);
  return { card: isCard ? decoded(path.slice(cardPath.length)) : query.get('card'), span };
}

/** A name as it stands in an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
