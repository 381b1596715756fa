import { type GaugeName, gaugeNames, gauges } from '../readings/gauges.ts';

/** An order in which cards can stand; `found`: in which they first appeared. */
export type CardOrder = 'found' | 'name' | GaugeName;

/** The orders to choose from. */
export const cardOrders: readonly CardOrder[] = [
  'found',
  'name',
  ...gaugeNames.filter((name) => gauges[name].column.order !== null),
];

/** Seconds that the trends can show; `null`: all that is known so far, a day at the most. */
export const trendSpans = [null, 300, 3600, 86_400] as const;

/** What is shown of the tool's own keys. */
export type KeyMenu =
  | { readonly type: 'closed' }
  /** `help`: with a sentence for each key. */
  | { readonly type: 'open'; readonly help: boolean }
  /** An end of miners is to be asked for once more; the text names them. */
  | { readonly type: 'confirm'; readonly text: string }
  /** A remark in its place. */
  | { readonly type: 'hint'; readonly text: string };

/** What a person has chosen with the tool's own keys. A change makes a new object. */
export interface PanelSettings {
  readonly order: CardOrder;
  /** Seconds, one of {@link trendSpans}. */
  readonly trendSpan: number | null;
  /** The miner's lines are held back. */
  readonly paused: boolean;
  readonly menu: KeyMenu;
  /** The miners that can be chosen from; empty where there is one, or no key can be typed. */
  readonly miners: readonly string[];
  /** Whose lines are shown, and who gets the keys: a place in `miners`; `null` for all. */
  readonly chosen: number | null;
  /** The card of which more is shown. */
  readonly card: string | null;
  /** What is shown besides the cards. */
  readonly extra: Extra | null;
  /** What opens the tool's own keys; `null` where none can be typed, and `''` where it takes nothing. */
  readonly opener: string | null;
}

/** What can be shown besides the cards: what happened of late, or how a phone gets here. */
export type Extra = 'events' | 'address';

/** How it is without any key. */
export const defaultSettings: PanelSettings = {
  order: 'found',
  trendSpan: null,
  paused: false,
  menu: { type: 'closed' },
  miners: [],
  chosen: null,
  card: null,
  extra: null,
  opener: null,
};
