import type { FailureReason, ShareCount } from '../readings/reading.ts';

/** Something that a miner may tell of besides its statistics. Whether and how it does is its format's affair. */
export type Happening =
  /** The pool answered to a share; `shares` are the counts after it, `reason` is `null` when it was accepted. */
  | { readonly type: 'share'; readonly shares: ShareCount; readonly reason: FailureReason | null }
  /** A bad solution; `nonce` is 8 hex digits. */
  | { readonly type: 'hardware-error'; readonly nonce: string }
  /** °C. */
  | { readonly type: 'over-temperature'; readonly limit: number; readonly temperature: number }
  | {
      readonly type: 'connection-lost';
      readonly reason: 'interrupted' | 'reset';
      readonly retryAfter: number;
    }
  | { readonly type: 'connecting' }
  | { readonly type: 'stale-work' }
  | { readonly type: 'new-block' }
  /** Accepted shares since the last such report. */
  | { readonly type: 'watchdog'; readonly accepted: number }
  | { readonly type: 'watchdog-exit' }
  /** The clock of a card is set; Hz. */
  | { readonly type: 'clock-set'; readonly dna: string; readonly clock: number }
  /** A key was pressed; the clocks in force and asked for, Hz. */
  | { readonly type: 'key'; readonly key: '+' | '-'; readonly clock: number; readonly requested: number }
  /** Length of the turn in minutes. */
  | { readonly type: 'dev-fee'; readonly minutes: number }
  | { readonly type: 'user-mining'; readonly minutes: number }
  /** Talk that tells nothing; `pick` (0–1) chooses what. */
  | { readonly type: 'chatter'; readonly pick: number }
  /** The ramp-down is over; Hz. */
  | { readonly type: 'ramp-end'; readonly clock: number };
