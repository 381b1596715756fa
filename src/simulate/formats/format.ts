import type { EventKind, FailureReason, ShareCount } from '../../readings/reading.ts';
import type { CardModel, CardState } from '../card.ts';
import type { Happening } from '../happening.ts';
import type { Figures, Precision } from './printf.ts';

/** A line that a miner prints, without its newline, and what it stands for in the counts of the truth. */
export interface Message {
  readonly text: string;
  readonly event?: EventKind;
  readonly failure?: FailureReason;
}

/** What the text of a line may depend on besides its subject. */
export interface Surroundings {
  /** Unix seconds. */
  readonly at: number;
  readonly colour: boolean;
  /** Cards that the miner drives. */
  readonly cards: number;
}

/** A card's numbers for its stats line. */
export interface CardLine {
  readonly card: CardState;
  readonly figures: Figures;
  readonly shares: ShareCount;
  /** Solutions waiting to be sent, which some miners print as `[q=…]`. */
  readonly queue: number;
}

/** What a miner tells of from time to time, at random; mean seconds between two. What is missing never happens. */
export interface Habits {
  readonly chatter?: number;
  readonly newBlock?: number;
  readonly staleWork?: number;
  readonly connectionLoss?: number;
  /** Mean seconds until the first turn for the dev fee. */
  readonly devFee?: number;
  /** Whether the watchdog reports the shares of every four minutes. */
  readonly watchdog?: boolean;
}

/** What a miner prints for one bitstream. */
export interface Format {
  readonly model: CardModel;
  readonly precision: Precision;
  /** A message begins with a newline and ends with none, so that the newest line is never ended. */
  readonly newlineFirst: boolean;
  /** What makes a miner print statistics: the clock on the wall, or each solution found. */
  readonly statsAt: 'interval' | 'solution';
  /** All cards are printed at once. */
  readonly table: boolean;
  /** Solutions a second and card, where statistics are printed at intervals. */
  readonly solutionRate: number;
  /** The probability that a good solution is good enough for the pool. */
  readonly shareProbability: number;
  /** Whose shares are counted: each card's, those of all cards of the miner, or none. */
  readonly sharesOf: 'card' | 'miner' | 'nobody';
  readonly habits: Habits;
  banner(cards: readonly CardState[], surroundings: Surroundings): readonly Message[];
  /** The stats lines of one printing: one card's, or those of the whole table. */
  stats(lines: readonly CardLine[], surroundings: Surroundings): readonly string[];
  /** Nothing for what this miner does not tell of. */
  tell(happening: Happening, surroundings: Surroundings): readonly Message[];
}

/** The good ones of a count, and the count: `118/120`. */
export function goodOfTotal(total: number, bad: number): string {
  return `${total - bad}/${total}`;
}

/**
 * The miner's number for a clock in Hz. Source: "Current clock code = 62" at 400 MHz and "410MHz (Code 63)"; that
 * the other codes follow in steps of 10 MHz is an assumption.
 */
export function clockCode(clock: number): number {
  return Math.round(clock / 10e6) + 22;
}
