import type { LineKind, Reading, ShareCount } from '../readings/reading.ts';
import type { Clock } from '../time.ts';
import type { Card } from './card.ts';
import type { NameGiver } from './names.ts';
import type { RigCards } from './rig-cards.ts';
import type { MinerRun, MinerStatus } from './snapshot.ts';
import type { StallKind } from './stall.ts';
import { Uptime } from './uptime.ts';

/** What others know of a miner, asked for with each snapshot. */
export interface MinerWords {
  readonly status?: (() => MinerStatus | null) | undefined;
  /** Where it is, if it is ours to start. */
  readonly run?: (() => MinerRun | null) | undefined;
  /** Its output is read from its start on. */
  readonly fromStart?: boolean | undefined;
  /** In what it is stuck, the worst first. */
  readonly stalls?: () => readonly StallKind[];
}

/** What a miner is made with. */
export interface MinerParts {
  readonly source: string;
  readonly names: NameGiver;
  readonly clock: Clock;
  readonly cards: RigCards;
  readonly slowBelow: number | null;
  readonly words: MinerWords;
  /** The lines of all miners, counted by kind. */
  readonly lines: Record<LineKind, number>;
}

/** What taking a reading did, for those who must know at once. */
export interface Taken {
  /** The card that a stats reading was about, and is counted for. */
  readonly card: Card | null;
  /** True when the reading shows that the miner program was restarted. */
  readonly restarted: boolean;
  /** True when its counts were not taken, because the line may be cut off and they make sense only if it is. */
  readonly unsure: boolean;
  /** True when it was not taken, because no rig has so many cards. */
  readonly refused: boolean;
}

/** Nothing that anybody must know of. */
export const nothing: Taken = { card: null, restarted: false, unsure: false, refused: false };

/** What lines say that name no card. */
export type LineReading = Extract<Reading, { readonly type: 'shares' | 'share-failure' | 'event' }>;

/** None were told. */
export const noShares: ShareCount = { total: 0, rejected: 0 };

/** Its time: known where its output is read from its start on, or it is started by us. */
export function uptimeOf({ words, clock }: MinerParts): Uptime {
  const fromStart = words.fromStart === true;
  return new Uptime(fromStart ? clock.monotonic() : null, fromStart || words.run !== undefined);
}
