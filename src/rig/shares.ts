import type { ShareCount } from '../readings/reading.ts';
import type { CardSnapshot, RigSnapshot } from './snapshot.ts';

/** The shares counted for the card alone; `null` where nobody does. */
export function ownShares({ totals }: Pick<CardSnapshot, 'totals'>): ShareCount | null {
  return totals.shares === null ? null : { total: totals.shares, rejected: totals.sharesRejected ?? 0 };
}

/** A card's shares; the miner's, where the miner has no other card. */
export function sharesOfCard(card: CardSnapshot, { cards, miners }: RigSnapshot): ShareCount | null {
  const own = ownShares(card);
  const alone = cards.every((other) => other === card || other.source !== card.source);
  if (own !== null || !alone) return own;
  return miners.find(({ source }) => source === card.source)?.shares ?? null;
}

/** All shares of the rig: those counted for a card, and those that a miner counts for all of its cards. */
export function rigShares({ cards, miners }: RigSnapshot): ShareCount | null {
  return [...cards.map(ownShares), ...miners.map(({ shares }) => shares)].reduce(
    (sum, one) =>
      one === null || sum === null
        ? (sum ?? one)
        : { total: sum.total + one.total, rejected: sum.rejected + one.rejected },
    null,
  );
}

/** The part of a card's shares of the last hour that was rejected; the miner's, where the miner has no other card. */
export function rejectsOfCard(card: CardSnapshot, { cards, miners }: RigSnapshot): number | null {
  const alone = cards.every((other) => other === card || other.source !== card.source);
  if (ownShares(card) !== null || !alone) return card.rejectRatio;
  return miners.find(({ source }) => source === card.source)?.rejectRatio ?? null;
}
