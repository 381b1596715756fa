import type { Snapshot } from '../rig/snapshot.ts';
import type { WebConfigSettings } from './config/access.ts';
import type { UsableWebConfig } from './config/load.ts';
import type { CardHistory, HistoryQuestion } from './history.ts';

/** What the web worker is started with. */
export interface WebSettings {
  /** `null` for all interfaces. */
  readonly host: string | null;
  /** 0 for one that the system chooses. */
  readonly port: number;
  /** Seconds after which a reading is stale. */
  readonly staleAfter: number;
  /** The predecessor's metric names as well. */
  readonly legacyMetrics: boolean;
  /** `null` for plain HTTP without passwords. */
  readonly webConfig: WebConfigSettings | null;
}

/** What a warning of the worker is about. */
export type WebTopic = 'metrics' | 'web-config';

/** From the main thread: the answer to each `snapshot` and `history` of the worker. */
export type ToWorker =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'no-snapshot'; readonly why: string }
  | { readonly type: 'history'; readonly history: readonly CardHistory[] };

/** From the worker. */
export type FromWorker =
  /** Asks for one; there is never more than one question on its way. */
  | { readonly type: 'snapshot' }
  | { readonly type: 'history'; readonly question: HistoryQuestion }
  | { readonly type: 'listening'; readonly address: string; readonly port: number }
  | { readonly type: 'scraped' }
  | { readonly type: 'problem'; readonly topic: WebTopic; readonly line: string }
  | { readonly type: 'recovered'; readonly topic: WebTopic }
  /** Another web configuration holds. */
  | { readonly type: 'web-config'; readonly config: UsableWebConfig };
