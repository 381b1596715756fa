import { hostname } from 'node:os';
import { createMetrics } from '../metrics/metrics.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import { cardsReport } from './cards.ts';
import { type Content, content, json, page, pageFiles, text } from './content.ts';
import { eventsReport } from './events.ts';
import { healthOf } from './health.ts';
import { type HistoryOf, historyReport, usualSpan } from './history.ts';
import { cardPageOf } from './page/card-page.ts';
import { cardsWithGraph, pageOf } from './page/page.ts';
import { hiveReport, mmposReport } from './rig-systems.ts';

/** What can be had of the server. */
export type ContentName =
  | ('metrics' | 'page' | 'card' | 'cards' | 'events' | 'history' | 'health' | 'hive' | 'mmpos')
  | ('script' | 'icon' | 'alarm' | 'manifest');

/** What is asked for besides the content's name. */
export interface Asked {
  readonly card: string | null;
  /** Seconds that graphs show; `usual`: as fits what is known so far. */
  readonly span: number | 'usual';
  readonly history: HistoryOf;
}

/** How each is made of a snapshot. */
export type Contents = Readonly<
  Record<ContentName, (snapshot: Snapshot, asked: Asked) => Content | Promise<Content>>
>;

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
  const host = hostname();
  return {
    metrics: async (snapshot) => content(200, metrics.contentType, await metrics.render(snapshot)),
    page: async (snapshot, { span: asked, history }) => {
      const span = spanFor(asked, snapshot);
      const cards = cardsWithGraph(snapshot);
      return page(200, pageOf(snapshot, { span, host, history: await history({ cards, span }) }));
    },
    card: async (snapshot, { card, span: asked, history }) => {
      const span = spanFor(asked, snapshot);
      const found = snapshot.rig.cards.find(({ name }) => name === card);
      if (found === undefined) return content(404, text, 'there is no card of this name\n');
      const graphs = await history({ cards: [found.name], span });
      return page(200, cardPageOf(found, snapshot, { span, host, history: graphs }));
    },
    history: async (snapshot, { card, span: asked, history }) => {
      const span = asked === 'usual' ? usualSpan : asked;
      if (card === null) return content(400, text, 'which card? /api/history?card=card1&span=1h\n');
      const [found] = await history({ cards: [card], span });
      if (found === undefined) return content(404, text, 'there is no card of this name\n');
      return json(200, historyReport(found, span, snapshot.rig.takenAt));
    },
    ...pageFiles(host),
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
  return report === null ? json(503, { error: 'no hashrate was read yet' }) : json(200, report);
}

/** Soon after the start an hour is nearly empty. */
function spanFor(asked: Asked['span'], { tee }: Snapshot): number {
  if (asked !== 'usual') return asked;
  return tee.uptime < 600 ? 300 : usualSpan;
}
