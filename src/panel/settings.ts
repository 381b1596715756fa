import { type GaugeName, gaugeNames, gauges } from '../readings/gauges.ts';

/** An order in which cards can stand; `found`: in which they first appeared. */
export type CardOrder = 'found' | 'name' | GaugeName;

/** The orders to choose from. */
export const cardOrders: readonly CardOrder[] = [
  'found',
  'name',
  ...gaugeNames.filter((name) => gauges[name].column.order !== null),
];

/** Seconds that the sparklines can show; `null`: all that is known so far, an hour at the most. */
export const trendSpans = [null, 60, 600, 3600] as const;

/** What is shown of the tool's own keys. */
export type KeyMenu =
  | { readonly type: 'closed' }
  /** `help`: with a sentence for each key. */
  | { readonly type: 'open'; readonly help: boolean }
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
}

/** How it is without any key. */
export const defaultSettings: PanelSettings = {
  order: 'found',
  trendSpan: null,
  paused: false,
  menu: { type: 'closed' },
  miners: [],
  chosen: null,
};
