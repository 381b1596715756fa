import { forGauges, type GaugeName, gauges } from './gauges.ts';
import type { Limits } from './limits.ts';

/** From where on a card's values are yellow and red, in SI units; `null` where no value is bad by itself. */
export type CardLimits = Readonly<Record<GaugeName | 'rejectRatio', Limits | null>>;

/** For the part of the last hour's shares that the pool rejected. */
const rejectLimits: Limits = { yellow: 0.02, red: 0.05 };

/** Those of a card of which nobody said anything else. */
export const usualLimits: CardLimits = {
  ...forGauges((name) => gauges[name].limits),
  rejectRatio: rejectLimits,
};

/** What the user says of one value's limits. */
export interface GivenLimits {
  /** Of all cards that are not named; `null`: none; not given: the usual ones. */
  readonly all: Limits | null | undefined;
  /** By the cards' names. */
  readonly cards: ReadonlyMap<string, Limits | null>;
}

/** The values whose limits can be given. */
export type GivenCardLimits = Readonly<
  Record<keyof Pick<CardLimits, 'temperature' | 'errorRatio' | 'rejectRatio'>, GivenLimits>
>;

/** Tells the limits of the card with a name; for the same name always the same object. */
export function cardLimits(given: GivenCardLimits): (card: string) => CardLimits {
  const known = new Map<string, CardLimits>();
  const limitOf = (name: keyof GivenCardLimits, card: string): Limits | null => {
    const { all, cards } = given[name];
    const own = cards.get(card);
    if (own !== undefined) return own;
    return all === undefined ? usualLimits[name] : all;
  };
  return (card) => {
    const limits = known.get(card) ?? {
      ...usualLimits,
      temperature: limitOf('temperature', card),
      errorRatio: limitOf('errorRatio', card),
      rejectRatio: limitOf('rejectRatio', card),
    };
    known.set(card, limits);
    return limits;
  };
}
