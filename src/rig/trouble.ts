import { type Colour, judge } from '../readings/limits.ts';
import type { CardSnapshot } from './snapshot.ts';

/** In what a card can be in trouble, the worst first; each is the word that is shown for it. */
export const troubles = ['silent', 'hot', 'failing', 'slow'] as const;

/** One of {@link troubles}. */
export type Trouble = (typeof troubles)[number];

/** How bad each is. */
export const troubleColours: Readonly<Record<Trouble, Colour>> = {
  silent: 'red',
  hot: 'red',
  failing: 'red',
  slow: 'yellow',
};

/** What is wrong with a card, the worst first. What a silent card was before nobody knows any more. */
export function troublesOf({ up, gauges, limits, slowness }: CardSnapshot): readonly Trouble[] {
  if (!up) return ['silent'];
  const isRed = (name: 'temperature' | 'errorRatio') => judge(gauges[name], limits[name]) === 'red';
  const are: Readonly<Record<Trouble, boolean>> = {
    silent: false,
    hot: isRed('temperature'),
    failing: isRed('errorRatio'),
    slow: slowness?.slow === true,
  };
  return troubles.filter((trouble) => are[trouble]);
}

/**
 * The cards that get one of so many rows: those in trouble first, then the others, all in the order in which they were
 * given.
 */
export function shownFirst(cards: readonly CardSnapshot[], rows: number): readonly CardSnapshot[] {
  const rank = (card: CardSnapshot): number => {
    const [worst] = troublesOf(card);
    return worst === undefined ? troubles.length : troubles.indexOf(worst);
  };
  const ranked = cards.map((card, place) => ({ card, place, rank: rank(card) }));
  const first = [...ranked].sort((a, b) => a.rank - b.rank || a.place - b.place).slice(0, Math.max(0, rows));
  return first.sort((a, b) => a.place - b.place).map(({ card }) => card);
}
