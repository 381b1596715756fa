import { emptyGauges, type Gauges } from '../readings/gauges.ts';
import type { ShareCount } from '../readings/reading.ts';
import type { CardLine, Format } from './formats/format.ts';
import { type Figures, readBack } from './formats/printf.ts';

/** Counts of solutions, the bad ones included in the total. */
export interface Solutions {
  readonly total: number;
  readonly bad: number;
}

/** What was printed of one card, rounded as it was printed, in SI units. */
export interface CardTruth {
  readonly dna: string;
  readonly index: number;
  readonly device: string;
  /** The newest values; `null` before the first, and where `nan` or `inf` was printed. */
  readonly gauges: Gauges;
  /** Counts since the miner's newest start, as in the newest stats line. */
  readonly solutions: Solutions;
  /** The same; `null` where the format does not count shares for a card. */
  readonly shares: ShareCount | null;
  /** The same counts summed over all starts. */
  readonly totals: { readonly solutions: Solutions; readonly shares: ShareCount | null };
}

const none = { total: 0, bad: 0, rejected: 0 };

interface Account {
  readonly card: Pick<CardTruth, 'dna' | 'index' | 'device'>;
  figures: Figures | null;
  solutions: Solutions;
  shares: ShareCount;
  pastSolutions: Solutions;
  pastShares: ShareCount;
}

/** Keeps the newest printed numbers, and sums the counts over the miner's restarts. */
export class Tally {
  readonly #format: Format;
  readonly #accounts: readonly Account[];
  #shares: ShareCount = none;
  #pastShares: ShareCount = none;

  constructor(format: Format, cards: readonly Account['card'][]) {
    this.#format = format;
    this.#accounts = cards.map(({ dna, index, device }) => ({
      card: { dna, index, device },
      figures: null,
      solutions: none,
      shares: none,
      pastSolutions: none,
      pastShares: none,
    }));
  }

  /** A card's statistics were printed. */
  stats({ card, figures, shares }: CardLine): void {
    const account = this.#accounts[card.index];
    if (account === undefined) return;
    account.figures = figures;
    account.solutions = { total: card.solutions, bad: card.solutionsBad };
    account.shares = shares;
  }

  /** The count of the shares of all cards was printed. */
  shares(shares: ShareCount): void {
    this.#shares = shares;
  }

  /** The miner starts anew, and counts from 0. */
  restart(): void {
    this.#pastShares = addShares(this.#pastShares, this.#shares);
    this.#shares = none;
    for (const account of this.#accounts) {
      account.pastSolutions = addSolutions(account.pastSolutions, account.solutions);
      account.pastShares = addShares(account.pastShares, account.shares);
      account.solutions = none;
      account.shares = none;
    }
  }

  cards(): CardTruth[] {
    const counted = this.#format.sharesOf === 'card';
    return this.#accounts.map((account) => ({
      ...account.card,
      gauges: account.figures === null ? emptyGauges : readBack(account.figures, this.#format.precision),
      solutions: addSolutions(none, account.solutions),
      shares: counted ? addShares(none, account.shares) : null,
      totals: {
        solutions: addSolutions(account.pastSolutions, account.solutions),
        shares: counted ? addShares(account.pastShares, account.shares) : null,
      },
    }));
  }

  /** Shares of all cards together over all starts; `null` where the format does not count them so. */
  minerShares(): ShareCount | null {
    return this.#format.sharesOf === 'miner' ? addShares(this.#pastShares, this.#shares) : null;
  }
}

function addSolutions(one: Solutions, other: Solutions): Solutions {
  return { total: one.total + other.total, bad: one.bad + other.bad };
}

function addShares(one: ShareCount, other: ShareCount): ShareCount {
  return { total: one.total + other.total, rejected: one.rejected + other.rejected };
}
