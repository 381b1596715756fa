import type { Metrics } from '../metrics/metrics.ts';
import { pollPatience } from '../pools/poll.ts';
import type { PoolSnapshot } from '../rig/snapshot.ts';
import type { Clock } from '../time.ts';
import { asksForHtml } from '../web/accept.ts';
import { answerWith, pathOf, problem, type Route, type WebAnswer, type WebRequest } from '../web/answer.ts';
import { type Content, content, json, page, pageFiles } from '../web/content.ts';
import { poolsHealth } from './health.ts';
import { poolsPage } from './page.ts';
import { probeQueryOf } from './probe-query.ts';
import type { Probes } from './probes.ts';
import type { Probing } from './settings.ts';
import { snapshotOfPools } from './snapshot.ts';

/** What is answered with. */
export interface PoolRoutesOptions {
  readonly metrics: Metrics;
  readonly pools: () => readonly PoolSnapshot[];
  readonly probes: Pick<Probes, 'probe'>;
  readonly probing: () => Probing;
  readonly clock: Clock;
  /** The machine's name. */
  readonly host: string;
}

/** Answers the requests of an exporter of pools. */
export function poolRoutes(options: PoolRoutesOptions): Route {
  const makers = makersOf(options);
  return async (request) => {
    const make = makers.get(pathOf(request.url));
    if (make === undefined) return problem(404, 'not found; there are /, /metrics, /probe, /health');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
    if (request.hasBody) return problem(413, 'a request must not have a body');
    return make(request);
  };
}

type Maker = (request: WebRequest) => WebAnswer | Promise<WebAnswer>;

function makersOf(options: PoolRoutesOptions): ReadonlyMap<string, Maker> {
  const { script, icon, alarm, manifest } = pageFiles(options.host);
  return new Map<string, Maker>([
    ['/', (request) => rootAnswer(request, options)],
    ['/metrics', () => metricsAnswer(options)],
    ['/health', () => healthAnswer(options.pools())],
    ['/probe', (request) => probeAnswer(request, options)],
    ['/page.js', () => answer(script())],
    ['/icon.svg', () => answer(icon())],
    ['/icon-red.svg', () => answer(alarm())],
    ['/manifest.webmanifest', () => answer(manifest())],
  ]);
}

async function rootAnswer({ accept }: WebRequest, options: PoolRoutesOptions): Promise<WebAnswer> {
  const { pools, host, probing } = options;
  const { headers, ...rest } = asksForHtml(accept)
    ? answer(page(200, poolsPage(pools(), host, probing().modules.size)))
    : await metricsAnswer(options);
  return { ...rest, headers: { ...headers, vary: 'Accept' } };
}

async function metricsAnswer({ metrics, pools, clock }: PoolRoutesOptions): Promise<WebAnswer> {
  const body = await metrics.render(snapshotOfPools(pools(), clock.wall()));
  return answer(content(200, metrics.contentType, body));
}

function healthAnswer(pools: readonly PoolSnapshot[]): WebAnswer {
  const health = poolsHealth(pools);
  return answer(json(health.status === 'ok' ? 200 : 503, health));
}

async function probeAnswer(
  { url, scrapeTimeout }: WebRequest,
  { probes, probing }: PoolRoutesOptions,
): Promise<WebAnswer> {
  const search = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const query = probeQueryOf(search, scrapeTimeout, probing(), pollPatience);
  if (query.type === 'refused') return problem(query.status, query.line);
  const probed = await probes.probe(query);
  if (probed === null)
    return problem(503, 'too many probes at once; ask again later', { 'retry-after': '10' });
  return answer(content(200, probed.contentType, probed.body));
}

function answer(made: Content): WebAnswer {
  return answerWith(made, null);
}
