import { createMetrics } from '../metrics/metrics.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import { cardsReport } from './cards.ts';
import { eventsReport } from './events.ts';
import { healthOf } from './health.ts';
import { pageOf } from './page.ts';
import { hiveReport, mmposReport } from './rig-systems.ts';
import { pageSecurity } from './style.ts';

/** What can be had of the server. */
export type ContentName = 'metrics' | 'page' | 'cards' | 'events' | 'health' | 'hive' | 'mmpos';

/** What a client gets to read. */
export interface Content {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How each is made of a snapshot. */
export type Contents = Readonly<Record<ContentName, (snapshot: Snapshot) => Content | Promise<Content>>>;

/** What the contents depend on besides the snapshot. */
export interface ContentOptions {
  /** The predecessor's metric names as well. */
  readonly legacyMetrics: boolean;
  /** Seconds after which a reading is stale, for the words of the health. */
  readonly staleAfter: number;
}

/** The metrics, the page and the JSON. */
export function contentsOf({ legacyMetrics, staleAfter }: ContentOptions): Contents {
  const metrics = createMetrics({ legacy: legacyMetrics });
  return {
    metrics: async (snapshot) => content(200, metrics.contentType, await metrics.render(snapshot)),
    page: (snapshot) =>
      content(200, 'text/html; charset=utf-8', pageOf(snapshot), {
        'content-security-policy': pageSecurity,
      }),
    cards: (snapshot) => json(200, cardsReport(snapshot)),
    events: (snapshot) => json(200, eventsReport(snapshot)),
    hive: (snapshot) => rigSystem(hiveReport(snapshot)),
    mmpos: (snapshot) => rigSystem(mmposReport(snapshot)),
    health(snapshot) {
      const health = healthOf(snapshot, staleAfter);
      return json(health.status === 'ok' ? 200 : 503, health);
    },
  };
}

/** What asks is better told nothing than that a miner which is just starting makes nothing. */
function rigSystem(report: object | null): Content {
  return report === null ? json(503, { error: 'no card was read yet' }) : json(200, report);
}

function json(status: number, value: object): Content {
  return content(status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
}

function content(status: number, type: string, body: string, headers: Content['headers'] = {}): Content {
  return { status, headers: { 'content-type': type, ...headers }, body };
}
