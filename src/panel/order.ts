import type { CardSnapshot } from '../rig/snapshot.ts';
import type { CardOrder } from './settings.ts';

/** Made when there is something to put in order: that takes milliseconds of a start. */
let collator: Intl.Collator | null = null;

function byName(one: string, other: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(one, other);
}

/** Those cards that are named, in the order of their names. */
function named(cards: readonly CardSnapshot[], sequence: readonly string[]): readonly CardSnapshot[] {
  return sequence.flatMap((name) => cards.filter((card) => card.name === name));
}

/** The cards in the order chosen, the largest value first. Those of which it is not known, or silent ones, stand last. */
export function inOrder(
  cards: readonly CardSnapshot[],
  order: CardOrder,
  sequence: readonly string[] = [],
): readonly CardSnapshot[] {
  if (order === 'found')
    return [...named(cards, sequence), ...cards.filter(({ name }) => !sequence.includes(name))];
  if (order === 'name') return [...cards].sort((a, b) => byName(a.name, b.name));
  const numberOf = ({ up, trend, gauges }: CardSnapshot): number => {
    // A miner's own hashrate is luck from minute to minute.
    const value = (order === 'hashrate' ? trend.average : null) ?? gauges[order];
    return (up ? value : null) ?? Number.NEGATIVE_INFINITY;
  };
  return [...cards].sort((a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    return first === second ? 0 : second - first;
  });
}
