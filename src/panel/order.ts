import type { CardSnapshot } from '../rig/snapshot.ts';
import type { CardOrder } from './settings.ts';

/** What a number of a card is; the largest stands first. */
const numbers: Readonly<Record<Exclude<CardOrder, 'found' | 'name'>, (card: CardSnapshot) => number | null>> =
  {
    hashrate: (card) => card.trend.average ?? card.gauges.hashrate,
    temperature: (card) => card.gauges.temperature,
    errors: (card) => card.gauges.errorRatio,
  };

const byName = new Intl.Collator('en', { numeric: true });

/** The cards in the order chosen. Those of which the number is not known, or silent ones, stand last. */
export function inOrder(cards: readonly CardSnapshot[], order: CardOrder): readonly CardSnapshot[] {
  if (order === 'found') return cards;
  if (order === 'name') return [...cards].sort((a, b) => byName.compare(a.name, b.name));
  const numberOf = (card: CardSnapshot): number =>
    (card.up ? numbers[order](card) : null) ?? Number.NEGATIVE_INFINITY;
  return [...cards].sort((a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    return first === second ? 0 : second - first;
  });
}
