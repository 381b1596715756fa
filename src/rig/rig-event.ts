import type { Subject } from './alert.ts';

/** What is worth telling of the past. */
export const rigEventKinds = [
  'share_rejected',
  'hardware_error',
  'over_temperature',
  'connection_lost',
  'dev_fee',
  'clock_change',
  'watchdog_exit',
  'restart',
  'alert',
  'alert_over',
] as const;

/** One of {@link rigEventKinds}. */
export type RigEventKind = (typeof rigEventKinds)[number];

/** Something that happened. The same that happens again soon is the same event, which then happened more often. */
export interface RigEvent extends Subject {
  readonly kind: RigEventKind;
  /** Unix seconds at which it was seen, the last time. */
  readonly at: number;
  /** How often. */
  readonly times: number;
  /** In words that follow the name: `share rejected`. */
  readonly text: string;
}

/** So many are remembered, the newest. */
export const mostEvents = 50;
